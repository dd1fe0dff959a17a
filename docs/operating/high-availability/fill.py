#!/usr/bin/env python3
"""Fills the templates beside this file for one machine of the cluster, from the settings in cluster.env.

    fill.py cluster.env db1 OUT      writes OUT/patroni.yml and OUT/etcd.env for the machine db1
    fill.py cluster.env lunas OUT    writes OUT/haproxy.cfg, for a machine that runs lunas

Nothing is installed or started. A setting that is missing is an error.
"""
import os
import pathlib
import string
import sys

HERE = pathlib.Path(__file__).resolve().parent
DEFAULTS = {
    "POSTGRES_PORT": "5432", "REST_PORT": "8008", "ETCD_CLIENT_PORT": "2379", "ETCD_PEER_PORT": "2380",
    "PGPASS": "/var/lib/postgresql/patroni.pgpass", "SOCKET_DIR": "/var/run/postgresql",
    "ETCD_DIR": "/var/lib/etcd/default", "WATCHDOG": "automatic",
    "ARCHIVE_SCRIPT": "/usr/local/bin/archive-wal.sh",
    "PROXY_ADDRESS": "127.0.0.1", "WRITE_PORT": "6432", "READ_PORT": "6433", "CHECK_INTERVAL": "1s",
    "WAL_KEEP": "1GB", "SLOT_KEEP": "32GB", "MIN_WAL_SIZE": "1GB", "MAX_WAL_SIZE": "16GB", "SENDER_TIMEOUT": "15s",
}
PER_MACHINE = ["POSTGRES_PORT", "REST_PORT", "ETCD_CLIENT_PORT", "ETCD_PEER_PORT", "DATA_DIR", "PGPASS", "SOCKET_DIR",
               "ETCD_DIR"]
MACHINES = ["DB1", "DB2", "DB3"]


def read_settings(path):
    """NAME=VALUE lines of a file; comments and empty lines are left out."""
    lines = (line.strip() for line in pathlib.Path(path).read_text().splitlines())
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def complete(settings):
    """The settings with defaults, what a machine has of its own (DB1_POSTGRES_PORT …), and the lists of etcd."""
    full = {**DEFAULTS, **{name: value for name, value in settings.items() if value != ""}}
    for machine in MACHINES:
        for name in PER_MACHINE:
            if name in full:
                full.setdefault(f"{machine}_{name}", full[name])
    full["ETCD_HOSTS"] = ",".join(f"{full[m + '_ADDRESS']}:{full[m + '_ETCD_CLIENT_PORT']}" for m in MACHINES)
    full["ETCD_PEERS"] = ",".join(
        f"{full[m + '_NAME']}=http://{full[m + '_ADDRESS']}:{full[m + '_ETCD_PEER_PORT']}" for m in MACHINES)
    return full


def for_machine(settings, name):
    """The settings as the machine of that name sees them: NAME, ADDRESS and ports are its own."""
    full = complete(settings)
    machine = next((m for m in MACHINES if full[m + "_NAME"] == name), None)
    if machine is None:
        raise SystemExit(f"no machine is called {name}")
    own = {key.removeprefix(machine + "_"): value for key, value in full.items() if key.startswith(machine + "_")}
    return {**full, **own}


def fill(template, values):
    """The text of a template with its ${NAMES} replaced; a missing one is an error."""
    try:
        return string.Template((HERE / template).read_text()).substitute(values)
    except KeyError as missing:
        raise SystemExit(f"{template}: the setting {missing.args[0]} has no value") from None


def write(folder, name, text):
    """Readable by the owner only: there are passwords in it."""
    path = pathlib.Path(folder) / name
    path.touch(mode=0o600)
    path.write_text(text)
    return path


def main(arguments):
    if len(arguments) != 3:
        raise SystemExit(__doc__)
    settings, name, out = read_settings(arguments[0]), arguments[1], arguments[2]
    os.makedirs(out, exist_ok=True)
    if name == "lunas":
        write(out, "haproxy.cfg", fill("haproxy.cfg", complete(settings)))
        return
    values = for_machine(settings, name)
    for template in ["patroni.yml", "etcd.env"]:
        write(out, template, fill(template, values))


if __name__ == "__main__":
    main(sys.argv[1:])
