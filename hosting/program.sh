#!/bin/sh
# The program, into target/release/kiosque, unless the one that is there comes from the same sources: a cache keeps it
# from one night to the next, and the dates of a fresh clone say nothing.
# What it holds for « kiosque init » (themes, starter) does not count: no pipeline asks for a new site.
set -eu
sources=$(git rev-parse HEAD:Cargo.toml HEAD:Cargo.lock HEAD:src HEAD:fonts | git hash-object --stdin)
mark=target/release/kiosque.sources
if [ -x target/release/kiosque ] && [ "$(cat "$mark" 2>/dev/null)" = "$sources" ]; then
  echo "kiosque: as it was ($sources)"
  exit 0
fi
cargo build --release --locked
echo "$sources" >"$mark"
