// The judge of figures is judged: a page that is right passes, and each page that is wrong in one way fails there.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { judgeDrawn } from './drawn.mjs';
import { judgeTold } from './figures.mjs';
import { Report } from './report.mjs';
import { serve } from './site.mjs';
import { sources } from './sources.mjs';

const SOURCE = 'mois;visites;comptes\n2024-01;2 100;118\n2024-02;5 240;\n2024-03;3 120,5;140\n';
const OPEN = 'Mois,Visites,Comptes\n2024-01,2100,118\n2024-02,5240,\n2024-03,3120.5,140\n';
const SHEET = '\ufeffMois;Visites;Comptes\n2024-01;2100;118\n2024-02;5240;\n2024-03;3120,5;140\n';
const BLOCK = '```graphique\ntype: lignes\ntitre: Visites\ndonnees: essai\nx: mois\ny: [visites, comptes]\n```\n';
const DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 300 90"><title>Visites</title><path d="M0 0L9 9"/></svg>';
const STYLE = `body { margin: 0; background: #fff; color: #222; font: 16px sans-serif; }
.k-g { display: block; width: 100%; max-width: 300px; font-size: 14px; } .k-g text { fill: #555; }
.serie path { fill: none; stroke: #000091; stroke-width: 2; } .pale path { stroke: #dde; } .faint { opacity: 0.4; } .tiny { font-size: 9px; } .gone { display: none; }
@media (prefers-color-scheme: dark) { body { background: #161616; color: #eee; } .k-g text { fill: #aaa; } .serie path { stroke: #8585f6; } .pale path { stroke: #334; } }`;

