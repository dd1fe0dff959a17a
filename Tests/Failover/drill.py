"""Backup and restore of the cluster, with the scripts that an operator uses."""
import subprocess

import cluster
import processes
from book import SAMPLE_DAY
from processes import Failed, Server, wait_until

COUNTS = """SELECT string_agg(t || '=' || n, ' ' ORDER BY t) FROM (
    SELECT 'debtors' t, count(*) n FROM debtors UNION ALL SELECT 'dues', count(*) FROM dues
    UNION ALL SELECT 'payments', count(*) FROM payments UNION ALL SELECT 'steps', count(*) FROM steps
    UNION ALL SELECT 'notes', count(*) FROM notes UNION ALL SELECT 'journal', count(*) FROM journal) counted"""


def back_up(stage, node, folder):
    """A checked base backup of a node; gives its folder."""
    password = stage.cluster.passwords["REPLICATION_PASSWORD"]
    url = f"postgres://replicator:{password}@{node.address}:{node.ports['POSTGRES_PORT']}/postgres"
    done = subprocess.run(
        [*processes.as_server(), str(cluster.TEMPLATES / "back-up.sh"), url, str(folder)],
        capture_output=True, text=True, env=processes.ENVIRONMENT, cwd="/", timeout=300)
    if done.returncode != 0:
        raise Failed(f"back-up.sh: {done.stderr}")
    return done.stdout.strip()


def wait_archived(stage):
    """Ends the log's file and waits until it lies in the archive."""
    name = stage.cluster.psql("SELECT pg_walfile_name(pg_switch_wal())")
    wait_until(f"{name} in the archive", (stage.cluster.archive / name).exists, 60)


class Restored:
    """A server of its own over a restored folder."""

    def __init__(self, stage, backup, folder, moment=None):
        self.stage, self.data, self.port = stage, folder, processes.free_port()
        words = [str(cluster.TEMPLATES / "restore.sh"), backup, str(stage.cluster.archive), str(folder), str(self.port)]
        done = subprocess.run([*processes.as_server(), *words, *([moment] if moment else [])], capture_output=True,
                              text=True, env=processes.ENVIRONMENT, cwd="/", timeout=300)
        if done.returncode != 0:
            raise Failed(f"restore.sh: {done.stderr}")
        command = [*processes.as_server(), str(cluster.BINARIES / "postgres"), "-D", str(folder)]
        self.server = Server("restored", command, stage.cluster.folder / "restored.log")

    def url(self, user="postgres", database="lunas"):
        return self.stage.cluster.url(user, database, f"127.0.0.1:{self.port}", "connect_timeout=3")

    def __enter__(self):
        self.server.start()
        try:
            wait_until("the end of the recovery", self.is_ready, 120, 0.3)
        except Failed:
            self.server.kill()
            raise
        return self

    def is_ready(self):
        if not self.server.runs():
            raise Failed("the restored server ended; see restored.log")
        return self.stage.cluster.try_psql("SELECT pg_is_in_recovery()", self.url()) == "f"

    def __exit__(self, *_):
        self.server.stop()


def restore_drill(stage):
    """What stood in the book at a moment stands in the restored one, nothing more and nothing less."""
    with stage.book("the book to back up"):
        url = stage.cluster.proxy_url("lunas", "lunas")
        stage.story.play(url)
        folder = stage.cluster.folder / "backups"
        folder.mkdir(mode=0o700)
        processes.give_to_server(folder)
        backup = back_up(stage, stage.cluster.standby("sync_standby"), folder)
        note = ["record", "note", "--debtor", stage.story.debtors()[0], "--on", SAMPLE_DAY, "--by", "drill", "--text"]
        stage.lunas.done([*note, "before"], url)
        at_moment = stage.cluster.psql(COUNTS, stage.owner_url())
        moment = stage.cluster.psql("SELECT clock_timestamp()")
        stage.lunas.done([*note, "after"], url)
        at_end = stage.cluster.psql(COUNTS, stage.owner_url())
        wait_archived(stage)
        for wanted, name, until in [(at_moment, "to a moment", moment), (at_end, "all of it", None)]:
            with Restored(stage, backup, folder / name.replace(" ", "-"), until) as restored:
                found = stage.cluster.psql(COUNTS, restored.url())
                if found != wanted:
                    raise Failed(f"restored {name}: {found}, expected {wanted}")
                stage.lunas.verify(restored.url("lunas"))
                # It is a whole server: it also takes what comes next.
                stage.lunas.done([*note, "later"], restored.url("lunas"))
            stage.say(f"restored {name}: {found}; verify finds nothing")
    return "1 base backup restored to a moment, and to the end of the archive"
