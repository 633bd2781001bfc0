#!/usr/bin/env bash
# Installs what judging publication needs, where it may; what is missing elsewhere is skipped by the tests, visibly.
set -euo pipefail

missing=()
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
command -v unshare >/dev/null || missing+=(util-linux)
command -v faketime >/dev/null || missing+=(faketime)
command -v cpio >/dev/null || missing+=(cpio)
[ ${#missing[@]} -gt 0 ] || exit 0
if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
  echo "missing: ${missing[*]} (install them, for instance as root: apt-get install ${missing[*]})" >&2
  exit 0
fi
echo "installing ${missing[*]}"
# The tests start their own nginx, on their own port: the machine's stays as it is.
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive
apt-get -qq -o DPkg::Lock::Timeout=900 update </dev/null
apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
