"""A small disk for one node, so that it can be full."""
import os
import subprocess

import processes

SIZE = 1_200_000_000


class SmallDisk:
    """A file system in a file, mounted where the node keeps its database; a folder where that is not allowed."""

    def __init__(self, folder, wanted):
        self.folder, self.image = folder, folder.with_suffix(".image")
        self.is_mounted, self.why_not = False, "no right to mount a loop device"
        if wanted:
            self.mount()

    def mount(self):
        self.folder.mkdir(mode=0o700, parents=True)
        with self.image.open("wb") as image:
            image.truncate(SIZE)
        try:
            for command in [["mkfs.ext4", "-q", "-m", "0", str(self.image)],
                            ["mount", "-o", "loop", str(self.image), str(self.folder)]]:
                subprocess.run(command, check=True, capture_output=True, text=True, env=processes.ENVIRONMENT)
            self.is_mounted = True
        except (OSError, subprocess.CalledProcessError) as failure:
            self.why_not = f"a loop device cannot be mounted here: {getattr(failure, 'stderr', failure)}".strip()

    def free(self):
        state = os.statvfs(self.folder)
        return state.f_bavail * state.f_frsize

    def fill(self):
        """Until nothing more goes in."""
        with (self.folder / "ballast").open("ab", buffering=0) as ballast:
            try:
                while True:
                    ballast.write(bytes(1 << 14))
            except OSError:
                pass

    def clear(self):
        (self.folder / "ballast").unlink()

    def unmount(self):
        if self.is_mounted:
            subprocess.run(["umount", "--lazy", str(self.folder)], capture_output=True, env=processes.ENVIRONMENT)
            self.is_mounted = False
