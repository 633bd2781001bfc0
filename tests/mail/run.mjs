// Judges letters as those who send, carry and read them do. node run.mjs PATH_TO_KIOSQUE
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from '../browser/report.mjs';
import * as appearance from './appearance.mjs';
import * as letters from './letters.mjs';
import { judgeLookMutants, judgeSpamMutants } from './mutants.mjs';
import { judgeOld } from './old.mjs';
import { webmails } from './outside.mjs';
import * as postfix from './postfix.mjs';
import { judgeFailures, judgePostfix } from './sending.mjs';
import { TODAY, WHOLE, has, kiosque, lay, newsletter, small } from './site.mjs';
import { judgeLint, judgeTokens, judgeTwice } from './rules.mjs';

const binary = path.resolve(process.argv[2] ?? 'target/release/kiosque');
/** A folder for pictures of each letter, when someone wants to look. */
const shots = process.env.SHOTS ? path.resolve(process.env.SHOTS) : null;
const report = new Report();
const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-mail-')));
const browser = await appearance.open();
const skipped = (what) => console.log(`skipped: ${what}`);
try {
  fs.chmodSync(home, 0o755);
  const all = [];
  for (const theme of ['dsfr', 'sobre']) {
    const root = lay(home, theme);
    const built = kiosque(binary, root, ['build', '--today', TODAY, '--quiet']);
    report.judge('the site is built', theme, built.code === 0 ? [] : [built.err]);
    if (built.code !== 0) continue;
    const names = fs.readdirSync(path.join(root, 'public/infolettres')).filter((name) => fs.existsSync(path.join(root, 'public/infolettres', name, 'email.html')));
    report.judge('there are letters', theme, names.length >= 3 ? [] : names);
    for (const name of names) {
      const letter = letters.letter(root, name, report, binary);
      all.push(letter);
      letters.judgeMessage(letter, report);
      letters.judgeWeight(letter, report);
      letters.judgeWord(letter, report);
      await letters.judgeWords(browser, letter, report);
      await letters.judgeAppearance(browser, letter, report);
      if (shots) await appearance.pictures(browser, letter.html, path.join(shots, theme, name), letter.images);
      if (name === WHOLE) {
        await judgeLookMutants(browser, letter, report);
        if (theme === 'dsfr') judgeSpamMutants(letter, report);
      }
    }
    judgeTokens(binary, root, names, report);
    const checked = newsletter(binary, root, ['check', '--strict']);
    report.judge('nothing is told of them', theme, checked.code === 0 ? [] : [checked.err]);
    if (theme === 'sobre') {
      judgeTwice(binary, root, home, report);
      judgeLint(binary, root, report);
    }
  }
  letters.judgeSpam(all, report);
  await letters.judgeWebmails(browser, all, report);
  const root = path.join(home, 'sobre');
  const settings = fs.readFileSync(path.join(root, 'kiosque.yaml'), 'utf8');
  fs.writeFileSync(path.join(root, 'kiosque.yaml'), settings.replace(/ {2}tests: .*/, '  tests: ["@essai.test", "@ailleurs.test"]'));
  await judgeFailures(binary, small(home, ['@essai.test']), home, report);
  if (postfix.there()) await judgePostfix(binary, root, home, report);
  else skipped('no Postfix, or not root: nothing was delivered by a real server');
  judgeOld(binary, home, report, skipped);
  if (webmails().length < 2) skipped(`sanitisers of webmails: only ${webmails().map(([name]) => name).join(', ') || 'none'}`);
  if (!has('spamassassin')) skipped('no SpamAssassin');
} catch (error) {
  report.judge('the tests run to their end', 'run.mjs', [error.stack ?? String(error)]);
} finally {
  await browser.close();
  fs.rmSync(home, { recursive: true, force: true });
}
report.print();
process.exitCode = report.failed > 0 ? 1 : 0;
