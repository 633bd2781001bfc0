// `kiosque newsletter send`, to a real Postfix and to servers that fail in all the ways that servers have.
import path from 'node:path';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import * as postfix from './postfix.mjs';
import { TODAY, WHOLE, newsletter } from './site.mjs';
import { certificates, stand } from './stand.mjs';

/** Without waiting: the servers answer from this very process. */
function sent(binary, root, words, env = {}) {
  const began = Date.now();
  const child = spawn(binary, ['--root', root, 'newsletter', 'send', WHOLE, '--today', TODAY, ...words], {
    stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, KIOSQUE_SMTP_URL: '', KIOSQUE_SMTP_PASSWORD: '', ...env },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (said += bytes));
  return new Promise((done) => child.on('close', (code) => done({ code, said, took: Date.now() - began })));
}

function expected({ code, said, took }, wanted, words, most = 60_000) {
  return [
    ...(code === wanted ? [] : [`exit code ${code}, ${wanted} expected: ${said}`]),
    ...words.filter((word) => !said.includes(word)).map((word) => `nothing of « ${word} » in ${said}`),
    ...(took < most ? [] : [`${took} ms`]),
    ...(said.includes('mot-de-passe') ? ['the password is shown'] : []),
  ];
}

export async function judgePostfix(binary, root, home, report) {
  const server = await postfix.start(path.join(home, 'postfix'));
  try {
    const smtp = ['--smtp', `smtp://127.0.0.1:${server.port}`];
    const good = await sent(binary, root, ['--to', 'moi@essai.test', ...smtp]);
    report.judge('a real Postfix takes a trial', 'send', expected(good, 0, ['250 2.0.0 Ok: queued as']));
    const message = (await server.delivered())?.toString('latin1') ?? '';
    newsletter(binary, root, ['export', WHOLE, '--for', 'eml']);
    const draft = fs.readFileSync(path.join(root, `dist/infolettres/${WHOLE}/${WHOLE}.eml`), 'latin1');
    report.judge('what is delivered is the draft, marked [TEST], without X-Unsent', 'send', same(message, draft));
    for (const [to, words] of [['absent@essai.test', ['550 5.1.1', 'User unknown']], ['moi@ailleurs.test', ['554 5.7.1', 'Relay access denied']]]) {
      const refused = await sent(binary, root, ['--to', to, ...smtp]);
      report.judge('a recipient that the server refuses is told in its own words', to, expected(refused, 3, words));
    }
    const six = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => `${name}@essai.test`).join(',');
    report.judge('six recipients are too many', 'send', expected(await sent(binary, root, ['--to', six, ...smtp]), 2, ['5 adresses au plus']));
    const unknown = await sent(binary, root, ['--to', 'tous@listes.test', ...smtp]);
    report.judge('nobody outside of the list of testers', 'send', expected(unknown, 2, ['tests:']));
  } finally {
    server.stop();
  }
}

/** Headers that mail servers add, and those that make a trial, left aside. */
function same(message, draft) {
  const added = /^(Return-Path|X-Original-To|Delivered-To|Received|To|Subject|Message-ID|X-Unsent|Content-Type: multipart)/;
  const plain = (text) => text.replaceAll('\r\n', '\n').replace(/=_[0-9a-f]+/g, '=_').trimEnd();
  const cut = (text) => {
    const [head, ...rest] = plain(text).split('\n\n');
    const fields = head.replace(/\n[ \t]+/g, ' ').split('\n').filter((line) => !added.test(line));
    return [fields.sort().join('\n'), rest.join('\n\n')];
  };
  if (!message) return ['nothing was delivered'];
  const [[heads, body], [wanted, text]] = [cut(message), cut(draft)];
  const subject = (text) => /^Subject: (.*(?:\r?\n[ \t].*)*)/m.exec(text)?.[1] ?? '';
  return [
    ...(heads === wanted ? [] : [`headers: ${heads} instead of ${wanted}`]),
    ...(body === text ? [] : ['the bodies differ']),
    ...(/X-Unsent/.test(message) ? ['X-Unsent is still there'] : []),
    ...(subject(message).startsWith('[TEST]') ? [] : [`subject: ${subject(message)}`]),
  ];
}

export async function judgeFailures(binary, root, home, report) {
  const { authority, good, other, over } = certificates(path.join(home, 'certificates'));
  const to = ['--to', 'moi@essai.test', '--delai', '4'];
  const ca = ['--smtp-ca', authority];
  const cases = [
    ['TLS from the first byte', { whole: good }, 'smtps://localhost:', ca, 0, ['250 2.0.0 Ok']],
    ['STARTTLS', { started: good }, 'smtp://localhost:', [...ca, '?tls=required'], 0, ['250 2.0.0 Ok']],
    ['an authority that nobody knows', { whole: good }, 'smtps://localhost:', [], 3, ['--smtp-ca', 'rien n\'a été envoyé']],
    ['an authority that nobody knows, after STARTTLS', { started: good }, 'smtp://localhost:', ['?tls=required'], 3, ['--smtp-ca']],
    ['a certificate for another name', { whole: other }, 'smtps://localhost:', ca, 3, ['au nom d\'un autre serveur']],
    ['a certificate that is over', { whole: over }, 'smtps://localhost:', ca, 3, ['n\'est plus valable']],
    ['no STARTTLS', {}, 'smtp://localhost:', ['?tls=required'], 3, ['STARTTLS', 'rien n\'a été envoyé']],
    ['clear where TLS was wanted', {}, 'smtps://localhost:', ca, 3, ['smtp:// et le port 587']],
    ['a server that hangs', { mood: 'silent' }, 'smtp://127.0.0.1:', [], 3, ['n\'a pas répondu']],
    ['a server that hangs under TLS', { whole: good, mood: 'silent' }, 'smtps://localhost:', ca, 3, ['n\'a pas répondu']],
    ['a connection cut at once', { mood: 'cut' }, 'smtp://127.0.0.1:', [], 3, ['a coupé la connexion : rien']],
    ['a connection cut after the message', { mood: 'cut-after' }, 'smtp://127.0.0.1:', [], 3, ['sans dire s\'il prenait']],
    ['greylisting', { mood: 'grey' }, 'smtp://127.0.0.1:', [], 3, ['450 4.2.0', 'Greylisted', 'liste grise']],
    ['a good password', { whole: good, password: 'mot-de-passe é' }, 'smtps://moi@localhost:', ca, 0, ['250 2.0.0 Ok']],
    ['a wrong password', { whole: good, password: 'autre' }, 'smtps://moi@localhost:', ca, 3, ['535 5.7.8', 'KIOSQUE_SMTP_PASSWORD']],
  ];
  await Promise.all(cases.map(async ([name, mood, url, more, code, words]) => {
    const server = await stand(mood);
    const query = more.find((word) => word.startsWith('?')) ?? '';
    const options = more.filter((word) => !word.startsWith('?'));
    const done = await sent(binary, root, [...to, '--smtp', `${url}${server.port}${query}`, ...options], { KIOSQUE_SMTP_PASSWORD: 'mot-de-passe é' });
    server.stop();
    const taken = code === 0 ? 1 : 0;
    const faults = expected(done, code, words, 15_000);
    if (server.messages.length !== taken) faults.push(`${server.messages.length} messages taken`);
    report.judge('a server that fails is left in time, and told', name, faults);
  }));
}
