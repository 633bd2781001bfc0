#!/usr/bin/env bash
# Installs the hosts that the recipes of hosting/ are tried on, where it may; says what is missing elsewhere.
set -euo pipefail
cd "$(dirname "$0")"

missing=()
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing+=(libnginx-mod-http-brotli-static)
command -v rsync >/dev/null || missing+=(rsync)
command -v rclone >/dev/null || missing+=(rclone)
command -v curl >/dev/null || missing+=(curl)
command -v shellcheck >/dev/null || missing+=(shellcheck)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
command -v npm >/dev/null || { echo "missing: node 20 or later, with npm" >&2; exit 1; }
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: ${missing[*]} (install them, for instance as root: apt-get install ${missing[*]})" >&2
    exit 1
  fi
  echo "installing ${missing[*]}"
  # The tests start their own servers, on their own ports: the machine's stay as they are.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=900 update </dev/null
  apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
fi

# Only when the lists are newer than what is installed.
if [ ! -x .venv/bin/moto_server ] || [ requirements.txt -nt .venv/bin/moto_server ]; then
  echo "installing $(tr '\n' ' ' <requirements.txt)"
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt </dev/null
  touch .venv/bin/moto_server
fi
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --loglevel=error </dev/null
fi
