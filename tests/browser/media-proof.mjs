// The judge of media is judged: a page that is right passes, and each page that is wrong in one way fails there.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { judgeMedia } from './media.mjs';
import { Report } from './report.mjs';
import { serve } from './site.mjs';

const PAGE = `<!doctype html><html lang="fr"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Essai</title><link rel="stylesheet" href="/e.css">
<body><nav><a href="/autre/">Autre</a> <a href="/" aria-current="page">Ici</a></nav>
<main><h1>Essai</h1><p class="mots">Quelques mots.</p><details><summary>Plus</summary><p>Ce qui se plie.</p></details>
<div class="large">Un peu plus de mots sur une ligne.</div><button class="b">Presser</button>
<section class="k-chart" id="g1"><div class="k-fig"><svg class="k-g" viewBox="0 0 300 90"><g class="serie s1"><path class="pt" d="M10 20l5 5l-9 0z"/></g><g class="serie s2"><path class="pt" d="M90 20l5 0l0 5l-5 0z"/></g><text x="10" y="80">mots</text></svg></div></section>
</main></body></html>`;
const STYLE = `body { margin: 0; font: 1rem/1.6 sans-serif; } main { padding: 8px; } nav a[aria-current] { border-bottom: 4px solid; }
:focus-visible { outline: 3px solid; } .k-g { display: block; width: 100%; max-width: 300px; }
@media (forced-colors: active) { .k-g { forced-color-adjust: none; } .k-g * { fill: CanvasText; } }
@media print { details::details-content { content-visibility: visible; display: block; } }
`;

/** What is said after the style, then the look and the check that must see it. */
const MUTATIONS = [
  ['words that are not printed', '@media print { .mots { display: none; } }', 'paper', 'whole on paper'],
  ['what is folded stays folded on paper', '@media print { details::details-content { content-visibility: hidden; } }', 'paper', 'whole on paper'],
  ['a sheet too narrow', '@media print { .large { width: 900px; } }', 'paper', 'whole on paper'],
  ['a box that scrolls on paper', '@media print { .large { overflow: auto; width: 50px; white-space: nowrap; } }', 'paper', 'whole on paper'],
  ['a drawing that is not printed', '@media print { .k-g { display: none; } }', 'paper', 'whole on paper'],
  ['a page wider than a telephone', '.large { width: 400px; }', 'room', 'nothing is cut at 320 px'],
  ['words cut by their box', '.large { overflow: hidden; width: 90px; white-space: nowrap; }', 'room', 'nothing is cut at 640 px'],
  ['a box too low for large letters', '.large { overflow: hidden; height: 26px; }', 'room', 'nothing is cut with letters twice as large'],
  ['marks without colour', '@media (forced-colors: active) { .k-g .serie * { fill: Canvas; } }', 'colours', 'drawings in forced colours'],
  ['no focus', '@media (forced-colors: active) { .b:focus-visible { outline: none; } }', 'colours', 'the focus in forced colours'],
  ['a place that is a shade', 'nav a[aria-current] { border: 0; background: #ddd; }', 'colours', 'states in forced colours'],
  ['a smooth scroll', 'html { scroll-behavior: smooth; }', 'colours', 'nothing moves'],
  ['what turns', '@keyframes tour { to { transform: rotate(1turn); } } .b { animation: tour 2s infinite; }', 'colours', 'nothing moves'],
];

class Memory extends Report {
  failed = [];
  judge(check, page, faults) {
    if (faults.length > 0) this.failed.push([check.replace('media: ', ''), faults[0]]);
  }
}

/** One line of the report for each mutation, and one for the page that is right. */
export async function proveMedia(browser, report) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'media-'));
  const server = await serve(folder);
  const fails = async (style, looks) => {
    fs.writeFileSync(path.join(folder, 'index.html'), PAGE);
    fs.writeFileSync(path.join(folder, 'e.css'), STYLE + style);
    const memory = new Memory();
    await judgeMedia(browser, server.origin, 'index.html', memory, looks);
    return memory.failed;
  };
  try {
    report.judge('the judge of media accepts a right page', 'media-proof.mjs', (await fails('')).map(([check, fault]) => `${check}: ${fault}`));
    for (const [what, style, look, check] of MUTATIONS) {
      const seen = (await fails(style, [look])).map(([failed]) => failed);
      report.judge('the judge of media sees what is wrong', what, seen.includes(check) ? [] : [`not seen by « ${check} »; seen by: ${seen.join(', ') || 'none'}`]);
    }
  } finally {
    server.close();
    fs.rmSync(folder, { recursive: true });
  }
}
