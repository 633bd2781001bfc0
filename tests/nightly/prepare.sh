#!/usr/bin/env bash
# Installs what judging publication needs, where it may; what is missing elsewhere is skipped by the tests, visibly.
set -euo pipefail
. "$(dirname "$0")/../debian.sh"

missing=()
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
command -v unshare >/dev/null || missing+=(util-linux)
command -v faketime >/dev/null || missing+=(faketime)
command -v cpio >/dev/null || missing+=(cpio)
debian ${missing[@]+"${missing[@]}"} || true
