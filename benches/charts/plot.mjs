// node plot.mjs DATA OUT: the same with Observable Plot; MODULES is the folder that holds its node_modules.
import { createRequire } from 'node:module';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [data, out] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(process.env.MODULES ?? '.'), 'x.js'));
const entry = require.resolve('@observablehq/plot').replace(/dist[\\/]plot.*$/, path.join('src', 'index.js'));
const Plot = await import(pathToFileURL(entry).href);
const { JSDOM } = require('jsdom');
const { document } = new JSDOM('').window;
for (const file of readdirSync(data).filter((name) => name.endsWith('.csv')).sort()) {
  const [, ...rows] = readFileSync(path.join(data, file), 'utf8').trim().split('\n').map((line) => line.split(','));
  const points = rows.map(([date, value]) => ({ date: new Date(date), value: Number(value) }));
  const marks = [Plot.lineY(points, { x: 'date', y: 'value', strokeWidth: 1 }), Plot.ruleY([0])];
  const svg = Plot.plot({ document, width: 800, height: 400, grid: true, marks });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  writeFileSync(path.join(out, file.replace(/csv$/, 'svg')), svg.outerHTML);
}
