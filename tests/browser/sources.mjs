// What a site's own folder says of its figures: the tables of data/, the blocks of the texts.
import fs from 'node:fs';
import path from 'node:path';
import { files } from './site.mjs';
import { label, meanings, stands, table } from './numbers.mjs';

/** Keys after which a figure shows what is computed, not what is written. */
const COMPUTES = ['cumul', 'pas', 'calcul', 'comparer', 'petits_multiples', 'somme', 'depart', 'serie', 'manquant', 'garder'];

/** `{tables, blocks}` of a site's folder; both are empty when there is none. */
export function sources(site) {
  const found = { tables: new Map(), blocks: [] };
  const data = path.join(site, 'data');
  const content = path.join(site, 'content');
  if (!fs.existsSync(data)) return found;
  for (const file of files(data).filter((name) => name.endsWith('.csv'))) {
    found.tables.set(file.replace(/\.csv$/, ''), table(fs.readFileSync(path.join(data, file))));
  }
  const texts = fs.existsSync(content) ? files(content).filter((name) => name.endsWith('.md')) : [];
  for (const file of texts) found.blocks.push(...blocks(fs.readFileSync(path.join(content, file), 'utf8')));
  return found;
}

/** The fences of figures: their title, their data, and whether they compute. */
function blocks(text) {
  const fences = [...text.matchAll(/^```(?:graphique|chart|tableau)[^\n]*\n([^]*?)^```/gm)].map((match) => match[1]);
  return fences.map((fence) => {
    const value = (key) => fence.match(new RegExp(`^${key}\\s*:\\s*(.*?)\\s*$`, 'm'))?.[1].replace(/^["'](.*)["']$/, '$1');
    return {
      title: value('titre'),
      data: value('donnees'),
      computes: COMPUTES.some((key) => value(key) !== undefined),
      described: value('description') !== undefined,
    };
  });
}

/**
 * Compares a table of a page with the data files: `{faults, matched, computed}`. A column is straight when
 * its block names one file and computes nothing; without a block, when most of its cells are found in one.
 */
export function compare(figure, { tables, blocks: all }) {
  const told = { faults: [], matched: 0, computed: 0 };
  const block = all.find((one) => one.title === figure.title);
  const names = block?.data !== undefined && tables.has(block.data) ? [block.data] : [...tables.keys()];
  const cells = (column) => figure.rows.map(({ head, key, cells: row }) => ({ head, key, cell: row[column] })).filter(({ cell }) => cell?.number !== undefined);
  const width = Math.max(0, ...figure.rows.map((row) => row.cells.length));
  for (let column = 0; column < width; column += 1) {
    const wanted = cells(column);
    if (wanted.length === 0) continue;
    const best = names.map((name) => missing(tables.get(name), wanted, figure.header[column + 1])).sort((a, b) => a.length - b.length)[0] ?? wanted;
    const straight = block === undefined ? best.length * 2 < wanted.length : !block.computes;
    told.matched += wanted.length - best.length;
    if (straight) told.faults.push(...best.map(({ head, cell }) => `« ${figure.title} », ${head}: ${cell.text} is not in the data of that row (column ${column + 1})`));
    else told.computed += best.length;
  }
  return told;
}

/** The cells that no row of that label holds. The columns of that name decide when there are some. */
function missing({ header, rows }, wanted, name) {
  const named = header.map((title, n) => [label(title), n]).filter(([title]) => title === label(name ?? '')).map(([, n]) => n);
  const holds = (row, number) => row.some((cell, n) => (named.length === 0 || named.includes(n)) && meanings(cell).some((exact) => stands(number, exact)));
  const index = new Map();
  for (const row of rows) {
    for (const cell of new Set(row.map(label))) index.set(cell, [...(index.get(cell) ?? []), row]);
  }
  return wanted.filter(({ head, key, cell }) => {
    // Several columns of words make one label.
    const candidates = [head, key ?? head, ...head.split(' – ')].flatMap((text) => index.get(label(text)) ?? []);
    // A bar of parts is a row of the page and a column of the file.
    const parts = index.get(label(name ?? '')) ?? [];
    return !candidates.some((row) => holds(row, cell.number)) && !parts.some((row) => row.some((text) => meanings(text).some((exact) => stands(cell.number, exact))));
  });
}
