# To be sourced: Debian packages that tests need.

# Installs its arguments where it may. False when they are missing and may not be installed, which it says.
# Nothing that they bring is started: tests run their own servers, on their own ports, and the machine's stay as they are.
debian() {
  [ $# -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    echo "missing: $* (install them, for instance as root: apt-get install $*)" >&2
    return 1
  fi
  echo "installing $*"
  # Global: what is cleaned up at the end of the script outlives this function.
  policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f "$policy"' EXIT
    printf '#!/bin/sh\nexit 101\n' >"$policy"
    chmod 755 "$policy"
  fi
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq -o DPkg::Lock::Timeout=900 update </dev/null
  apt-get -qq -o DPkg::Lock::Timeout=900 install -y --no-install-recommends "$@" </dev/null >/dev/null
}
