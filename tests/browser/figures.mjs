// Figures say what their data say: table, files, sentence, names and weight, read again by other means.
import fs from 'node:fs';
import path from 'node:path';
import { context } from './chromium.mjs';
import { label, meanings, period, shown, stands, table } from './numbers.mjs';
import { address, answering } from './site.mjs';
import { compare } from './sources.mjs';

const SIX_CHARTS = 40_000;
// The outlines of France weigh 24 kB by themselves, in the wide layout alone.
const MAP = 40_000;
const SHORT_LINE = { points: 24, bytes: 5_000 };

export const hasFigures = (html) => /class="?[^">]*\bk-chart\b/.test(html);

/** What the figures of a page say; `told` counts cells found in the data and cells that are computed. */
export async function judgeTold(browser, origin, file, { folder, data, report, told }) {
  const room = await context(browser, {});
  const tab = await room.newPage();
  await tab.goto(origin + address(file), { waitUntil: 'load' });
  const figures = (await tab.evaluate(gather)).map(typed);
  const faults = { table: [], sentence: [], data: [], names: [], markup: [], weight: weights(figures), files: [] };
  for (const figure of figures) {
    const published = files(folder, address(file), figure);
    pair(figure, published);
    faults.table.push(...sameTable(figure, published));
    faults.files.push(...(await wellFormed(tab, published)));
    faults.sentence.push(...sentence(figure, data));
    const compared = compare(figure, data);
    faults.data.push(...compared.faults);
    told.matched += compared.matched;
    told.computed += compared.computed;
    faults.names.push(...figure.names);
    faults.markup.push(...figure.markup);
  }
  report.judge('figures: the table is the downloaded data', file, faults.table);
  report.judge('figures: the table is the source', file, faults.data);
  report.judge('figures: the sentence is the table', file, faults.sentence);
  report.judge('figures: names, descriptions, captions', file, faults.names);
  report.judge('figures: no script, style, fixed colour or broken number', file, faults.markup);
  report.judge('figures: weight', file, faults.weight);
  report.judge('figures: files are well-formed SVG', file, faults.files);
  await room.close();
}

