"""Starting, watching and ending programs, each by its own pid."""
import ctypes
import os
import pathlib
import pwd
import signal
import socket
import subprocess
import threading
import time

PR_SET_CHILD_SUBREAPER = 36
ENVIRONMENT = {"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "LANG": "C.UTF-8"}
STARTED_HERE = set()
HELD_PORTS = []


class Failed(Exception):
    """What the harness waited for or asserted did not come true."""


def adopt_orphans():
    """Makes servers that lose their parent ours, and takes their ends in, so that their pids are free again.

    A postmaster goes away from the Patroni that started it. Where nobody reaps it, its pid stays taken after a kill,
    and the next start would believe that it still runs.
    """
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    threading.Thread(target=_reap_for_ever, daemon=True).start()


def _reap_for_ever():
    while True:
        for pid in children_of(os.getpid()):
            # Only servers: the ends of what was started here belong to subprocess.
            if pid not in STARTED_HERE and name_of(pid) == "postgres":
                try:
                    os.waitpid(pid, os.WNOHANG)
                except ChildProcessError:
                    pass
        time.sleep(0.1)


def children_of(pid):
    """The pids whose parent is `pid` now."""
    found = []
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += [int(word) for word in task.read_text().split()]
        except OSError:
            pass
    return found


def descendants_of(pid):
    found = []
    for child in children_of(pid):
        found += [child] + descendants_of(child)
    return found


def name_of(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_alive(pid):
    """Whether it runs: the dead that nobody has taken in yet do not count."""
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] not in ("Z", "X")
    except OSError:
        return False


def send(pid, number):
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        pass


def server_account():
    """The account that database servers run as: postgres when we are root, else ours."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())


def as_server():
    """The words before a command that make it run as the servers' account."""
    if os.geteuid() != 0:
        return []
    account = server_account()
    return ["setpriv", f"--reuid={account.pw_uid}", f"--regid={account.pw_gid}", "--init-groups", "--"]


def give_to_server(path):
    if os.geteuid() == 0:
        account = server_account()
        os.chown(path, account.pw_uid, account.pw_gid)


def free_port():
    """A port of ours on 127.0.0.1 that nothing listens on now; never the same twice."""
    while True:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        if port not in HELD_PORTS:
            HELD_PORTS.append(port)
            return port


def wait_until(what, condition, seconds=60, pause=0.1):
    """The first true value of `condition`, or Failed after `seconds`."""
    deadline = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > deadline:
            raise Failed(f"waited {seconds} s in vain: {what}")
        time.sleep(pause)


class Server:
    """One program in the background, its output in a file."""

    def __init__(self, name, command, log, environment=None, folder="/"):
        self.name = name
        self.command = command
        self.log = pathlib.Path(log)
        self.environment = {**ENVIRONMENT, **(environment or {})}
        self.folder = folder
        self.process = None

    def start(self):
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env=self.environment, cwd=self.folder, start_new_session=True)
        STARTED_HERE.add(self.process.pid)

    @property
    def pid(self):
        return self.process.pid

    def runs(self):
        return self.process is not None and self.process.poll() is None

    def send(self, number):
        if self.runs():
            send(self.pid, number)

    def kill(self):
        self.send(signal.SIGKILL)
        if self.process is not None:
            self.process.wait()

    def stop(self, seconds=20):
        """Asks it to end, and kills it when it does not."""
        self.send(signal.SIGTERM)
        try:
            if self.process is not None:
                self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()


def end_all():
    """Kills everything that was started here or by what was started here. Asked for by pid, until nothing is left."""
    for _ in range(50):
        left = [pid for pid in descendants_of(os.getpid()) if is_alive(pid)]
        if not left:
            return
        for pid in left:
            send(pid, signal.SIGCONT)
            send(pid, signal.SIGKILL)
        time.sleep(0.1)
