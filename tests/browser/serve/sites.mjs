// The sites that the tests of `serve` write to: a small one in the bare theme, and this repository's own.
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

const FILLER = Array.from({ length: 40 }, (_, i) => `Paragraphe ${i + 1} : de quoi remplir l’écran et faire défiler la page.`).join('\n\n');

const FILES = {
  'kiosque.yaml': 'title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: plain\ndescription: Un site d’essai\n',
  'content/_kind.yaml': 'name: page\nlabel: une page\nroute: /{stem}/\ntemplate: page.html\nfields:\n  title: {type: text, required: true}\n',
  // Without the list of the latest articles: this site has none.
  'themes/plain/templates/home.html': '{% extends "page.html" %}\n',
  'content/_index.md': '---\ntitle: Accueil\n---\nBienvenue.\n',
  'content/pages/autre.md': '---\ntitle: Autre page\n---\nUne autre page.\n',
  'content/pages/longue.md': `---
title: Une page longue
---
Début de la page.

<details><summary>Premier volet</summary><p>Un.</p></details>

<details><summary>Second volet</summary><p>Deux.</p></details>

<label>Nom <input name="nom" type="text"></label>

## Repère du haut

${FILLER}

## Repère du bas

Fin de la page.
`,
};

/** The small site. */
export function written(root) {
  fs.cpSync(path.join(REPOSITORY, 'tests/themes/plain'), path.join(root, 'themes/plain'), { recursive: true });
  fs.cpSync(path.join(REPOSITORY, 'tests/sites/journal/content/img'), path.join(root, 'content/img'), { recursive: true });
  for (const [file, text] of Object.entries(FILES)) {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  }
}

/** This repository's own site. */
export function themed(root) {
  for (const part of ['kiosque.yaml', 'content', 'data', 'themes']) {
    fs.cpSync(path.join(REPOSITORY, part), path.join(root, part), { recursive: true });
  }
}
themed.possible = () => fs.existsSync(path.join(REPOSITORY, 'themes/dsfr/node_modules'));
