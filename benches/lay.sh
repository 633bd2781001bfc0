#!/usr/bin/env bash
# Makes a site of a benchmark corpus: benches/lay.sh CORPUS lays this folder's site and the bare theme over
# CORPUS/neutral, so that the same pages come out as from the other generators' layouts.
set -euo pipefail
cd "$(dirname "$0")"
site="${1:?usage: benches/lay.sh CORPUS}/neutral"
case "$1" in /*) ;; *) site="$OLDPWD/$site" ;; esac
[ -d "$site/content/blog" ] || { echo "not a corpus: $site has no content/blog" >&2; exit 1; }
cp -r site/. "$site/"
mkdir -p "$site/themes"
rm -rf "$site/themes/plain"
cp -r ../tests/themes/plain "$site/themes/plain"
