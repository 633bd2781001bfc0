// Each letter of a site, judged by all who will meet it.
import fs from 'node:fs';
import path from 'node:path';
import * as appearance from './appearance.mjs';
import { lacks, read, spam, webmails } from './outside.mjs';
import { newsletter, words } from './site.mjs';

/** Features that Word has not, and whose loss changes nothing: all of it is in the elements too. */
const WORD_LACKS = ['@media', 'color-scheme meta', 'max-height', 'overflow', 'max-width', 'prefers-color-scheme', 'lang attribute', 'border-collapse', 'display:none', 'table-layout'];
const GMAIL_STYLES = 16_384;

/** What a letter's files are, once they are made. */
export function letter(root, name, report, binary) {
  const at = (file) => path.join(root, 'public/infolettres', name, file);
  const files = ['index.html', 'email.html', 'email.txt'].map(at);
  files.push(path.join(root, 'public/infolettres/index.html'), path.join(root, 'public/infolettres/feed.xml'));
  report.judge('one file gives all outputs', name, files.filter((file) => !fs.existsSync(file)));
  const done = newsletter(binary, root, ['export', name, '--for', 'eml']);
  report.judge('it can be exported', name, done.code === 0 ? [] : [done.err]);
  return {
    name,
    html: fs.readFileSync(at('email.html'), 'utf8'),
    text: fs.readFileSync(at('email.txt'), 'utf8'),
    eml: path.join(root, 'dist/infolettres', name, `${name}.eml`),
    images: pictures(root),
  };
}

/** Pictures of mails by the path of their address. */
function pictures(root) {
  const folder = path.join(root, 'public/courriel');
  const names = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
  return Object.fromEntries(names.map((name) => [`/courriel/${name}`, path.join(folder, name)]));
}

