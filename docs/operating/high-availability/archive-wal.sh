#!/bin/bash
# PostgreSQL's archive_command: archive-wal.sh FILE NAME ARCHIVE NODE
#
# A file that is there is never replaced. When another content comes for the same name, that is an error, but for one
# case: after a failover the old primary and the new one both have the last file of the old timeline, equal up to where
# the new timeline begins. No restore needs what comes behind, and refusing would stop all archiving for good. So the
# second one is kept beside the first, under the name of its node.
set -euo pipefail
file=$1 name=$2 archive=$3 node=$4

keep() {
    cp "$file" "$archive/.$node.$1"
    sync "$archive/.$node.$1"
    mv "$archive/.$node.$1" "$archive/$1"
}

if [ ! -e "$archive/$name" ]; then
    keep "$name"
elif ! cmp -s "$file" "$archive/$name"; then
    newest=$(cd "$archive" && ls -- *.history 2>/dev/null | tail -n 1 || true)
    [[ ${name:0:8} < ${newest:0:8} ]] || { echo "$name is in the archive with another content" >&2; exit 1; }
    keep "$name.$node"
fi
