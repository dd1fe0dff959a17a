"""A cluster of three database nodes (etcd, Patroni, PostgreSQL) and HAProxy, as docs/operating sets it up."""
import contextlib
import json
import os
import pathlib
import secrets
import shutil
import signal
import subprocess
import sys
import urllib.error
import urllib.request

import processes
from disk import SmallDisk
from processes import Failed, Server, wait_until

TEMPLATES = pathlib.Path(__file__).resolve().parents[2] / "docs/operating/high-availability"
sys.dont_write_bytecode = True
sys.path.insert(0, str(TEMPLATES))
import fill  # noqa: E402  the same program that an operator uses

BINARIES = pathlib.Path("/usr/lib/postgresql/15/bin")
# Small and quick, where an operator's cluster is large and patient.
TEST_SETTINGS = {
    "SHARED_BUFFERS": "64MB", "TTL": "8", "LOOP_WAIT": "1", "RETRY_TIMEOUT": "3", "CHECK_INTERVAL": "500ms",
    "WATCHDOG": "off", "WAL_KEEP": "64MB", "SLOT_KEEP": "512MB", "MIN_WAL_SIZE": "32MB", "MAX_WAL_SIZE": "96MB",
    "SENDER_TIMEOUT": "5s",
}
HTTP = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def fetch(url, seconds=2):
    """Status and text of an answer; status 0 when there is none."""
    try:
        with HTTP.open(url, timeout=seconds) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""
    except OSError:
        return 0, ""


