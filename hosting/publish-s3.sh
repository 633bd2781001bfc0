#!/bin/sh
# Publishes a built site in an S3-compatible store: what pages need first, then the pages, then what is gone goes. A cut
# at any moment leaves pages whose styles and scripts are there; pages of both editions may be online meanwhile, since a
# store has no way to exchange two sites at once.
#
#   hosting/publish-s3.sh public site:bucket    « site » is a remote of rclone, told by RCLONE_CONFIG_SITE_* variables
#
# Content is compared (MD5), not dates: a machine that builds afresh every night sends the difference only.
set -eu
from=${1:?usage: hosting/publish-s3.sh FOLDER REMOTE:BUCKET}
to=${2:?usage: hosting/publish-s3.sh FOLDER REMOTE:BUCKET}
[ -f "$from/kiosque-manifest.json" ] || { echo "« $from » n’est pas un site construit par kiosque" >&2; exit 2; }

# Settings of other hosts stay out. A store chooses no encoding for its readers: build without --compress for it.
move() {
  verb=$1
  shift
  rclone "$verb" "$from" "$to" --checksum --transfers 16 --checkers 16 --s3-no-check-bucket --stats-one-line --verbose \
    --filter '- /_headers' --filter '- /_redirects' "$@"
}
move copy --filter '+ /assets/**' --filter '- *' --header-upload 'Cache-Control: public, max-age=31536000, immutable'
move copy --filter '- /assets/**' --header-upload 'Cache-Control: no-cache'
move sync
