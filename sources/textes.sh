#!/bin/sh
# Combien de textes de chaque sorte ce site publie : une ligne CSV pour chacune, sans réseau.
set -eu
cd "$(dirname "$0")/.."

# Les textes d’un dossier, hors introduction et brouillons.
compte() {
  nombre=0
  for texte in "content/$1"/*.md; do
    case "$texte" in */_*) continue ;; esac
    if sed '1d;/^---$/q' "$texte" | grep -q '^draft: true$'; then continue; fi
    nombre=$((nombre + 1))
  done
  [ "$nombre" -gt 0 ] || { echo "aucun texte dans content/$1" >&2; exit 1; }
  printf '%s,%s\n' "$2" "$nombre"
}

echo 'sorte,textes'
compte blog 'Articles'
compte infolettres 'Infolettres'
compte produits 'Fiches produits'
compte presse 'Dossiers de presse'
compte pages 'Pages'
