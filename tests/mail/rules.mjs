// What the program promises of its own letters: the same bytes, the right words for each tool, faults that are told.
import fs from 'node:fs';
import path from 'node:path';
import { TODAY, WHOLE, kiosque, newsletter } from './site.mjs';

/** What each tool replaces with the address for leaving. */
const TOOLS = {
  brevo: '{{ unsubscribe }}', mailjet: '[[UNSUB_LINK_FR]]', mailchimp: '*|UNSUB|*', listmonk: '{{ UnsubscribeURL }}',
  keila: '{{ unsubscribe_link }}', buttondown: '{{ unsubscribe_url }}', dolist: '[#DL:UNSUBSCRIBE-0#]',
};
const SIGNS = /\{\{|\[\[|\*\||\[#DL|\{%/;

export function judgeTokens(binary, root, names, report) {
  for (const [tool, token] of Object.entries(TOOLS)) {
    const faults = [];
    for (const name of names) {
      const done = newsletter(binary, root, ['export', name, '--for', tool]);
      if (done.code !== 0) { faults.push(done.err); continue; }
      for (const end of ['html', 'txt']) {
        const text = fs.readFileSync(path.join(root, 'dist/infolettres', name, `email.${tool}.${end}`), 'utf8');
        const count = text.split(token).length - 1;
        if (count !== 1) faults.push(`${name}.${end}: ${count} times ${token}`);
        if (SIGNS.test(text.replace(token, ''))) faults.push(`${name}.${end}: signs of another tool`);
      }
    }
    report.judge('each tool finds its words, once in each body', tool, faults);
  }
  const folder = path.join(root, 'public/infolettres');
  const files = fs.readdirSync(folder, { recursive: true }).map((name) => path.join(folder, name)).filter((file) => fs.statSync(file).isFile());
  const stray = files.filter((file) => /\{\{|\[\[|\*\|/.test(fs.readFileSync(file, 'latin1')));
  report.judge('no sign of a tool is published', root.split('/').at(-1), stray);
}

/** Two builds and two exports, in other places, zones and languages. */
export function judgeTwice(binary, root, home, report) {
  const other = path.join(home, 'ailleurs', 'autre nom');
  fs.mkdirSync(path.dirname(other));
  fs.cpSync(root, other, { recursive: true });
  for (const folder of ['public', 'dist']) fs.rmSync(path.join(other, folder), { recursive: true, force: true });
  const env = { SOURCE_DATE_EPOCH: '1795700000', TZ: 'Pacific/Auckland', LC_ALL: 'C', HOME: other };
  kiosque(binary, other, ['build', '--today', TODAY, '--quiet'], { env });
  for (const tool of ['eml', 'brevo', 'sympa']) newsletter(binary, other, ['export', WHOLE, '--for', tool], { env });
  for (const tool of ['eml', 'brevo', 'sympa']) newsletter(binary, root, ['export', WHOLE, '--for', tool]);
  const differ = [];
  for (const file of [...['email.html', 'email.txt'].map((name) => `public/infolettres/${WHOLE}/${name}`),
    ...[`${WHOLE}.eml`, `${WHOLE}.sympa.eml`, 'email.brevo.html', 'email.brevo.txt', 'LISEZMOI.brevo.txt'].map((name) => `dist/infolettres/${WHOLE}/${name}`)]) {
    const [one, two] = [root, other].map((folder) => path.join(folder, file)).map((name) => (fs.existsSync(name) ? fs.readFileSync(name) : null));
    if (!one || !two || !one.equals(two)) differ.push(file);
  }
  report.judge('two exports are equal to the byte', WHOLE, differ);
}

/** Faults put into a letter, and the code that tells of each. */
export function judgeLint(binary, root, report) {
  const file = path.join(root, `content/infolettres/${WHOLE}.md`);
  const sound = fs.readFileSync(file, 'utf8');
  const heavy = (kilobytes) => `\n## Une longue suite\n\n${'Une phrase qui se répète, avec assez de mots pour peser bien plus que les autres.\n\n'.repeat(kilobytes * 6)}`;
  const cases = [
    ['80 kB are told', (text) => text + heavy(105), 0, ['courriel-lourd', 'Une longue suite']],
    ['100 kB are refused', (text) => text + heavy(160), 1, ['courriel-lourd', 'Une longue suite']],
    ['a pixel is refused', (text) => `${text}\n<img src="https://essai.example/o.gif" width="1" height="1">\n`, 1, ['courriel-pistage']],
    ['an identifier in a link is refused', (text) => `${text}\n[ici](https://essai.example/?uid=12)\n`, 1, ['courriel-pistage', '« uid »']],
    ['a placeholder is refused', (text) => `${text}\nBonjour {{ prenom }}.\n`, 1, ['courriel-jeton', '{{ prenom }}']],
    ['an image without words is told', (text) => text.replace(/!\[[^\]]*\]/, '![]'), 0, ['courriel-image']],
    ['a long subject is told', (text) => text.replace(/subject: .*/, `subject: ${'mot '.repeat(20)}`), 0, ['courriel-objet']],
    ['a letter without preheader is told', (text) => text.replace(/preheader: .*\n/, ''), 0, ['courriel-accroche']],
  ];
  for (const [name, change, code, said] of cases) {
    fs.writeFileSync(file, change(sound));
    const done = newsletter(binary, root, ['check', WHOLE]);
    const faults = said.filter((word) => !done.err.includes(word)).map((word) => `nothing of ${word}: ${done.err}`);
    report.judge('faults are told', name, done.code === code ? faults : [`exit code ${done.code}: ${done.err}`]);
  }
  fs.writeFileSync(file, sound);
}
