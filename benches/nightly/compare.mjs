// What rsync sends after a night in which nothing, one text or one CSV changed: kiosque's site beside Hugo's.
//
//   node benches/nightly/compare.mjs CORPUS KIOSQUE HUGO
//
// CORPUS is a folder with neutral/ (laid by benches/lay.sh) and hugo/; nothing in it is changed: copies are built. Each
// site has one page more, with the table of a CSV of a year of days. « kept »: built where it was built the night before,
// sent by size and date (rsync -a). « fresh »: built in a new folder, as pipelines do, sent by content (--checksum).
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [corpus, kiosque, hugo] = process.argv.slice(2);
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'nightly-'));

const days = Array.from({ length: 365 }, (_, n) => new Date(Date.UTC(2025, 0, 1 + n)).toISOString().slice(0, 10));
const table = (last) => `jour,visites\n${days.map((day, n) => `${day},${n === 364 ? last : 900 + ((n * 37) % 211)}`).join('\n')}\n`;
const SHORTCODE = '<table>{{ range $n, $row := resources.Get "banc.csv" | transform.Unmarshal }}<tr>{{ range $row }}{{ if $n }}<td>{{ . }}</td>{{ else }}<th>{{ . }}</th>{{ end }}{{ end }}</tr>\n{{ end }}</table>\n';

const CONTESTANTS = {
  kiosque: {
    layout: 'neutral',
    csv: 'data/banc.csv',
    extra: { 'content/pages/chiffres-du-banc.md': '---\ntitle: Chiffres du banc\n---\n```tableau\ntitre: Visites\ndonnees: banc\ncolonnes: [jour, visites]\n```\n' },
    build: (site, output) => [kiosque, '--root', site, 'build', '--quiet', '--today', '2026-11-30', '--output', output],
  },
  hugo: {
    layout: 'hugo',
    csv: 'assets/banc.csv',
    extra: { 'content/chiffres-du-banc.md': "+++\ntitle = 'Chiffres du banc'\n+++\n{{< banc >}}\n", 'layouts/_shortcodes/banc.html': SHORTCODE },
    build: (site, output) => [hugo, '--source', site, '--destination', output, '--quiet', '--noBuildLock'],
  },
};

const NIGHTS = { nothing: () => {}, 'one post': addSentence, 'one CSV': (site, csv) => fs.writeFileSync(path.join(site, csv), table(1234)) };

/** In the middle of the corpus: no list shows more than its title. */
function addSentence(site) {
  const posts = fs.readdirSync(path.join(site, 'content/blog')).filter((name) => !name.startsWith('_')).sort();
  fs.appendFileSync(path.join(site, 'content/blog', posts[posts.length >> 1]), '\nUne phrase de plus, à la fin du texte.\n');
}

/** What ssh does, without the network: rsync then reckons as it would over one. */
const remote = path.join(home, 'remote');
fs.writeFileSync(remote, '#!/bin/sh\n[ "$1" != -l ] || shift 2\nshift\nexec sh -c "$*"\n', { mode: 0o755 });

const run = (words) => execFileSync(words[0], words.slice(1), { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });

function send(from, to, options) {
  const said = run(['rsync', ...options, '--delete', '--compress', '--stats', '--rsh', remote, `${from}/`, `serveur:${to}`]);
  run(['diff', '--recursive', '--brief', from, to]);
  const counted = (name) => Number(said.match(new RegExp(`${name}: ([\\d,]+)`))[1].replaceAll(',', ''));
  return { bytes: counted('Total bytes sent'), files: counted('Number of regular files transferred') };
}

function measure(name) {
  const each = CONTESTANTS[name];
  const site = path.join(home, name);
  fs.cpSync(path.join(corpus, each.layout), site, { recursive: true });
  for (const [file, text] of Object.entries({ ...each.extra, [each.csv]: table(800) })) {
    fs.mkdirSync(path.dirname(path.join(site, file)), { recursive: true });
    fs.writeFileSync(path.join(site, file), text);
  }
  const [kept, fresh] = ['kept', 'fresh'].map((how) => ({ public: `${site}.${how}`, online: `${site}.${how}.online` }));
  const night = () => {
    run(each.build(site, kept.public));
    fs.rmSync(fresh.public, { recursive: true, force: true });
    run(each.build(site, fresh.public));
    return { kept: send(kept.public, kept.online, ['-a']), fresh: send(fresh.public, fresh.online, ['-rl', '--checksum']) };
  };
  night();
  return Object.fromEntries(Object.entries(NIGHTS).map(([what, change]) => (change(site, each.csv), [what, night()])));
}

try {
  const found = Object.keys(CONTESTANTS).map((name) => [name, measure(name)]);
  const lines = [['', ...found.flatMap(([name]) => [`${name}, kept`, 'files', `${name}, fresh`, 'files'])]];
  for (const what of Object.keys(NIGHTS)) {
    lines.push([what, ...found.flatMap(([, nights]) => ['kept', 'fresh'].flatMap((how) => [nights[what][how].bytes, nights[what][how].files]))].map(String));
  }
  const widths = lines[0].map((_, at) => Math.max(...lines.map((line) => line[at].length)));
  console.log(lines.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')).join('\n'));
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