const PAGE = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Essai</title><link rel="stylesheet" href="/e.css">
<section class="k-chart" id="g1"><h2 class="k-chart__title" id="g1-titre">Visites</h2>
<p class="k-chart__sentence" id="g1-desc">De janvier 2024 à mars 2024. Visites\u00a0: de 2\u202f100,0 à 3\u202f120,5, maximum 5\u202f240,0 en février 2024.</p>
<figure role="figure" aria-label="Source : essai."><div class="k-fig">
<svg class="k-g" viewBox="0 0 300 90" role="img" aria-labelledby="g1-titre" aria-describedby="g1-desc"><g class="serie s1"><path d="M10 60L150 20L290 50"/></g>
<g class="axe"><text x="10" y="85">janvier</text><text x="120" y="85">février</text><text class="gone" x="12" y="85">caché</text></g></svg></div>
<figcaption>Source : essai.</figcaption></figure>
<table><caption>Visites</caption><thead><tr><th scope="col">Mois</th><th scope="col">Visites</th><th scope="col">Comptes</th></tr></thead><tbody>
<tr><th scope="row">janvier 2024</th><td>2\u202f100,0</td><td>118,0</td></tr><tr><th scope="row">février 2024</th><td>5\u202f240,0</td><td>–</td></tr><tr><th scope="row">mars 2024</th><td>3\u202f120,5</td><td>140,0</td></tr></tbody></table>
<a download href="g1.csv">CSV</a> <a download href="g1-tableur.csv">CSV</a> <a download href="g1.svg">SVG</a></section></html>`;

/** What is changed in which file, and the check that must see it. */
const MUTATIONS = [
  ['a wrong cell', 'index.html', ['<td>3\u202f120,5', '<td>3\u202f121,5'], 'the table is the downloaded data'],
  ['a wrong cell, in the page and in its files', '*', [/3(\u202f?)120([,.]5)/g, '3$1125$2'], 'the table is the source'],
  ['a missing value shown as zero', 'index.html', ['<td>–', '<td>0,0'], 'the table is the downloaded data'],
  ['a wrong cell for spreadsheets', 'g1-tableur.csv', ['3120,5', '31205'], 'the table is the downloaded data'],
  ['rows in another order', 'g1.csv', ['2024-01', '2024-02'], 'the table is the downloaded data'],
  ['a row left out', 'g1.csv', ['2024-02,5240,\n', ''], 'the table is the downloaded data'],
  ['a wrong number in the sentence', 'index.html', ['maximum 5\u202f240,0', 'maximum 5\u202f420,0'], 'the sentence is the table'],
  ['a pale mark', 'index.html', ['serie s1', 'serie s1 pale'], 'contrast light 1280'],
  ['a faint mark', 'index.html', ['serie s1', 'serie s1 faint'], 'contrast dark 375'],
  ['faint words', 'index.html', ['<g class="axe">', '<g class="axe faint">'], 'contrast light 1280'],
  ['overlapping words', 'index.html', ['x="120" y="85"', 'x="40" y="85"'], 'letters at 1280 px'],
  ['overlapping turned words', 'index.html', ['x="120" y="85"', 'x="30" y="90" transform="rotate(-40 30 90)"'], 'letters at 375 px'],
  ['small words', 'index.html', ['<g class="axe">', '<g class="axe tiny">'], 'letters at 320 px'],
  ['words outside', 'index.html', ['x="120" y="85"', 'x="270" y="85"'], 'letters at zoom 200 %'],
  ['a page wider than a telephone', 'index.html', ['<div class="k-fig">', '<pre>'.padEnd(400, 'x') + '</pre><div class="k-fig">'], 'letters at 320 px'],
  ['a drawing without description', 'index.html', ['aria-describedby="g1-desc"', 'aria-describedby="g2-desc"'], 'names, descriptions, captions'],
  ['a caption that is not the label', 'index.html', ['<figcaption>', '<figcaption>La '], 'names, descriptions, captions'],
  ['a row without header', 'index.html', ['<th scope="row">mars 2024</th>', '<td>mars 2024</td>'], 'names, descriptions, captions'],
  ['a fixed colour', 'index.html', ['<path d="M10', '<path stroke="#000091" d="M10'], 'no script, style, fixed colour or broken number'],
  ['a broken coordinate', 'index.html', ['L150 20', 'L150 NaN'], 'no script, style, fixed colour or broken number'],
  ['a heavy line', 'index.html', ['<g class="axe">', `<g class="axe ${'x'.repeat(5000)}">`], 'weight'],
  ['a broken file', 'g1.svg', ['</title>', ''], 'files are well-formed SVG'],
];

class Memory extends Report {
  failed = [];
  judge(check, page, faults) {
    if (faults.length > 0) this.failed.push([check.replace('figures: ', ''), faults]);
  }
}

/** One line of the report for each mutation, and one for the page that is right. */
export async function proveFigures(browser, report) {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), 'figures-'));
  const folder = path.join(place, 'public');
  for (const [name, text] of [['data/essai.csv', SOURCE], ['content/essai.md', BLOCK]]) {
    fs.mkdirSync(path.dirname(path.join(place, name)), { recursive: true });
    fs.writeFileSync(path.join(place, name), text);
  }
  fs.mkdirSync(folder);
  const data = sources(place);
  const server = await serve(folder);
  const fails = async (part, mutated, change) => {
    const files = { 'index.html': PAGE, 'g1.csv': OPEN, 'g1-tableur.csv': SHEET, 'g1.svg': DRAWING, 'e.css': STYLE };
    for (const [name, text] of Object.entries(files)) {
      const wrong = mutated === '*' || mutated === name;
      fs.writeFileSync(path.join(folder, name), wrong ? text.replace(...change) : text);
    }
    const memory = new Memory();
    if (part === 'drawn') await judgeDrawn(browser, server.origin, 'index.html', memory);
    else await judgeTold(browser, server.origin, 'index.html', { folder, data, report: memory, told: { matched: 0, computed: 0 } });
    return memory.failed;
  };
  try {
    const right = [...(await fails('told')), ...(await fails('drawn'))];
    report.judge('the judge of figures accepts a right page', 'proof.mjs', right.flatMap(([check, faults]) => `${check}: ${faults[0]}`));
    for (const [what, file, change, check] of MUTATIONS) {
      const part = /^(letters|contrast)/.test(check) ? 'drawn' : 'told';
      const seen = (await fails(part, file, change)).map(([failed]) => failed);
      report.judge('the judge of figures sees what is wrong', what, seen.includes(check) ? [] : [`not seen by « ${check} »; seen by: ${seen.join(', ') || 'none'}`]);
    }
  } finally {
    server.close();
    fs.rmSync(place, { recursive: true });
  }
}
