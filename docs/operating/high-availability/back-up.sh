#!/bin/bash
# A base backup of the cluster, checked: back-up.sh URL FOLDER [DAYS]
#
#   URL     of a server, as the user replicator: postgres://replicator@db2:5432/postgres (the password from ~/.pgpass)
#   FOLDER  gets a folder named after the moment; where it is printed, the backup is complete and its sums are right
#   DAYS    backups older than this are deleted, but never the last one left; without it nothing is deleted
set -euo pipefail
url=${1:?usage: back-up.sh URL FOLDER [DAYS]}
folder=${2:?usage: back-up.sh URL FOLDER [DAYS]}
days=${3:-}
PATH=$PATH:/usr/lib/postgresql/15/bin

name=$(date -u +%Y%m%dT%H%M%SZ)
umask 077
trap 'rm -rf "$folder/.unfinished-$name"' EXIT
pg_basebackup --dbname="$url" --pgdata="$folder/.unfinished-$name" --wal-method=stream --checkpoint=fast \
    --manifest-checksums=SHA256
pg_verifybackup --quiet "$folder/.unfinished-$name"
mv "$folder/.unfinished-$name" "$folder/$name"
if [ -n "$days" ]; then
    find "$folder" -mindepth 1 -maxdepth 1 -type d -name '20*Z' ! -name "$name" -mtime "+$days" -exec rm -rf {} +
fi
echo "$folder/$name"
