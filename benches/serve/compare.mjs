// From the end of a write to the change on screen, in Chromium: kiosque serve beside hugo server, in turns.
//
//   node benches/serve/compare.mjs CORPUS KIOSQUE HUGO [EDITS]
//
// CORPUS is a folder with neutral/ (laid by benches/lay.sh) and hugo/; nothing in it is changed: copies are served.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { launch } from '../../tests/browser/chromium.mjs';

const [corpus, kiosque, hugo, edits = '30'] = process.argv.slice(2);
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'serve-'));
const CHART = `---\ntitle: Chiffres du banc\n---\n\`\`\`graphique\ntype: barres\ntitre: Visites\ndonnees: banc\nx: page\ny: visites\n\`\`\`\n`;
const table = (name) => `page,visites\nAccueil,120\n${name},130\n`;

const CONTESTANTS = {
  kiosque: { layout: 'neutral', post: (slug) => `content/blog/${slug}.md`, template: 'themes/plain/templates/base.html', config: 'kiosque.yaml', name: /^description: .*$/m, to: (t) => `description: Banc ${t}`, run: (site, port) => [kiosque, ['--root', site, 'serve', '--port', port]] },
  hugo: { layout: 'hugo', post: (slug) => `content/blog/${slug}.md`, template: 'layouts/baseof.html', config: 'hugo.toml', name: /^description\s*=.*$/m, to: (t) => `description = "Banc ${t}"`, run: (site, port) => [hugo, ['server', '--source', site, '--port', port, '--bind', '127.0.0.1', '--quiet']] },
};

const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const median = (all) => [...all].sort((a, b) => a - b)[Math.floor(all.length / 2)];

async function start(name, each, port) {
  const site = path.join(home, name);
  fs.cpSync(path.join(corpus, each.layout), site, { recursive: true });
  if (name === 'kiosque') {
    fs.mkdirSync(path.join(site, 'content/pages'), { recursive: true });
    fs.writeFileSync(path.join(site, 'content/pages/chiffres-du-banc.md'), CHART);
    fs.writeFileSync(path.join(site, 'data/banc.csv'), table('Blog'));
  }
  const [command, args] = each.run(site, String(port));
  const child = spawn(command, args, { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  for (;;) {
    const answer = await fetch(`${origin}/`).catch(() => null);
    if (answer?.ok) break;
    await wait(100);
  }
  return { name, each, site, child, origin };
}

/** Milliseconds from the end of a write to the words being in the page that is open. */
async function shown(tab, file, change, token) {
  const text = change(fs.readFileSync(file, 'utf8'));
  const seen = tab.seen(token);
  fs.writeFileSync(file, text);
  const from = performance.now();
  const late = wait(30_000).then(() => null);
  const at = await Promise.race([seen, late]);
  return at === null ? null : at - from;
}

async function open(browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const waiting = new Map();
  await page.exposeFunction('__seen', (token) => {
    waiting.get(token)?.(performance.now());
    waiting.delete(token);
  });
  await page.addInitScript(() => {
    const told = new Set();
    const look = () => {
      for (const [token] of `${document.head?.innerHTML} ${document.body?.textContent}`.matchAll(/jeton\d+x/g)) {
        if (!told.has(token)) { told.add(token); window.__seen(token); }
      }
      requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
  });
  return { page, seen: (token) => new Promise((done) => waiting.set(token, done)) };
}

const manifest = JSON.parse(fs.readFileSync(path.join(corpus, 'manifest.json'), 'utf8'));
const browser = await launch();
const results = {};
const servers = [];
try {
  let port = 17_310;
  for (const [name, each] of Object.entries(CONTESTANTS)) servers.push({ ...(await start(name, each, (port += 1))), tab: await open(browser) });
  const kinds = {
    post: (s, n) => { const slug = manifest.slugs[(n * 7919 + 31) % manifest.pages][0]; return { file: s.each.post(slug), at: `/blog/${slug}/`, change: (t) => (text) => `${text}\n\nFin ${t}.\n`, token: (k) => `jeton${k}x` }; },
    template: (s) => ({ file: s.each.template, at: '/', change: (t) => (text) => text.replace('</body>', `<p>${t}</p></body>`), token: (k) => `jeton${k}x` }),
    csv: (s) => (s.name === 'kiosque' ? { file: 'data/banc.csv', at: '/chiffres-du-banc/', change: (t) => () => table(t), token: (k) => `jeton${k}x` } : null),
    config: (s) => ({ file: s.each.config, at: '/tags/formation/', change: (t) => (text) => text.replace(s.each.name, s.each.to(t)), token: (k) => `jeton${k}x` }),
  };
  for (const kind of Object.keys(kinds)) {
    const many = Number(edits) / { post: 1, template: 3, csv: 3, config: 6 }[kind];
    for (let n = 0; n <= many; n += 1) {
      for (const s of servers) {
        const edit = kinds[kind](s, n);
        if (!edit) continue;
        await s.tab.page.goto(`${s.origin}${edit.at}`, { waitUntil: 'load' });
        await wait(400 + (n * 137) % 500);
        const token = edit.token(Date.now() % 1_000_000 + n);
        const ms = await shown(s.tab, path.join(s.site, edit.file), edit.change(token), token);
        // The first one warms up.
        if (n > 0) ((results[kind] ??= {})[s.name] ??= []).push(ms);
      }
    }
    for (const [name, all] of Object.entries(results[kind])) {
      const seen = all.filter((ms) => ms !== null);
      console.log(`${kind.padEnd(9)} ${name.padEnd(8)} median ${median(seen)?.toFixed(0)} ms, most ${Math.max(...seen).toFixed(0)} ms, ${all.length - seen.length} of ${all.length} never seen`);
    }
  }
  for (const s of servers) {
    const peak = fs.readFileSync(`/proc/${s.child.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1];
    console.log(`peak memory ${s.name} ${Math.round(peak / 1024)} MiB`);
  }
} finally {
  for (const s of servers) s.child.kill();
  await browser.close();
  fs.rmSync(home, { recursive: true, force: true });
}