/** Runs in the page: what it says of each figure. */
function gather() {
  const text = (node) => (node?.textContent ?? '').trim();
  const named = (node, attribute) => (node.getAttribute(attribute) ?? '').split(/\s+/).filter(Boolean);
  return [...document.querySelectorAll('section.k-chart')].map((section) => {
    const svgs = [...section.querySelectorAll('svg.k-g')];
    const frame = section.querySelector('figure');
    const table = section.querySelector('table');
    const title = text(section.querySelector('.k-chart__title'));
    const names = [];
    const markup = [];
    const say = (list, what) => list.push(`« ${title} »: ${what}`);
    for (const svg of svgs) {
      if (svg.getAttribute('role') !== 'img') say(names, 'svg without role=img');
      for (const attribute of ['aria-labelledby', 'aria-describedby']) {
        const ids = named(svg, attribute);
        if (ids.length === 0 && !(attribute === 'aria-labelledby' && svg.getAttribute('aria-label'))) say(names, `svg without ${attribute}`);
        for (const id of ids) if (!text(document.getElementById(id))) say(names, `${attribute} names nothing: ${id}`);
      }
      for (const node of [svg, ...svg.querySelectorAll('*')]) {
        if (/^(script|style|foreignObject|image|animate.*|set)$/.test(node.tagName)) say(markup, `<${node.tagName}> in the svg`);
        for (const { name, value } of node.attributes) {
          if (name === 'style' || name.startsWith('on')) say(markup, `${name}="${value.slice(0, 60)}"`);
          if (/^(fill|stroke|color|stop-color)$/.test(name) && !/^(none|currentColor|inherit|url\(#.*\)|var\(.*\))$/i.test(value)) say(markup, `fixed colour ${name}="${value}"`);
          if (!/^(id|class|aria-.*)$/.test(name) && /NaN|Infinity|undefined/.test(value)) say(markup, `${name}="${value.slice(0, 60)}"`);
        }
      }
    }
    if (frame) {
      const caption = text(frame.querySelector('figcaption'));
      if (!['figure', 'group'].includes(frame.getAttribute('role'))) say(names, 'figure without role=figure or group (RGAA 1.9.4)');
      if ((frame.getAttribute('aria-label') ?? '').trim() !== caption || !caption) say(names, 'aria-label of the figure is not its caption');
      if (svgs.length === 0) say(names, 'figure without svg.k-g');
    }
    if (!table) say(names, 'no table');
    else {
      if (!text(table.caption)) say(names, 'table without caption');
      if ([...table.querySelectorAll('thead th')].some((cell) => cell.getAttribute('scope') !== 'col')) say(names, 'column header without scope=col');
      if ([...table.querySelectorAll('tbody tr')].some((row) => row.querySelector('th')?.getAttribute('scope') !== 'row')) say(names, 'row without a th scope=row');
    }
    // Of a head that holds a link or a note, the words; both layouts of a drawing count for its weight.
    const rows = [...(table?.querySelectorAll('tbody tr') ?? [])];
    return {
      id: section.id, title, names, markup,
      sentence: text(section.querySelector(`[id="${CSS.escape(section.id)}-desc"]`) ?? section.querySelector('.k-chart__sentence')),
      said: [text(table?.caption), title],
      header: [...(table?.querySelectorAll('thead th') ?? [])].map(text),
      rows: rows.map((row) => ({ head: text(row.querySelector('th')), cells: [...row.querySelectorAll('td')].map(text) })),
      files: [...section.querySelectorAll('a[download]')].map((link) => link.getAttribute('href')),
      bytes: svgs.reduce((sum, svg) => sum + new TextEncoder().encode(svg.outerHTML).length, 0),
      line: svgs[0]?.querySelector('.serie > path:not(.pt):not(.barre)') != null && svgs[0].querySelector('.barre, .lien, .serie > rect:not(.pt)') === null,
      map: svgs[0]?.querySelector('.territoires, .cadre') != null,
      panels: (svgs[0]?.querySelectorAll('.grille').length ?? 0) > 2,
    };
  });
}

/** Cells as texts and numbers. */
function typed(figure) {
  const cell = (text) => {
    const numbers = shown(text);
    return { text, number: numbers.length === 1 ? numbers[0] : undefined };
  };
  return { ...figure, rows: figure.rows.map(({ head, cells }) => ({ head, cells: cells.map(cell) })) };
}

function files(folder, page, figure) {
  return figure.files.map((href) => {
    const found = answering(folder, new URL(href, `http://site${page}`).pathname);
    return { href, bytes: found && fs.readFileSync(found), name: found && path.relative(folder, found) };
  });
}

const tables = (published) => published.filter(({ href, bytes }) => bytes && /\.csv$/.test(href)).map((file) => ({ ...file, ...table(file.bytes) }));

/** Each row of the page knows the key that its file writes. */
function pair(figure, published) {
  const open = tables(published).find(({ href }) => !href.endsWith('-tableur.csv'));
  if (open?.rows.length === figure.rows.length) figure.rows.forEach((row, n) => Object.assign(row, { key: open.rows[n][0] }));
}

function sameTable(figure, published) {
  const faults = [];
  const all = tables(published);
  if (figure.rows.length > 0 && all.length === 0) faults.push(`« ${figure.title} »: no data to download`);
  for (const file of all) {
    const where = `« ${figure.title} », ${file.href.split('/').at(-1)}`;
    if (file.href.endsWith('-tableur.csv') && !(file.separator === ';' && file.bytes[0] === 0xef)) faults.push(`${where}: not what French spreadsheets open (mark, semicolons)`);
    if (file.rows.length !== figure.rows.length) {
      faults.push(`${where}: ${file.rows.length} rows, the page has ${figure.rows.length}`);
      continue;
    }
    if (file.header.length !== figure.header.length) faults.push(`${where}: ${file.header.length} columns, the page has ${figure.header.length}`);
    figure.rows.forEach(({ head, cells }, n) => {
      const [key, ...values] = file.rows[n];
      if (period(key) !== undefined && period(head) !== undefined && label(key) !== label(head)) faults.push(`${where}: row ${n + 1} is ${key}, in the page ${head}`);
      cells.forEach((cell, column) => faults.push(...sameCell(cell, values[column] ?? '').map((why) => `${where}, ${head}: ${why}`)));
    });
  }
  return faults;
}

function sameCell({ text, number }, value) {
  const exact = meanings(value);
  if (number === undefined) return exact.length === 0 ? [] : [`the page shows « ${text} », the file ${value}`];
  if (exact.length === 0) return label(value) === label(text) ? [] : [`the page shows ${text}, the file « ${value} »`];
  return exact.some((meaning) => stands(number, meaning)) ? [] : [`the page shows ${text}, the file ${value}`];
}

/** Names of the data as the sentence sets them: no break inside a number. */
function grouped(text) {
  return text?.replace(/(\d) (?=\d{3}(?!\d))/g, '$1\u202f');
}

/** Numbers of the sentence are cells, or stand in a label, or are a change between two cells of a column. */
function sentence(figure, { blocks }) {
  if (blocks.some((block) => block.title === figure.title && block.described)) return [];
  const values = figure.rows.flatMap(({ cells }) => cells.flatMap(({ number }) => (number ? [number.value] : [])));
  const words = [...figure.said, ...figure.header, ...figure.rows.map(({ head }) => head)].map(grouped).flatMap(shown).map(({ value }) => value);
  // Missing rows and rows may be counted.
  const counts = [figure.rows.length, figure.rows.filter(({ cells }) => cells.some(({ number }) => number === undefined)).length];
  const lost = shown(figure.sentence).filter((number) => ![...values, ...words, ...counts].some((value) => stands(number, value) || stands(number, Math.abs(value))));
  return lost.filter((number) => !changes(figure).some((change) => stands(number, change))).map(({ text }) => `« ${figure.title} »: ${text} is not in the table: ${figure.sentence}`);
}

function changes(figure) {
  const width = figure.rows[0]?.cells.length ?? 0;
  if (figure.rows.length > 400) return [];
  return Array.from({ length: width }, (_, column) => figure.rows.flatMap(({ cells }) => cells[column]?.number?.value ?? []))
    .flatMap((column) => column.flatMap((from) => column.flatMap((to) => [to - from, from - to, from === 0 ? NaN : ((to - from) / Math.abs(from)) * 100].flatMap((value) => [value, Math.abs(value)]))));
}

function weights(figures) {
  const heaviest = figures.filter(({ map }) => !map).map(({ bytes }) => bytes).sort((a, b) => b - a).slice(0, 6);
  const sum = heaviest.reduce((total, bytes) => total + bytes, 0);
  const faults = sum < SIX_CHARTS ? [] : [`the ${heaviest.length} heaviest charts weigh ${sum} bytes together (${heaviest.join(', ')})`];
  for (const { title, bytes, line, panels, rows, map } of figures) {
    if (map && bytes >= MAP) faults.push(`« ${title} »: a map weighs ${bytes} bytes`);
    const points = rows.reduce((total, { cells }) => total + cells.length, 0);
    if (line && !panels && points <= SHORT_LINE.points && bytes >= SHORT_LINE.bytes) faults.push(`« ${title} »: a line of ${points} points weighs ${bytes} bytes`);
  }
  return faults;
}

async function wellFormed(tab, published) {
  const faults = [];
  for (const { href, bytes } of published) {
    if (!bytes) faults.push(`leads nowhere: ${href}`);
    if (!bytes || !href.endsWith('.svg')) continue;
    const what = await tab.evaluate((text) => {
      const root = new DOMParser().parseFromString(text, 'image/svg+xml');
      const fault = root.querySelector('parsererror')?.textContent;
      if (fault) return fault.slice(0, 160);
      if (root.documentElement.localName !== 'svg') return `the root is ${root.documentElement.localName}`;
      return [...root.documentElement.children].some((node) => node.localName === 'title' && node.textContent.trim()) ? undefined : 'no title';
    }, new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (what) faults.push(`${href}: ${what}`);
  }
  return faults;
}

