// What others say of a letter: Python's reader, SpamAssassin, the sanitisers of two webmails, caniemail.com.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { caniemail } from 'caniemail';
import { has } from './site.mjs';

const TOOLS = path.resolve(import.meta.dirname, '../../target/mail');
const WASHER = path.join(TOOLS, 'roundcube/usr/share/roundcube/program/lib/Roundcube');
const JARS = ['owasp-java-html-sanitizer', 'guava'].map((name) => `/usr/share/java/${name}.jar`);

/** Messages as Python reads them. */
export function read(files) {
  const done = spawnSync('python3', [path.join(import.meta.dirname, 'message.py'), ...files], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (done.status !== 0) throw new Error(done.stderr);
  return done.stdout.trim().split('\n').map((line) => JSON.parse(line));
}

/** Webmails that can be replayed here: their name, and a function from pages of HTML to what they keep of each. */
export function webmails() {
  const found = [];
  const script = path.join(import.meta.dirname, 'roundcube.php');
  if (fs.existsSync(path.join(WASHER, 'rcube_washtml.php')) && has('php')) found.push(['Roundcube', washed('php', [script, WASHER])]);
  if (fs.existsSync(path.join(TOOLS, 'Zimbra.class')) && has('java')) {
    found.push(['Zimbra', washed('java', ['-XX:TieredStopAtLevel=1', '-cp', [TOOLS, ...JARS].join(':'), 'Zimbra'])]);
  }
  return found;
}

function washed(command, args) {
  return (pages) => inside((folder) => {
    const files = pages.map((html, n) => path.join(folder, `${n}.html`));
    files.forEach((file, n) => fs.writeFileSync(file, pages[n]));
    const done = spawnSync(command, [...args, ...files], { encoding: 'utf8', timeout: 60_000 });
    if (done.status !== 0) throw new Error(`${command}: ${done.stderr.slice(-400)}`);
    return files.map((file) => fs.readFileSync(`${file}.kept`, 'utf8'));
  });
}

/** A folder that vanishes with the work. */
function inside(work) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-outside-'));
  try {
    return work(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** SpamAssassin's points for each message, and the rules that gave them; `null` where it is not. */
export function spam(messages) {
  if (!has('spamassassin')) return null;
  return inside((home) => {
    // One reading of its rules for all: they are given as one mailbox.
    const lines = (bytes) => bytes.toString('latin1').replaceAll('\r\n', '\n').replace(/^From /gm, '>From ');
    fs.writeFileSync(path.join(home, 'all'), messages.map((bytes, n) => `From kiosque Thu Nov 26 09:00:00 2026\nX-Number: ${n}\n${lines(Buffer.from(bytes))}\n\n`).join(''), 'latin1');
    const done = spawnSync('spamassassin', ['-L', '-t', '-p', '/dev/null', '--mbox', path.join(home, 'all')], {
      encoding: 'latin1', timeout: 120_000, env: { ...process.env, HOME: home }, maxBuffer: 1 << 28,
    });
    // It answers in an order of its own.
    const number = (text) => Number(/^X-Number: (\d+)/m.exec(text)?.[1]);
    const answers = done.stdout.split(/^From /m).slice(1).sort((a, b) => number(a) - number(b));
    const reports = answers.map((text) => ({
      score: Number(/^X-Spam-Status: \w+, score=(-?[\d.]+)/m.exec(text)?.[1]),
      rules: [...text.matchAll(/^\s*(-?\d+\.\d+)\s+([A-Z][A-Z0-9_]{3,})/gm)].filter((rule) => Number(rule[1]) > 0).map((rule) => rule[2]),
    }));
    if (reports.length !== messages.length || reports.some(({ score }) => Number.isNaN(score))) throw new Error(`spamassassin: ${done.stderr.slice(0, 300)}`);
    return reports;
  });
}

/** Features that a client lacks, by their title on caniemail.com. */
export function lacks(html, clients) {
  const found = caniemail({ clients, html });
  const titles = new Set();
  for (const [, issues] of found.issues.errors) for (const issue of issues) titles.add(issue.title);
  return [...titles].sort();
}
