// Copies of this repository's site in each theme, with one letter more that has everything, and commands run on them.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');
export const TODAY = '2026-11-26';
/** Its letter that holds all that letters can hold. */
export const WHOLE = '2026-11-20-tout';

/** A copy of the site, dressed in `theme`; packages of the theme are linked, not copied. */
export function lay(home, theme) {
  const root = path.join(home, theme);
  fs.mkdirSync(path.join(root, 'themes'), { recursive: true });
  for (const name of ['content', 'data']) fs.cpSync(path.join(ROOT, name), path.join(root, name), { recursive: true });
  const from = path.join(ROOT, 'themes', theme);
  const kept = (file) => !file.includes('node_modules');
  fs.cpSync(from, path.join(root, 'themes', theme), { recursive: true, filter: kept });
  const packages = path.join(from, 'node_modules');
  if (fs.existsSync(packages)) spawnSync('cp', ['-al', packages, path.join(root, 'themes', theme)]);
  const settings = fs.readFileSync(path.join(ROOT, 'kiosque.yaml'), 'utf8');
  fs.writeFileSync(path.join(root, 'kiosque.yaml'), settings.replace('theme: dsfr', `theme: ${theme}`));
  fs.copyFileSync(path.join(import.meta.dirname, 'letter.md'), path.join(root, `content/infolettres/${WHOLE}.md`));
  return root;
}

/** A site of one letter in the bare theme of the tests, which takes no time to read. */
export function small(home, tests) {
  const root = path.join(home, 'small');
  const put = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  fs.cpSync(path.join(ROOT, 'tests/themes/telling'), path.join(root, 'themes/telling'), { recursive: true });
  put('kiosque.yaml', `title: Essai\nbase_url: https://essai.test\ntheme: telling\nemail:\n  from_name: Équipe Essai\n  from_email: lettre@essai.test\n  unsubscribe: mailto:lettre@essai.test\n  tests: ${JSON.stringify(tests)}\n`);
  put('content/infolettres/_kind.yaml', 'name: lettre\nlabel: une lettre\nroute: /infolettres/{stem}/\ntemplate: page.html\nformats: [web, email]\nfields:\n  title: {type: text, required: true}\n  date: {type: date}\n  preheader: {type: text}\n');
  put(`content/infolettres/${WHOLE}.md`, '---\ntitle: Une lettre\ndate: 2026-11-20\npreheader: Ce que cette lettre apporte, en quelques mots\n---\n\nBonjour,\n\n.\n\nÀ bientôt.\n');
  return root;
}

/** The program on a site: exit code, and what it said. */
export function kiosque(binary, root, words, more = {}) {
  const done = spawnSync(binary, ['--root', root, ...words], {
    encoding: 'utf8', timeout: 120_000, ...more, env: { ...process.env, KIOSQUE_SMTP_URL: '', ...more.env },
  });
  return { code: done.status, out: done.stdout ?? '', err: done.stderr ?? String(done.error) };
}

export function newsletter(binary, root, words, more) {
  return kiosque(binary, root, ['newsletter', ...words, '--today', TODAY], more);
}

/** Words of at least three letters, in small letters. */
export function words(text) {
  return new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);
}

/** Whether a command can be found here. */
export function has(name) {
  return spawnSync('sh', ['-c', `command -v ${name}`], { stdio: 'ignore' }).status === 0;
}
