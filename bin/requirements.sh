# What Lunas needs beside Swift, on Debian 12. Read by bin/demo and bin/test.
#
# install_missing PACKAGE…  installs those that are not there, as root or by sudo.

build_packages="libsqlite3-dev zlib1g-dev libzip-dev libexpat1-dev libxlsxwriter-dev libpq-dev libargon2-dev libqrencode-dev"

install_missing() {
    local missing=() package
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    local as_root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "Missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
            return 1
        }
        as_root=(sudo)
    fi
    echo "Installing ${missing[*]}" >&2
    "${as_root[@]}" apt-get update -q >&2 || echo "apt-get update failed; trying with what is known" >&2
    DEBIAN_FRONTEND=noninteractive "${as_root[@]}" apt-get install -y -q --no-install-recommends "${missing[@]}" >&2
}

require_swift() {
    command -v swift >/dev/null && return 0
    echo "Swift 6.3 is needed: https://www.swift.org/install/linux/" >&2
    return 1
}

# install_servers PACKAGE…  the same for packages that bring services: none is started, and no database is made.
install_servers() {
    local package services=()
    for package in "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q '^install ok installed$' && continue
        package=${package%-[0-9]*}
        services+=("${package%-server}")
    done
    [ ${#services[@]} -eq 0 ] && return 0
    local as_root=()
    [ "$(id -u)" -eq 0 ] || as_root=(sudo)
    # Debian asks this file before it starts a service, and that one before it makes a database.
    local policy=/usr/sbin/policy-rc.d clusters=/etc/postgresql-common/createcluster.d/lunas-tests.conf made=0 status=0
    if [ ! -e $policy ]; then
        made=1
        printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee $policy >/dev/null
        "${as_root[@]}" chmod 755 $policy
    fi
    "${as_root[@]}" mkdir -p "$(dirname $clusters)"
    echo "create_main_cluster = false" | "${as_root[@]}" tee $clusters >/dev/null
    install_missing "$@" || status=$?
    "${as_root[@]}" rm -f $clusters
    [ $made -eq 0 ] || "${as_root[@]}" rm -f $policy
    # Nor do they start with the machine.
    if [ $status -eq 0 ] && [ -d /run/systemd/system ]; then
        "${as_root[@]}" systemctl disable --quiet "${services[@]}" || true
    fi
    return $status
}
