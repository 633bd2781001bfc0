// The search of a built site, in Chromium: node search.mjs FOLDER
// What it asks holds for this repository's own site; a site without a search is told and left.
import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { context, launch } from './chromium.mjs';
import { Report } from './report.mjs';
import { answering, serve } from './site.mjs';
import { watch } from './quiet.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const ADDRESS = '/recherche/';
const BUDGET = 60_000;

/** Queries, what a result must say, and what its marked words must be. */
const FOUND = [
  { query: 'agent', marks: /agents?/i },
  { query: 'agents publics', marks: /publics?/i },
  { query: 'éte', same: 'ete' },
  { query: 'été', same: 'ete' },
  { query: 'l’infolettre', same: 'infolettres' },
  { query: "l'infolettre", same: 'infolettre' },
  { query: 'cartes', same: 'carte' },
  { query: 'CARTE', same: 'carte' },
  { query: 'statistique publique', same: 'statistiques publiques' },
];
const HOSTILE = [
  '<img src=x onerror="document.title=1">', '__proto__', 'constructor', 'hasOwnProperty', '"><script>x</script>',
  'a'.repeat(5000), 'mot '.repeat(2000), '\u0000\u202e\ud800', '%', '….*+?^${}()|[]\\', '🦀', '的', 'İ',
];

const titles = (tab) => tab.locator('[data-search="results"] h2').allTextContents();
const status = (tab) => tab.locator('[role="status"]').textContent();

async function ask(tab, origin, query) {
  await tab.goto(`${origin}${ADDRESS}?q=${encodeURIComponent(query.toWellFormed())}`, { waitUntil: 'networkidle' });
  await tab.waitForFunction(() => document.querySelector('[role="status"]').textContent !== '', undefined, { timeout: 5000 });
  return { titles: await titles(tab), status: (await status(tab)).trim() };
}

async function french(tab, origin, report) {
  for (const { query, same, marks } of FOUND) {
    const answer = await ask(tab, origin, query);
    const faults = [];
    if (answer.titles.length === 0) faults.push(`nothing found: ${answer.status}`);
    if (!/^[\d  ]+ résultats? pour « /.test(answer.status)) faults.push(`status: ${answer.status}`);
    const marked = await tab.locator('[data-search="results"] mark').allTextContents();
    if (marked.length === 0) faults.push('no marked word');
    if (marks && !marked.some((word) => marks.test(word))) faults.push(`marked: ${marked}`);
    if (same) {
      const other = await ask(tab, origin, same);
      if (other.titles.join('\n') !== answer.titles.join('\n')) faults.push(`not as « ${same} »: ${answer.titles} / ${other.titles}`);
    }
    report.judge('a query finds French forms', query, faults);
  }
  const none = await ask(tab, origin, 'zygomorphe');
  report.judge('nothing found is said', 'zygomorphe', none.titles.length === 0 && none.status.startsWith('Aucun résultat pour « zygomorphe »') ? [] : [none.status]);
  const common = await ask(tab, origin, 'le la les');
  report.judge('a query of silent words is told', 'le la les', common.status.includes('trop courant') ? [] : [common.status]);
}

async function hostile(tab, origin, report) {
  for (const query of HOSTILE) {
    const answer = await ask(tab, origin, query).catch((fault) => ({ titles: [], status: '', fault }));
    const faults = answer.fault ? [String(answer.fault)] : [];
    const injected = await tab.locator('main img, main script:not([src])').count();
    if (injected > 0) faults.push('the query became markup');
    if (/n’a pas abouti/.test(answer.status)) faults.push(answer.status);
    report.judge('a hostile query is only words', query.slice(0, 30), faults);
  }
}

