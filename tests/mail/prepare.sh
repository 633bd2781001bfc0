#!/usr/bin/env bash
# Installs what judging letters needs, where it may; what is missing elsewhere is skipped by the tests, visibly.
set -euo pipefail
cd "$(dirname "$0")"
. ../debian.sh

missing=()
want() { # a command or a file, and the package that gives it
  command -v "$1" >/dev/null || [ -e "$1" ] || missing+=("$2")
}
want python3 python3
want openssl openssl
want spamassassin spamassassin
want /usr/sbin/postfix postfix
want php php-cli
want /usr/share/php/Masterminds/HTML5.php php-masterminds-html5
want java default-jre-headless
want ecj ecj
want /usr/share/java/owasp-java-html-sanitizer.jar libowasp-java-html-sanitizer-java
for extension in mbstring:php-mbstring dom:php-xml; do
  php -r "exit(extension_loaded('${extension%:*}') ? 0 : 1);" 2>/dev/null || missing+=("${extension#*:}")
done
[ -n "${CHROMIUM:-}" ] || command -v chromium >/dev/null || command -v google-chrome >/dev/null || missing+=(chromium)
command -v fc-list >/dev/null && [ -n "$(fc-list : family | head -n 1)" ] || missing+=(fontconfig fonts-liberation)

if command -v debconf-set-selections >/dev/null && [ "$(id -u)" = 0 ]; then
  echo 'postfix postfix/main_mailer_type select No configuration' | debconf-set-selections
fi
debian ${missing[@]+"${missing[@]}"} || true

tools=../../target/mail
mkdir -p "$tools"
# Roundcube's own sanitiser, without the rest of Roundcube.
washer=$tools/roundcube/usr/share/roundcube/program/lib/Roundcube/rcube_washtml.php
if [ ! -e "$washer" ] && command -v apt-get >/dev/null; then
  (cd "$tools" && apt-get -qq download roundcube-core </dev/null 2>/dev/null && dpkg-deb -x roundcube-core_*.deb roundcube &&
    rm -f roundcube-core_*.deb) || echo "missing: roundcube-core" >&2
fi

# What Zimbra keeps of a mail, with the library that it uses.
if command -v ecj >/dev/null && [ -e /usr/share/java/owasp-java-html-sanitizer.jar ] && [ Zimbra.java -nt "$tools/Zimbra.class" ]; then
  ecj -11 -nowarn -proc:none -cp /usr/share/java/owasp-java-html-sanitizer.jar:/usr/share/java/guava.jar -d "$tools" Zimbra.java
fi

command -v npm >/dev/null || { echo "missing: node 20 or later, with npm" >&2; exit 1; }
for folder in . ../browser; do
  if [ ! -d "$folder/node_modules" ] || [ "$folder/package-lock.json" -nt "$folder/node_modules/.package-lock.json" ]; then
    (cd "$folder" && npm ci --ignore-scripts --loglevel=error </dev/null)
  fi
done
