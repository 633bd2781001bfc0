// The sheets that a page loads, cut to what it can match, against the theme's sheets in full: the same picture, and the
// same computed style for every element, also for those that are closed.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { context, each } from './chromium.mjs';
import { address, sample, serve } from './site.mjs';

const PAGES = 10;
const WIDTHS = [1280, 375];
const PATIENCE = 5_000;

/** What a reader opens, one after the other. */
const OPENED = [
  ['all that folds', '[aria-controls^="accordeon-"][aria-expanded="false"], main summary'],
  ['another tab', '[role="tab"][aria-selected="false"]:last-child'],
  ['a transcription', '.fr-transcription__btn[aria-expanded="false"]'],
  ['a menu of the header', 'header nav button[aria-expanded="false"]'],
  ['the menu of a telephone', 'header .fr-btn--menu'],
  ['the search of a telephone', 'header .fr-btn--search'],
  ['the choice of a look', 'footer button[aria-controls]'],
];

/** Neither drawn by a sheet of ours nor said twice: aliases, logical twins, what moves. */
const LEFT_ASIDE = /^(-webkit-(?!mask|line-clamp)|animation|transition|scroll|offset|view-|timeline|caret|cursor|interactivity|orphans|widows|.*-(block|inline)(-|$)|(block|inline)-)/;

/** The same site with its sheets in full, in a folder that goes with `close`; nothing without what builds it. */
export function wholeSite(site) {
  const built = ['release', 'debug'].map((kind) => path.join(import.meta.dirname, '../../target', kind, 'kiosque'));
  const program = [process.env.KIOSQUE, ...built].find((file) => file && fs.existsSync(file));
  if (!program || !fs.existsSync(path.join(site, 'kiosque.yaml'))) return undefined;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-whole-'));
  const output = path.join(folder, 'public');
  execFileSync(program, ['--root', site, 'build', '--quiet', '--no-purge', '--output', output], { stdio: 'pipe' });
  return { folder: output, close: () => fs.rmSync(folder, { recursive: true }) };
}

export async function judgePurge(browser, { folder, whole, pages }, report) {
  const [cut, full] = await Promise.all([serve(folder), serve(whole)]);
  const chosen = sample(folder, pages, PAGES);
  try {
    await each(chosen.flatMap((file) => ['light', 'dark'].map((scheme) => ({ file, scheme }))), 2, async ({ file, scheme }) => {
      const room = await context(browser, { scheme });
      const pair = await Promise.all([cut, full].map(async ({ origin }) => {
        const tab = await room.newPage();
        await tab.goto(origin + address(file), { waitUntil: 'load' });
        return tab;
      }));
      for (const width of WIDTHS) {
        await Promise.all(pair.map(async (tab) => {
          await tab.setViewportSize({ width, height: 900 });
          await still(tab);
        }));
        const faults = await lasting(() => compared(pair, { fullPage: true }));
        // What is closed has a style too; one scheme is enough for what no scheme changes.
        if (scheme === 'light') faults.push(...(await lasting(() => styled(pair))));
        for (const state of OPENED) faults.push(...(await opened(pair, state)));
        report.judge(`the cut sheets show what the whole ones show (${width} px, ${scheme})`, file, faults);
      }
      await room.close();
    });
  } finally {
    cut.close();
    full.close();
  }
}

/** Once its type is there and nothing is on its way between open and closed. */
async function still(tab) {
  await tab.evaluate(() => document.fonts.ready.then(() => {}));
  await tab.waitForFunction(() => !document.querySelector('.fr-collapsing'), null, { timeout: PATIENCE, polling: 'raf' }).catch(() => {});
  await tab.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

/** What is still wrong a moment later: two tabs are not at the same instant of what scripts do. */
async function lasting(judge) {
  for (let tries = 0; tries < 3; tries += 1) {
    const faults = await judge();
    if (faults.length === 0) return [];
    await new Promise((done) => setTimeout(done, 300));
  }
  return judge();
}

/** Two pictures, byte for byte. */
async function compared(pair, { fullPage, name = 'the page' }) {
  const shots = await Promise.all(pair.map((tab) => tab.screenshot({ fullPage, animations: 'disabled', caret: 'hide' })));
  return shots[0].equals(shots[1]) ? [] : [`another picture: ${name}`];
}

/** Presses what is there to press in both, compares, and closes what Escape closes. */
async function opened(pair, [name, press]) {
  const counts = await Promise.all(pair.map((tab) => tab.evaluate((selector) => {
    const seen = [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility({ visibilityProperty: true }));
    seen.forEach((node) => node.click());
    window.__shown = seen.map((node) => document.getElementById(node.getAttribute('aria-controls')) ?? node.parentElement);
    return seen.length;
  }, press)));
  if (counts[0] !== counts[1]) return [`${name}: ${counts[0]} to press, ${counts[1]} with the whole sheets`];
  if (counts[0] === 0) return [];
  const shows = () => window.__shown.every((node) => node.checkVisibility({ visibilityProperty: true }));
  await Promise.all(pair.map(async (tab) => {
    await tab.waitForFunction(shows, null, { timeout: PATIENCE, polling: 50 }).catch(() => {});
    await still(tab);
  }));
  const faults = await lasting(() => compared(pair, { fullPage: counts[0] > 1, name }));
  await Promise.all(pair.map((tab) => tab.keyboard.press('Escape')));
  return faults;
}

/** The computed style of every element and of what stands before and after it. */
async function styled(pair) {
  const [cut, full] = await Promise.all(pair.map((tab) => tab.evaluate((aside) => {
    const names = [...getComputedStyle(document.body)].filter((name) => !name.startsWith('--') && !new RegExp(aside).test(name));
    const told = [];
    for (const node of document.querySelectorAll('body, body *')) {
      for (const part of 'placeholder' in node ? ['', '::before', '::after', '::placeholder'] : ['', '::before', '::after']) {
        const style = getComputedStyle(node, part || null);
        if (part.length > 2 && part !== '::placeholder' && style.content === 'none') continue;
        const values = names.map((name) => `${name} ${style.getPropertyValue(name).replaceAll(/url\([^)]*\)/g, 'url()')}`);
        told.push([`${node.localName}${[...node.classList].map((one) => `.${one}`).join('')}${part}`, ...values]);
      }
    }
    window.__told = told;
    const mark = (text) => [...text].reduce((sum, c) => (Math.imul(sum, 31) + c.charCodeAt(0)) | 0, 7);
    return told.map((one) => mark(one.join(';')));
  }, LEFT_ASIDE.source)));
  if (cut.length !== full.length) return [`${cut.length} styles, ${full.length} with the whole sheets`];
  const other = cut.flatMap((mark, n) => (mark === full[n] ? [] : [n])).slice(0, 40);
  if (other.length === 0) return [];
  const [mine, theirs] = await Promise.all(pair.map((tab) => tab.evaluate((those) => those.map((n) => window.__told[n]), other)));
  return [...new Set(mine.flatMap(([name, ...values], n) => values.flatMap((value, m) => (value === theirs[n][m + 1] ? [] : [`${name} has ${value} instead of ${theirs[n][m + 1]}`]))))];
}
