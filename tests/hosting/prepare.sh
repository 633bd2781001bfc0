#!/usr/bin/env bash
# Installs the hosts that the recipes of hosting/ are tried on, where it may; says what is missing elsewhere.
set -euo pipefail
cd "$(dirname "$0")"
. ../debian.sh

missing=()
[ -x /usr/sbin/nginx ] || command -v nginx >/dev/null || missing+=(nginx-light)
[ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || missing+=(libnginx-mod-http-brotli-static)
command -v rsync >/dev/null || missing+=(rsync)
command -v rclone >/dev/null || missing+=(rclone)
command -v curl >/dev/null || missing+=(curl)
command -v shellcheck >/dev/null || missing+=(shellcheck)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
command -v npm >/dev/null || { echo "missing: node 20 or later, with npm" >&2; exit 1; }
debian ${missing[@]+"${missing[@]}"} || exit 1

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