export function judgeMessage({ name, html, text, eml }, report) {
  const [found] = read([eml]);
  const count = (header) => found.headers.filter(([known]) => known.toLowerCase() === header).length;
  const faults = [
    ...found.defects,
    ...(found.parts.join() === 'text/plain,text/html' ? [] : [`parts: ${found.parts}`]),
    ...(found.encodings.every((it) => it === 'quoted-printable') ? [] : [`encodings: ${found.encodings}`]),
    ...(found.charsets.every((it) => it === 'utf-8') ? [] : [`charsets: ${found.charsets}`]),
    ...(found.bare === 0 ? [] : [`${found.bare} line ends that are not CRLF`]),
    ...(found.eight === 0 ? [] : [`${found.eight} bytes over 127`]),
    ...(found.longest <= 78 ? [] : [`a line of ${found.longest} bytes`]),
    ...['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'list-id', 'list-unsubscribe', 'content-language']
      .filter((header) => count(header) !== 1).map((header) => `${count(header)} ${header}`),
    ...(found.html.trimEnd() === html.trimEnd() ? [] : ['its HTML is not email.html']),
    ...(found.text.trimEnd() === text.trimEnd() ? [] : ['its text is not email.txt']),
  ];
  report.judge('the message is well formed', name, faults);
}

export function judgeWeight({ name, html }, report) {
  const styles = [...html.matchAll(/<style[^>]*>(.*?)<\/style>/gs)].reduce((sum, found) => sum + found[1].length, 0);
  const faults = [
    ...(html.length < 80_000 ? [] : [`${html.length} bytes`]),
    ...(styles <= GMAIL_STYLES ? [] : [`${styles} bytes of styles`]),
  ];
  report.judge('Gmail shows it whole', name, faults);
}

const NAMED = { amp: '&', nbsp: ' ', quot: '"', lt: '<', gt: '>' };

/** A text without the ways in which sanitisers write its signs: Roundcube straightens some. */
function plain(text) {
  const one = (whole, number, name) => (number ? String.fromCodePoint(Number(number)) : NAMED[name] ?? whole);
  return text.replace(/&(?:#(\d+)|(\w+));/g, one).replaceAll('’', "'").replaceAll('…', '...').replace(/[\s\u00a0\u202f]+/g, ' ').trim();
}

/** Addresses, and texts of images, in order. */
function carried(html) {
  const all = (pattern) => [...html.matchAll(pattern)].map((found) => plain(found[1]));
  return { links: all(/<a\b[^>]*\bhref="([^"]*)"/g), alts: all(/<img\b[^>]*\balt="([^"]*)"/g) };
}

const WEBMAILS_LOSE = /^(mso-.*|overflow|max-width|display|white-space|text-transform)$/;

/** Properties inside elements, counted. */
function properties(html) {
  const counts = new Map();
  for (const [, style] of html.matchAll(/\bstyle="([^"]*)"/g)) {
    for (const part of style.replaceAll('&#39;', "'").split(';')) {
      const name = part.split(':')[0].trim().toLowerCase();
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  }
  return counts;
}

/** All letters at once: a sanitiser takes longer to start than to work. */
export async function judgeWebmails(browser, letters, report) {
  const said = [];
  for (const { html } of letters) said.push(plain(await appearance.text(browser, html)));
  for (const [webmail, wash] of webmails()) {
    const all = wash(letters.map(({ html }) => html));
    for (const [n, kept] of all.entries()) await judgeWashed(browser, letters[n], { webmail, kept, said: said[n] }, report);
  }
}

async function judgeWashed(browser, { name, html }, { webmail, kept, said }, report) {
  const [before, after] = [carried(html), carried(kept)];
  const words = plain(await appearance.text(browser, kept));
  const [had, has] = [properties(html), properties(kept)];
  const lost = [...had].filter(([property, count]) => (has.get(property) ?? 0) < count && !WEBMAILS_LOSE.test(property));
  report.judge(`it survives ${webmail}`, name, [
    ...(after.links.join('\n') === before.links.join('\n') ? [] : [`links: ${differing(before.links, after.links)}`]),
    ...(after.alts.join('\n') === before.alts.join('\n') ? [] : [`images: ${differing(before.alts, after.alts)}`]),
    ...(words === said ? [] : [`words: ${differing(said.split(' '), words.split(' '))}`]),
    ...lost.map(([property, count]) => `${property}: ${count} before, ${has.get(property) ?? 0} after`),
  ]);
  report.judge(`its words can be read in ${webmail}`, name, await appearance.contrast(browser, kept, 'light'));
}

function differing(before, after) {
  const at = before.findIndex((one, n) => one !== after[n]);
  return at < 0 ? `more at the end: ${after.slice(before.length, before.length + 3)}` : `« ${before.slice(at, at + 4).join(' ')} » is « ${after.slice(at, at + 4).join(' ')} »`;
}

export function judgeWord({ name, html }, report) {
  const faults = lacks(html, ['outlook.windows']).filter((title) => !WORD_LACKS.some((known) => title.includes(known)));
  for (const [tag] of html.matchAll(/<img\b[^>]*>/g)) {
    if (!/ width="\d+"/.test(tag) || !/ height="\d+"/.test(tag)) faults.push(`no size in pixels: ${tag.slice(0, 80)}`);
  }
  report.judge('Word shows it', name, faults);
}

export function judgeSpam(letters, report) {
  const found = spam(letters.map(({ eml }) => fs.readFileSync(eml)));
  for (const [n, { score, rules }] of (found ?? []).entries()) {
    const never = rules.filter((rule) => /MPART_ALT_DIFF|HTML_IMAGE_ONLY|HTML_FONT_LOW_CONTRAST/.test(rule));
    report.judge('it is no spam', letters[n].name, score < 1 && never.length === 0 ? [] : [`${score}: ${rules.join(', ')}`]);
  }
}

export async function judgeAppearance(browser, { name, html }, report) {
  for (const scheme of ['light', 'dark']) {
    report.judge(`its words can be read on a ${scheme} display`, name, await appearance.contrast(browser, html, scheme));
    report.judge(`axe-core has nothing to say on a ${scheme} display`, name, await appearance.axe(browser, html, scheme));
  }
  const over = await appearance.overflow(browser, html);
  report.judge('nothing stands out at 320 pixels', name, over > 0 ? [`${over} pixels`] : []);
}

/** What is read in one body is read in the other. */
export async function judgeWords(browser, { name, html, text }, report) {
  const alts = carried(html).alts.join(' ');
  const [seen, said] = [words(`${await appearance.text(browser, html)} ${alts}`), words(text)];
  const visible = words(await appearance.text(browser, html));
  const addresses = words((text.match(/(https?:\/\/|mailto:)\S+|\S+@\S+/g) ?? []).join(' '));
  const own = new Set(['image', 'liens']);
  report.judge('no word is lost', name, [
    ...[...visible].filter((word) => !said.has(word)).map((word) => `« ${word} » is not in the text`),
    ...[...said].filter((word) => !seen.has(word) && !addresses.has(word) && !own.has(word)).map((word) => `« ${word} » is not in the mail`),
  ]);
}
