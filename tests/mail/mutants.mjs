// Judges are judged: each fault that is put into a good letter must be found.
import fs from 'node:fs';
import * as appearance from './appearance.mjs';
import { spam } from './outside.mjs';

/** What quoted-printable makes of a text is made again: bodies of messages under test are in clear. */
function message(letter, { html = letter.html, text = letter.text } = {}) {
  const head = fs.readFileSync(letter.eml, 'latin1').split('\r\n\r\n')[0].replace(/\r\nX-Unsent: 1/, '');
  const boundary = /boundary="([^"]+)"/.exec(head)[1];
  const part = (kind, body) => `--${boundary}\r\nContent-Type: text/${kind}; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${wrapped(body)}\r\n`;
  const parts = (text === null ? '' : part('plain', text)) + part('html', html);
  return `${head}\r\n\r\n${parts}--${boundary}--\r\n`;
}

const wrapped = (body) => Buffer.from(body).toString('base64').replace(/.{76}/g, '$&\r\n');

export function judgeSpamMutants(letter, report) {
  const capitals = message(letter).replace(/^Subject: .*(\r\n[ \t].*)*/m, 'Subject: GAGNEZ DE L ARGENT MAINTENANT');
  const mutants = {
    'no text': message(letter, { text: null }),
    'an image alone': message(letter, { html: '<html><body><img src="https://essai.example/a.png" width="600" height="400" alt=""></body></html>', text: 'x' }),
    'a text that says something else': message(letter, { text: 'Zorglub plonkait vrixement sprotch gnolipard. '.repeat(40) }),
    'a subject in capitals': capitals,
    'a bare address': message(letter, { html: letter.html.replace('</body>', '<p><a href="http://192.0.2.7/x">ici</a></p></body>') }),
  };
  const found = spam([message(letter), ...Object.values(mutants)]);
  if (!found) return;
  const [{ score: least }, ...scores] = found;
  for (const [n, name] of Object.keys(mutants).entries()) {
    const { score } = scores[n];
    report.judge('SpamAssassin finds what is put into a good letter', name, score > least ? [] : [`${score}, ${least} before`]);
  }
}

export async function judgeLookMutants(browser, { html }, report) {
  const without = (pattern) => {
    if (!pattern.test(html)) throw new Error(`the letter has no ${pattern}`);
    return html.replace(pattern, '');
  };
  const cases = {
    'links of dark displays': (await appearance.contrast(browser, without(/\.k-content a \{[^}]*\}/), 'dark')).length,
    'all that dark displays get': (await appearance.contrast(browser, html.replaceAll('color: #ffffff !important', 'color: #333333 !important'), 'dark')).length,
    'pale words': (await appearance.contrast(browser, html.replaceAll('color:#161616', 'color:#aaaaaa'), 'light')).length,
    'the text of an image': (await appearance.axe(browser, without(/ alt="[^"]+"/), 'light')).length,
    'the language': (await appearance.axe(browser, without(/ lang="fr"/), 'light')).length,
    'a wide table': await appearance.overflow(browser, html.replace('</h1>', '</h1><table width="500"><tr><td width="500">x</td></tr></table>')),
  };
  for (const [name, found] of Object.entries(cases)) {
    report.judge('what is taken from a good letter is missed', name, found > 0 ? [] : ['nothing was found']);
  }
}
