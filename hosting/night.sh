#!/bin/sh
# One night: fresh figures, the whole site, what changes for readers. Publishes nothing: whoever calls does, once this
# has ended well.
#
#   hosting/night.sh [ADDRESS]    ADDRESS: the site that is online, to compare with; that of kiosque.yaml by default
#
# Leaves public/, always whole, and night/: report.md for people, and a file named « stale » when a source failed: its
# last good figures are published with their date and a banner, and somebody has to be told. Ends with 0, or nothing may
# be published: a text is faulty, or an address that is online would lead nowhere any more. KIOSQUE is the program;
# STRICT=1 refuses figures that are not fresh too.
# shellcheck disable=SC1112,SC2016 # French apostrophes; fences of markdown.
set -eu
kiosque=${KIOSQUE:-target/release/kiosque}
address=${1:-$(sed -n 's/^base_url: *//p' kiosque.yaml)}
rm -rf night
mkdir night

"$kiosque" sources >night/sources.txt 2>&1 || touch night/stale
cat night/sources.txt

# The list of what is online weighs some hundreds of bytes a page; without it the night goes on.
curl --fail --silent --show-error --location --max-time 60 --max-filesize 100000000 \
  --output night/online.json "${address%/}/kiosque-manifest.json" 2>night/online.txt || rm -f night/online.json

built=0
"$kiosque" build --compress --remember ${STRICT:+--strict} >night/build.txt 2>&1 || built=$?
cat night/build.txt

# An address that is online and would be lost is a fault, like those of texts.
if [ "$built" = 0 ] && [ -e night/online.json ]; then
  "$kiosque" diff night/online.json public --format markdown >night/diff.md || built=$?
elif [ "$built" = 0 ]; then
  echo "Ce qui change n’est pas connu : la liste du site en ligne n’a pas pu être lue ($(head -n 1 night/online.txt))." >night/diff.md
fi

{
  echo "# Nuit du $(date +%Y-%m-%d)"
  [ "$built" = 0 ] || printf '\n**Rien n’est publié** (code %s). Le site en ligne reste tel qu’il est.\n' "$built"
  [ ! -e night/stale ] || printf '\n**Des chiffres ne sont pas à jour** : les derniers bons restent en ligne, avec leur date.\n'
  printf '\n## Sources\n\n```text\n'
  cat night/sources.txt
  printf '```\n\n## Construction\n\n```text\n'
  cat night/build.txt
  printf '```\n\n'
  [ ! -e night/diff.md ] || cat night/diff.md
} >night/report.md
exit "$built"
