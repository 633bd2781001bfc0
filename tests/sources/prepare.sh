#!/usr/bin/env bash
# Installs the engines that the recipes of sources/README.md are tried on, where it may; says what is missing elsewhere.
set -euo pipefail
cd "$(dirname "$0")"
. ../debian.sh

missing=()
ls /usr/lib/postgresql/*/bin/postgres >/dev/null 2>&1 || missing+=(postgresql)
command -v sqlite3 >/dev/null || missing+=(sqlite3)
command -v curl >/dev/null || missing+=(curl)
python3 -c 'import ensurepip, venv' 2>/dev/null || missing+=(python3-venv)
debian ${missing[@]+"${missing[@]}"} || exit 1

# Only when the list is newer than what is installed.
if [ ! -x .venv/bin/duckdb ] || [ requirements.txt -nt .venv/bin/duckdb ]; then
  echo "installing $(tr '\n' ' ' <requirements.txt)"
  python3 -m venv .venv
  .venv/bin/pip install --quiet --disable-pip-version-check -r requirements.txt </dev/null
  touch .venv/bin/duckdb
fi
