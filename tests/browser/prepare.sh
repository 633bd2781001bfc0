#!/usr/bin/env bash
# Installs what judging the site in a browser needs, where it may; otherwise says what is missing, in one line.
set -euo pipefail
cd "$(dirname "$0")"

browser() {
  [ -n "${CHROMIUM:-}" ] && [ -x "$CHROMIUM" ] && return
  local name
  for name in chromium chromium-browser google-chrome-stable google-chrome chrome; do
    command -v "$name" >/dev/null && return
  done
  return 1
}
fonts() { command -v fc-list >/dev/null && [ -n "$(fc-list : family | head -n 1)" ]; }

firefox() { [ -n "${FIREFOX:-}" ] || command -v firefox-esr >/dev/null || command -v firefox >/dev/null; }

missing=()
browser || missing+=(chromium)
command -v java >/dev/null || missing+=(default-jre-headless)
fonts || missing+=(fontconfig fonts-liberation)

if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing ${missing[*]}"
    export DEBIAN_FRONTEND=noninteractive
    apt-get -qq -o DPkg::Lock::Timeout=900 update </dev/null
    apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends "${missing[@]}" </dev/null >/dev/null
  else
    echo "missing: ${missing[*]} (install them, for instance as root: apt-get install ${missing[*]})" >&2
    exit 1
  fi
fi

# The preview is judged in a second browser where it can be had.
if ! firefox && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing firefox-esr"
  DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends firefox-esr \
    </dev/null >/dev/null 2>&1 || echo "not installed: firefox-esr"
fi

# Servers to try the settings that `kiosque headers` writes on; tests say which they go without.
servers=()
[ -x /usr/sbin/nginx ] || servers+=(nginx-light)
[ -x /usr/sbin/apache2 ] || servers+=(apache2-bin)
command -v caddy >/dev/null || servers+=(caddy)
if [ ${#servers[@]} -gt 0 ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "installing ${servers[*]}"
  # Nothing is started: other servers of this machine keep their ports.
  RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends \
    "${servers[@]}" </dev/null >/dev/null 2>&1 || echo "not installed: ${servers[*]}"
fi

command -v npm >/dev/null || { echo "missing: node 20 or later, with npm" >&2; exit 1; }

# Only when the lock file is newer than what is installed.
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
  npm ci --ignore-scripts --loglevel=error </dev/null
fi
