# What Lunas needs beside Swift, on Debian 12. Read by bin/demo and bin/test.
#
# install_missing PACKAGE…  installs those that are not there, as root or by sudo.

build_packages="libsqlite3-dev zlib1g-dev libzip-dev libexpat1-dev libxlsxwriter-dev libpq-dev"

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