class Node:
    """A machine of the cluster: etcd, Patroni and its PostgreSQL."""

    def __init__(self, index, folder, network, small_disk):
        self.index = index
        self.name = f"db{index}"
        self.folder = pathlib.Path(folder)
        self.network = network
        self.address = network.add(index)
        self.ports = {name: processes.free_port()
                      for name in ["POSTGRES_PORT", "REST_PORT", "ETCD_CLIENT_PORT", "ETCD_PEER_PORT"]}
        self.disk = SmallDisk(self.folder / "disk", small_disk)
        self.data = self.folder / "disk/data"
        self.rest = f"http://{self.address}:{self.ports['REST_PORT']}"
        self.etcd = self.patroni = None
        self.frozen = []

    def settings(self):
        own = {**self.ports, "NAME": self.name, "ADDRESS": self.address, "DATA_DIR": self.data,
               "PGPASS": self.folder / "pgpass", "SOCKET_DIR": self.folder / "socket", "ETCD_DIR": self.folder / "etcd"}
        return {f"DB{self.index}_{name}": str(value) for name, value in own.items()}

    def prepare(self, settings):
        """Its folders and files, and the two programs that are to run."""
        for folder in [self.folder, self.folder / "socket", self.folder / "etcd", self.disk.folder]:
            folder.mkdir(mode=0o700, exist_ok=True)
            processes.give_to_server(folder)
        values = fill.for_machine(settings, self.name)
        patroni = fill.write(self.folder, "patroni.yml", fill.fill("patroni.yml", values))
        processes.give_to_server(patroni)
        etcd = fill.write(self.folder, "etcd.env", fill.fill("etcd.env", values))
        before = [*self.network.inside(self.index), *processes.as_server()]
        self.etcd = Server(self.name + " etcd", [*before, "etcd"], self.folder / "etcd.log", fill.read_settings(etcd))
        self.patroni = Server(self.name + " patroni", [*before, "/usr/bin/python3", "/usr/bin/patroni", str(patroni)],
                              self.folder / "patroni.log", folder=str(self.folder))

    def start(self):
        for server in [self.etcd, self.patroni]:
            if not server.runs():
                server.start()

    def postmaster(self):
        """The pid of the PostgreSQL that works on this node's folder, or None."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
            at_home = os.readlink(f"/proc/{pid}/cwd") == str(self.data)
        except (OSError, ValueError, IndexError):
            return None
        return pid if at_home and processes.name_of(pid) == "postgres" and processes.is_alive(pid) else None

    def postgres_pids(self):
        postmaster = self.postmaster()
        return [postmaster, *processes.descendants_of(postmaster)] if postmaster else []

    def kill_machine(self):
        """Everything at once, as when the power goes."""
        self.patroni.send(signal.SIGSTOP)
        postmaster = self.postmaster()
        if postmaster:
            processes.send(postmaster, signal.SIGSTOP)
        for pid in self.postgres_pids():
            processes.send(pid, signal.SIGKILL)
        self.patroni.kill()
        self.etcd.kill()
        if postmaster:
            wait_until(f"the end of {self.name}", lambda: not processes.is_alive(postmaster), 10)

    def freeze(self):
        """Everything stands still but stays connected, as when a virtual machine is paused."""
        self.frozen = [self.patroni.pid, self.etcd.pid, *self.postgres_pids()]
        for pid in self.frozen:
            processes.send(pid, signal.SIGSTOP)

    def thaw(self):
        for pid in self.frozen:
            processes.send(pid, signal.SIGCONT)
        self.frozen = []

    def is_primary(self):
        return fetch(self.rest + "/primary")[0] == 200


class Cluster:
    def __init__(self, folder, network, small_disk=False):
        """`small_disk`: the third node gets a disk that can be filled, where this machine allows it."""
        self.folder = pathlib.Path(folder)
        self.network = network
        self.archive = self.folder / "archive"
        self.nodes = [Node(index, self.folder / f"db{index}", network, small_disk and index == 3)
                      for index in (1, 2, 3)]
        self.write_port, self.read_port = processes.free_port(), processes.free_port()
        self.passwords = {name: secrets.token_hex(12) for name in
                          ["SUPERUSER_PASSWORD", "REPLICATION_PASSWORD", "REWIND_PASSWORD", "LUNAS_PASSWORD"]}
        self.proxy = None

    def settings(self):
        settings = {**TEST_SETTINGS, **self.passwords, "CLUSTER": "lunas", "ARCHIVE_DIR": str(self.archive),
                    "ARCHIVE_SCRIPT": str(TEMPLATES / "archive-wal.sh"),
                    "DB_NETWORK": self.network.everybody, "LUNAS_NETWORK": self.network.everybody,
                    "WRITE_PORT": str(self.write_port), "READ_PORT": str(self.read_port)}
        for node in self.nodes:
            settings.update(node.settings())
        return settings

    def start(self):
        """From nothing to a primary, two standbys, a proxy, and an empty database for lunas."""
        self.archive.mkdir(mode=0o700)
        processes.give_to_server(self.archive)
        for node in self.nodes:
            node.prepare(self.settings())
            node.start()
        proxy = fill.write(self.folder, "haproxy.cfg", fill.fill("haproxy.cfg", fill.complete(self.settings())))
        processes.give_to_server(proxy)
        self.proxy = Server("haproxy", [*processes.as_server(), "haproxy", "-db", "-f", str(proxy)],
                            self.folder / "haproxy.log")
        self.proxy.start()
        self.wait_healthy(120)
        self.psql(f"CREATE ROLE lunas LOGIN PASSWORD '{self.passwords['LUNAS_PASSWORD']}'")
        self.fresh_database()

    def fresh_database(self):
        """An empty database in the place of the one that was there."""
        self.psql("DROP DATABASE IF EXISTS lunas WITH (FORCE)")
        self.psql("CREATE DATABASE lunas OWNER lunas")
        # libpq stops at the first server of a list that does not know the database yet.
        for node in self.nodes:
            url = self.node_url(node, database="lunas")
            wait_until(f"the database at {node.name}", lambda: self.try_psql("SELECT 1", url) == "1", 30)

    # What it is like now

    def members(self):
        """What Patroni says about every node, by name; empty when nobody answers."""
        for node in self.nodes:
            status, text = fetch(node.rest + "/cluster") if node.patroni.runs() and not node.frozen else (0, "")
            if status == 200:
                return {member["name"]: member for member in json.loads(text)["members"]}
        return {}

    def is_healthy(self):
        """One primary, two standbys on its timeline that follow it, one of them synchronous; the proxy knows."""
        members = self.members()
        roles = sorted(member.get("role") for member in members.values())
        timelines = {member.get("timeline") for member in members.values()}
        states = {member.get("state") for member in members.values()}
        if roles != ["leader", "replica", "sync_standby"] or len(timelines) != 1 or None in timelines:
            return False
        if not states <= {"running", "streaming"} or not all(node.postmaster() for node in self.nodes):
            return False
        streams = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        return self.try_psql(streams, self.proxy_url()) == "2"

    def wait_healthy(self, seconds=90):
        wait_until("three healthy nodes", self.is_healthy, seconds, 0.3)

    def primary(self):
        awake = [node for node in self.nodes if node.patroni.runs() and not node.frozen]
        return next((node for node in awake if node.is_primary()), None)

    def wait_primary(self, other_than=None, seconds=60):
        """The primary, once there is one that is not the node given."""
        def found():
            primary = self.primary()
            return primary if primary is not other_than else None
        return wait_until("a primary", found, seconds, 0.1)

    def standby(self, role):
        """The node that has the role replica or sync_standby."""
        names = [name for name, member in self.members().items() if member.get("role") == role]
        return next((node for node in self.nodes if node.name in names), None)

    # Addresses

    def url(self, user, database, hosts, options):
        password = self.passwords["LUNAS_PASSWORD" if user == "lunas" else "SUPERUSER_PASSWORD"]
        return f"postgres://{user}:{password}@{hosts}/{database}?{options}"

    def proxy_url(self, user="postgres", database="postgres"):
        # Patroni's check says "primary" a moment before PostgreSQL takes writes, so libpq asks the server, too.
        options = "target_session_attrs=read-write&connect_timeout=3"
        return self.url(user, database, f"127.0.0.1:{self.write_port}", options)

    def reading_url(self):
        return self.url("lunas", "lunas", f"127.0.0.1:{self.read_port}", "connect_timeout=3")

    def many_hosts_url(self, user="postgres", database="postgres"):
        hosts = ",".join(f"{node.address}:{node.ports['POSTGRES_PORT']}" for node in self.nodes)
        return self.url(user, database, hosts, "target_session_attrs=read-write&connect_timeout=2"
                        "&tcp_user_timeout=5000&keepalives_idle=2&keepalives_interval=1&keepalives_count=3")

    def node_url(self, node, user="postgres", database="postgres"):
        return self.url(user, database, f"{node.address}:{node.ports['POSTGRES_PORT']}", "connect_timeout=3")

    # SQL

    def psql(self, sql, url=None, seconds=60):
        """What psql prints, without its last line end; Failed when it fails."""
        done = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-c", sql, url or self.many_hosts_url()],
            capture_output=True, text=True, timeout=seconds, env=processes.ENVIRONMENT)
        if done.returncode != 0:
            raise Failed(f"psql: {done.stderr.strip()}")
        return done.stdout.rstrip("\n")

    def try_psql(self, sql, url=None):
        with contextlib.suppress(Failed, subprocess.TimeoutExpired):
            return self.psql(sql, url, 5)
        return None

    def stop(self):
        """Everything ends: politely where it can, for the sake of what the logs then say."""
        for node in self.nodes:
            node.thaw()
        if self.proxy:
            self.proxy.kill()
        for node in self.nodes:
            if node.patroni:
                node.patroni.kill()
            for pid in node.postgres_pids():
                processes.send(pid, signal.SIGKILL)
            if node.etcd:
                node.etcd.kill()
            node.disk.unmount()

    def keep_logs(self, to):
        """Copies of all logs, for whoever must find out what went wrong."""
        for log in [*self.folder.glob("*.log"), *self.folder.glob("*/*.log")]:
            target = pathlib.Path(to) / "-".join(log.relative_to(self.folder).parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(log, target)