/** From the header of an ordinary page to a result, with the keyboard alone. */
async function keyboard(tab, origin, report) {
  const faults = [];
  await tab.goto(origin + '/', { waitUntil: 'load' });
  if (await tab.locator('script[src*="search"]').count()) faults.push('an ordinary page loads the script');
  const tabTo = async (selector, most) => {
    for (let n = 0; n < most; n += 1) {
      if (await tab.evaluate((it) => document.activeElement.matches(it), selector)) return true;
      await tab.keyboard.press('Tab');
    }
    faults.push(`Tab does not reach ${selector}`);
    return false;
  };
  await tabTo('#header-search-field', 40);
  await tab.keyboard.type('agents');
  await tab.keyboard.press('Enter');
  await tab.waitForURL(`**${ADDRESS}?q=agents`);
  await tab.waitForFunction(() => document.querySelector('[role="status"]').textContent !== '');
  if (await tab.evaluate(() => document.activeElement !== document.body)) faults.push('the focus was stolen on arrival');
  await tabTo('#recherche-champ', 60);
  await tab.keyboard.press('End');
  await tab.keyboard.type(' publics');
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => document.querySelector('[role="status"]').textContent.includes('agents publics'));
  if (!(await tab.evaluate(() => document.activeElement.id === 'recherche-champ'))) faults.push('the focus left the field');
  if (!tab.url().includes('q=agents+publics')) faults.push(`address: ${tab.url()}`);
  await tab.goBack();
  await tab.waitForFunction(() => /« agents »/.test(document.querySelector('[role="status"]').textContent));
  if ((await tab.inputValue('#recherche-champ')) !== 'agents') faults.push('back does not restore the query');
  await tab.focus('#recherche-champ');
  await tab.keyboard.press('Escape');
  await tab.waitForFunction(() => document.querySelector('[role="status"]').textContent === '');
  if ((await tab.inputValue('#recherche-champ')) !== '' || tab.url().includes('q=')) faults.push('Escape leaves something');
  if ((await titles(tab)).length > 0) faults.push('Escape leaves results');
  await tab.keyboard.type('carte');
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => /« carte »/.test(document.querySelector('[role="status"]').textContent));
  await tabTo('[data-search="results"] a', 5);
  await tab.keyboard.press('Enter');
  await tab.waitForURL((url) => url.pathname !== ADDRESS);
  report.judge('keyboard only', ADDRESS, faults);
}

async function more(tab, origin, report) {
  const faults = [];
  const answer = await ask(tab, origin, 'service');
  const button = tab.locator('[data-search="more"]');
  if (answer.titles.length === 10 && (await button.isVisible())) {
    await button.click();
    await tab.waitForFunction(() => document.querySelectorAll('[data-search="results"] > li').length > 10);
    const eleventh = await tab.evaluate(() => document.activeElement === document.querySelectorAll('[data-search="results"] > li')[10].querySelector('a'));
    if (!eleventh) faults.push('the focus is not on the first new result');
  } else if (answer.titles.length >= 10) faults.push('more results cannot be shown');
  await ask(tab, origin, 'zygomorphe');
  if (await button.isVisible()) faults.push('more of nothing');
  report.judge('more results', 'service', faults);
}

/** Every result's section link leads to an anchor that its page has. */
async function anchors(tab, origin, folder, report) {
  const faults = [];
  for (const query of ['carte', 'données', 'agents', 'infolettre', 'accessibilité']) {
    await ask(tab, origin, query);
    const links = await tab.locator('[data-search="results"] a').evaluateAll((all) => all.map((link) => link.href));
    for (const link of links) {
      const url = new URL(link);
      const file = answering(folder, url.pathname);
      const anchor = decodeURIComponent(url.hash.slice(1));
      if (!file) faults.push(`leads nowhere: ${link}`);
      else if (anchor && !fs.readFileSync(file, 'utf8').includes(`id="${anchor}"`)) faults.push(`no such anchor: ${link}`);
    }
  }
  report.judge('results lead somewhere', ADDRESS, faults);
}

