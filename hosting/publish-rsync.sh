#!/bin/sh
# Publishes a built site on a server in one step: it is laid beside the others, sharing with the last one all that is
# equal, then a link moves. A connection cut at any moment leaves the old site online.
#
#   hosting/publish-rsync.sh public user@server:/srv/site    or /srv/site, here
#
# The server shows /srv/site/current. The last five sites stay: « ln -sfn releases/NAME current » goes back to one.
# Content is compared, not dates: a machine that builds afresh every night sends the difference only.
set -eu
from=${1:?usage: hosting/publish-rsync.sh FOLDER [USER@SERVER:]FOLDER}
to=${2:?usage: hosting/publish-rsync.sh FOLDER [USER@SERVER:]FOLDER}
case $to in
  *:*) server=${to%%:*} folder=${to#*:} ;;
  *) server='' folder=$to ;;
esac
[ -f "$from/kiosque-manifest.json" ] || { echo "« $from » n’est pas un site construit par kiosque" >&2; exit 2; }

there() {
  # shellcheck disable=SC2086 # RSYNC_RSH is a command with its options.
  if [ -n "$server" ]; then ${RSYNC_RSH:-ssh} "$server" "$1"; else sh -c "$1"; fi
}

name=$(date -u +%Y%m%dT%H%M%SZ)-$$
there "mkdir -p '$folder/releases'"
rsync --recursive --links --perms --chmod=D755,F644 --checksum --compress --stats --link-dest=../../current/ \
  "${from%/}/" "$to/releases/.$name/"
there "set -e; cd '$folder'; mv releases/.$name releases/$name
  ln -s releases/$name .current.$name; mv -T .current.$name current
  ls releases | sort -r | tail -n +6 | while read -r old; do rm -rf \"releases/\$old\"; done
  find releases -mindepth 1 -maxdepth 1 -name '.*' -mtime +1 -exec rm -rf {} +"
