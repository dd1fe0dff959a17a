#!/bin/bash
# Makes a server's folder from a base backup and the archived log: restore.sh BACKUP ARCHIVE DATA PORT [MOMENT]
#
#   BACKUP   a folder that back-up.sh made
#   ARCHIVE  the folder with the archived log
#   DATA     the folder to make; must not be there
#   PORT     where the restored server will listen, on 127.0.0.1 only
#   MOMENT   with time zone, such as "2026-11-23 09:30:00+07"; without it, all that was archived
#
# Run it as the user postgres. It starts nothing. The restored server belongs to no cluster and archives nothing.
set -euo pipefail
usage="usage: restore.sh BACKUP ARCHIVE DATA PORT [MOMENT]"
backup=${1:?$usage}
archive=${2:?$usage}
data=${3:?$usage}
port=${4:?$usage}
moment=${5:-}
PATH=$PATH:/usr/lib/postgresql/15/bin

[ ! -e "$data" ] || { echo "$data is there already" >&2; exit 73; }
pg_verifybackup --quiet "$backup"
mkdir -m 700 "$data"
cp -a "$backup/." "$data/"
rm -f "$data/standby.signal" "$data/patroni.dynamic.json" "$data"/recovery.done
touch "$data/recovery.signal"
{
    echo "# of restore.sh"
    echo "restore_command = 'cp \"$archive/%f\" \"%p\"'"
    if [ -n "$moment" ]; then echo "recovery_target_time = '$moment'"; fi
    echo "recovery_target_action = 'promote'"
    # Of the cluster it came from: it would wait for a standby that is not there, and write into its archive.
    echo "synchronous_standby_names = ''"
    echo "primary_conninfo = ''"
    echo "primary_slot_name = ''"
    echo "archive_mode = off"
    echo "hba_file = '$data/pg_hba.conf'"
    echo "ident_file = '$data/pg_ident.conf'"
    echo "listen_addresses = '127.0.0.1'"
    echo "port = $port"
    echo "unix_socket_directories = '$data'"
} >>"$data/postgresql.auto.conf"
{
    echo "local all postgres peer"
    echo "host all all 127.0.0.1/32 scram-sha-256"
} >"$data/pg_hba.conf"
echo "Start it with: /usr/lib/postgresql/15/bin/pg_ctl -D $data -l $data/restore.log start"
