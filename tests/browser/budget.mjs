// What a first visit loads, kind of page by kind of page, against what the site promises: bytes as a host sends them
// (brotli for texts), requests, files of type, style sheets.
import fs from 'node:fs';
import zlib from 'node:zlib';
import { context, each } from './chromium.mjs';
import { address, answering } from './site.mjs';

/** Of a page, its pictures, films and sounds left aside: they are its author's. */
const BUDGET = { weight: 200_000, requests: 15, fonts: 3, css: 25_000 };
/** The manual shows every component at once. */
const MANUAL = { weight: 250_000, requests: 20, fonts: 4, css: 35_000 };
const TEXTS = /\.(html|css|js|svg|json|xml|webmanifest|csv|txt)$/;
const PICTURES = /\.(png|jpe?g|webp|avif|gif|webm|mp4|wav|ogg|mp3)$/;

export async function judgeBudget(browser, server, { folder, pages }, report) {
  const sizes = new Map();
  const sized = (file) => {
    if (!sizes.has(file)) {
      const bytes = fs.readFileSync(file);
      sizes.set(file, { raw: bytes.length, sent: TEXTS.test(file) ? zlib.brotliCompressSync(bytes).length : bytes.length });
    }
    return sizes.get(file);
  };
  const measured = [];
  await each(pages, 2, async (file) => {
    const room = await context(browser, {});
    const tab = await room.newPage();
    const [loaded, outside] = [[], []];
    tab.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol === 'data:') return;
      if (url.origin === server.origin) loaded.push(answering(folder, url.pathname));
      else outside.push(request.url());
    });
    await tab.goto(server.origin + address(file), { waitUntil: 'load' });
    await tab.evaluate(() => document.fonts.ready.then(() => {}));
    await room.close();
    const there = loaded.filter(Boolean);
    const sum = (some, key) => some.reduce((all, one) => all + sized(one)[key], 0);
    const ours = there.filter((one) => !PICTURES.test(one));
    const css = there.filter((one) => one.endsWith('.css'));
    const cost = {
      raw: sum(ours, 'raw'), weight: sum(ours, 'sent'), requests: loaded.length,
      fonts: there.filter((one) => /\.woff2?$/.test(one)).length, css: sum(css, 'sent'), pictures: sum(there.filter((one) => PICTURES.test(one)), 'sent'),
    };
    measured.push({ file, kind: kind(file), ...cost });
    const budget = kind(file) === 'composants' ? MANUAL : BUDGET;
    const over = Object.entries(budget).filter(([key, most]) => cost[key] > most);
    report.judge('what a first visit loads', file, [
      ...over.map(([key, most]) => `${key}: ${cost[key]}, and ${most} at most`), ...outside.map((url) => `loads from elsewhere: ${url}`),
    ]);
  });
  table(measured);
}

/** `blog/index.html` is a list, `blog/un-texte/index.html` one of its texts; what stands alone goes by its name. */
function kind(file) {
  const parts = file.split('/');
  if (parts.length === 1) return file === 'index.html' ? 'home' : file;
  return parts.length === 2 ? parts[0] : `${parts[0]}/${parts.length > 3 ? `${parts[1]}/` : ''}*`;
}

/** The heaviest page of each kind. */
function table(measured) {
  const kinds = new Map();
  for (const page of measured) kinds.set(page.kind, [...(kinds.get(page.kind) ?? []), page]);
  const kilo = (bytes) => (bytes / 1000).toFixed(1).padStart(8);
  console.log(`${'first visit, heaviest of its kind'.padEnd(34)} pages  raw kB  sent kB      css  requests  type  pictures kB`);
  for (const [name, pages] of [...kinds].sort()) {
    const most = (key) => Math.max(...pages.map((page) => page[key]));
    console.log(`${name.padEnd(34)} ${String(pages.length).padStart(5)}${kilo(most('raw'))} ${kilo(most('weight'))} ${kilo(most('css'))}  ${String(most('requests')).padStart(8)}  ${String(most('fonts')).padStart(4)} ${kilo(most('pictures')).padStart(12)}`);
  }
}
