// Letters in Chromium: contrast on light and dark displays, nothing to scroll sideways, axe-core, pictures to look at.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { context, launch } from '../browser/chromium.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.resolve('../browser/chromium.mjs')).resolve('axe-core/axe.min.js'), 'utf8');
/** What only whole pages have. */
const NOT_OF_MAILS = ['region', 'landmark-one-main', 'bypass', 'skip-link', 'page-has-heading-one'];

export const open = launch;

/** Texts that are hard to tell from what is behind them: `ratio « words »`. Runs in the page. */
function pale() {
  const numbers = (text) => (text.match(/[\d.]+/g) ?? []).map(Number);
  const channel = (value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const faults = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const words = node.textContent.trim();
    const element = node.parentElement;
    if (!words || !element.checkVisibility() || parseFloat(getComputedStyle(element).fontSize) === 0) continue;
    let behind = [255, 255, 255];
    for (let above = element; above; above = above.parentElement) {
      const colour = numbers(getComputedStyle(above).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) { behind = colour; break; }
    }
    const [a, b] = [light(numbers(getComputedStyle(element).color)), light(behind)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faults.push(`${ratio.toFixed(2)} « ${words.slice(0, 40)} »`);
  }
  return faults;
}

/** A letter on one display; `work` is given the page. */
async function shown(browser, html, { scheme = 'light', width = 700, images = {} }, work) {
  const view = await context(browser, { scheme, width });
  try {
    const page = await view.newPage();
    await page.route('**/*', (route) => {
      const file = images[new URL(route.request().url()).pathname];
      return file ? route.fulfill({ path: file }) : route.abort();
    });
    await page.setContent(html, { waitUntil: 'load' });
    return await work(page);
  } finally {
    await view.close();
  }
}

export function contrast(browser, html, scheme) {
  return shown(browser, html, { scheme }, (page) => page.evaluate(pale));
}

/** What can be seen of it. Runs in the page. */
function seen() {
  for (const element of document.body.querySelectorAll('*')) {
    if (parseFloat(getComputedStyle(element).fontSize) === 0) element.style.display = 'none';
  }
  return document.body.innerText;
}

/** What the letter says to who sees it. */
export function text(browser, html) {
  return shown(browser, html, {}, (page) => page.evaluate(seen));
}

/** How many pixels stand out at 320. */
export function overflow(browser, html) {
  return shown(browser, html, { width: 320 }, (page) =>
    page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth));
}

export function axe(browser, html, scheme) {
  return shown(browser, html, { scheme }, async (page) => {
    await page.addScriptTag({ content: AXE });
    const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
    const real = found.violations.filter((violation) => !NOT_OF_MAILS.includes(violation.id));
    return real.flatMap((violation) => violation.nodes.map((node) => `${violation.id}: ${node.html.slice(0, 120)}`));
  });
}

/** Pictures of a letter, for eyes. */
export async function pictures(browser, html, folder, images) {
  fs.mkdirSync(folder, { recursive: true });
  const broken = Object.fromEntries(Object.keys(images).map((name) => [name, null]));
  for (const width of [320, 700]) {
    for (const scheme of ['light', 'dark']) {
      for (const [name, files] of [['', images], ['-sans-images', broken]]) {
        const file = path.join(folder, `${width}-${scheme}${name}.png`);
        await shown(browser, html, { scheme, width, images: files }, (page) => page.screenshot({ path: file, fullPage: true }));
      }
    }
  }
}
