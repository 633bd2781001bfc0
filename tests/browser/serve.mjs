// Judges `kiosque serve` in a real browser: node serve.mjs PATH_TO_KIOSQUE
// Each save must show without a reload, and nothing of the reader's may be lost on the way.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as chromium from './chromium.mjs';
import * as firefox from './firefox.mjs';
import { Report } from './report.mjs';
import { judgeKept } from './serve/kept.mjs';
import { judgeFaults } from './serve/faults.mjs';
import { judgeRounds } from './serve/rounds.mjs';
import { judgeTheme } from './serve/theme.mjs';
import { themed, written } from './serve/sites.mjs';

const PATIENCE = 8_000;

/** A site that is being served, and what an editor does to its files. */
class Served {
  constructor(binary, root) {
    Object.assign(this, { binary, root });
  }

  /** Starts the server and waits for the address that it prints. */
  async start(port = 0) {
    this.child = spawn(this.binary, ['--root', this.root, 'serve', '--port', String(port)], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.output = '';
    this.origin = await new Promise((done, fail) => {
      const read = (text) => {
        this.output += text;
        const address = this.output.match(/http:\/\/127\.0\.0\.1:\d+/);
        if (address) done(address[0]);
      };
      this.child.stdout.on('data', read);
      this.child.stderr.on('data', read);
      this.child.on('exit', () => fail(new Error(`the server stopped: ${this.output}`)));
      setTimeout(() => fail(new Error(`no address within 60 s: ${this.output}`)), 60_000).unref();
    });
  }

  async stop() {
    const gone = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGTERM');
    await gone;
  }

  read(file) {
    return fs.readFileSync(path.join(this.root, file), 'utf8');
  }

  write(file, text) {
    fs.mkdirSync(path.dirname(path.join(this.root, file)), { recursive: true });
    fs.writeFileSync(path.join(this.root, file), text);
  }

  edit(file, from, to) {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not say: ${from}`);
    this.write(file, text.replace(from, () => to));
  }

  remove(file) {
    fs.rmSync(path.join(this.root, file));
  }
}

/** One tab, watched: reloads, dialogs and refusals of the security policy are counted from the start. */
class Tab {
  constructor(page, served) {
    Object.assign(this, { page, served, refused: [], dialogs: 0 });
    page.on('dialog', (dialog) => {
      this.dialogs += 1;
      dialog.dismiss();
    });
    page.on('console', (message) => /content security policy/i.test(message.text()) && this.refused.push(message.text()));
    page.on('pageerror', (error) => this.refused.push(`script error: ${error.message}`));
  }

  async open(address) {
    await this.page.goto(this.served.origin + address, { waitUntil: 'load' });
    // The client is ready once it has fetched what it compares with.
    await this.page.waitForFunction(() => performance.getEntriesByType('resource').some((entry) => entry.name.includes('/_kiosque/page')), null, { timeout: PATIENCE });
    await this.page.evaluate(() => { window.__same = true; });
  }

  /** Whether the page is still the one that was opened: a reload would have lost the mark. */
  same() {
    return this.page.evaluate(() => window.__same === true);
  }

  /** The fault, if `test` does not come to hold in the page. */
  async until(words, test, argument) {
    try {
      await this.page.waitForFunction(test, argument, { timeout: PATIENCE, polling: 20 });
      return [];
    } catch {
      return [`never: ${words}`];
    }
  }

  says(text) {
    return this.until(`the page says « ${text} »`, (expected) => document.body.innerText.includes(expected), text);
  }
}

async function judge(engine, browser, report, binary, [name, site, works]) {
  const root = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-serve-'));
  site(root);
  const served = new Served(binary, root);
  try {
    await served.start();
    for (const [width, scheme, work] of works) {
      const room = await engine.context(browser, { width, scheme });
      const tab = new Tab(await room.newPage(), served);
      try {
        await work(tab, served, (check, faults) => report.judge(check, name, faults));
      } catch (error) {
        report.judge(`${work.name} runs to its end`, name, [error.message]);
      }
      report.judge(`no refusal by the security policy (${work.name})`, name, tab.refused);
      report.judge(`no dialog (${work.name})`, name, tab.dialogs === 0 ? [] : [`${tab.dialogs} dialogs`]);
      await room.close();
    }
  } finally {
    await served.stop();
    fs.rmSync(root, { recursive: true, force: true });
  }
}

const binary = process.argv[2] && path.resolve(process.argv[2]);
if (!binary || !fs.existsSync(binary)) throw new Error('usage: node serve.mjs PATH_TO_KIOSQUE');
if (!chromium.executable()) throw new Error('no Chromium: install it, or give its path in CHROMIUM');

const report = new Report();
const sites = [['plain theme', written, [[1280, 'light', judgeKept], [320, 'dark', judgeFaults], [1280, 'light', judgeRounds]]]];
if (themed.possible()) sites.push(['theme of the site', themed, [[1280, 'light', judgeTheme]]]);
else console.log('skipped: the theme’s packages are not installed, the site’s own theme is not judged');
for (const [engine, words] of [[chromium, 'Chromium'], [firefox, 'Firefox']]) {
  if (!engine.executable()) {
    console.log(`skipped: no ${words} on this machine, the preview is not judged in it`);
    continue;
  }
  const browser = await engine.launch();
  try {
    for (const [name, ...site] of sites) await judge(engine, browser, report, binary, [`${name}, ${words}`, ...site]);
  } finally {
    await browser.close();
  }
}
report.print();
process.exitCode = report.failed === 0 ? 0 : 1;