async function axe(tab, scheme, width) {
  await tab.setViewportSize({ width, height: 900 });
  await tab.evaluate(AXE);
  const { violations } = await tab.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target} ${node.html.slice(0, 100)}`));
}

async function looks(browser, origin, report, shots) {
  for (const scheme of ['light', 'dark']) {
    const room = await context(browser, { scheme });
    const tab = await room.newPage();
    for (const width of [1280, 375]) {
      await tab.setViewportSize({ width, height: 900 });
      await ask(tab, origin, 'agents publics');
      report.judge(`axe ${scheme} ${width}`, 'results', await axe(tab, scheme, width));
      if (shots) await tab.screenshot({ path: path.join(shots, `results-${scheme}-${width}.png`), fullPage: width === 375 });
    }
    await ask(tab, origin, 'zygomorphe');
    report.judge(`axe ${scheme}`, 'no result', await axe(tab, scheme, 375));
    if (shots) {
      await tab.screenshot({ path: path.join(shots, `none-${scheme}-375.png`) });
      await tab.setViewportSize({ width: 1280, height: 900 });
      await tab.goto(origin + '/');
      await tab.screenshot({ path: path.join(shots, `home-${scheme}-1280.png`) });
    }
    await room.close();
  }
}

async function plain(browser, origin, report, shots) {
  for (const width of [1280, 375]) {
    const room = await context(browser, { width, script: false });
    const tab = await room.newPage();
    const faults = [];
    await tab.goto(origin + '/blog/');
    if (!(await tab.locator('#header-search-field').isVisible())) faults.push('the field of the header is hidden');
    else {
      await tab.fill('#header-search-field', 'carte');
      await tab.press('#header-search-field', 'Enter');
      await tab.waitForURL(`**${ADDRESS}?q=carte`);
      const link = tab.locator('main a[href="/plan-du-site/"]').first();
      if (!(await tab.locator('main').innerText()).includes('a besoin de JavaScript')) faults.push('nothing tells that a script is missing');
      if (await tab.locator('[data-search="more"]').isVisible()) faults.push('a button that can do nothing');
      if (!(await link.isVisible())) faults.push('no way to the site map');
      if (shots) await tab.screenshot({ path: path.join(shots, `plain-${width}.png`) });
    }
    report.judge('without script', `${width} px`, faults);
    await room.close();
  }
}

/** What the first query of a visitor loads beside the page: script, guide, parts, cards. */
async function weight(browser, origin, folder, report) {
  for (const query of ['agents publics', 'service', 'données statistiques accessibilité']) {
    const room = await context(browser);
    const tab = await room.newPage();
    const loaded = [];
    tab.on('response', (response) => {
      const { pathname } = new URL(response.url());
      if (pathname.startsWith('/assets/search')) loaded.push(pathname);
    });
    await ask(tab, origin, query);
    const size = (pack) => loaded.reduce((sum, file) => sum + pack(fs.readFileSync(answering(folder, file))).length, 0);
    const [gzip, brotli] = [size(zlib.gzipSync), size(zlib.brotliCompressSync)];
    console.log(`first query « ${query} »: ${loaded.length} files, ${gzip} bytes gzip, ${brotli} brotli`);
    report.judge('weight of a first query', query, gzip < BUDGET ? [] : [`${gzip} bytes`]);
    await room.close();
  }
}

export async function judgeSearch(browser, server, folder, report, shots) {
  if (!answering(folder, ADDRESS)) {
    console.log('no search on this site');
    return;
  }
  const room = await context(browser);
  const tab = await room.newPage();
  const said = await watch(tab, server.origin);
  await french(tab, server.origin, report);
  await hostile(tab, server.origin, report);
  await keyboard(tab, server.origin, report);
  await more(tab, server.origin, report);
  await anchors(tab, server.origin, folder, report);
  report.judge('console, network and policy of a search', ADDRESS, said);
  await room.close();
  await looks(browser, server.origin, report, shots);
  await plain(browser, server.origin, report, shots);
  await weight(browser, server.origin, folder, report);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const folder = path.resolve(process.argv[2] ?? 'public');
  const report = new Report();
  const [server, browser] = [await serve(folder), await launch()];
  try {
    await judgeSearch(browser, server, folder, report, process.env.SHOTS);
  } finally {
    await browser.close();
    server.close();
  }
  report.print();
  process.exitCode = report.failed > 0 ? 1 : 0;
}
