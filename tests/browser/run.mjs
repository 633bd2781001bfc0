// Judges a built site: node run.mjs FOLDER BASE_URL SITE
// SITE is the folder that it was built from, for its figures to be compared with; the one around FOLDER otherwise.
import fs from 'node:fs';
import path from 'node:path';
import { Report } from './report.mjs';
import { each, executable, launch } from './chromium.mjs';
import { files, isRedirect, policy, read, sample, serve } from './site.mjs';
import { judgeAccess } from './accessibility.mjs';
import { judgeBudget } from './budget.mjs';
import { judgeDrawn } from './drawn.mjs';
import { dressed, judgeMotion } from './dressed.mjs';
import { hasFigures, judgeTold } from './figures.mjs';
import { judgeKeyboard } from './keyboard.mjs';
import { judgeLinks } from './links.mjs';
import { judgeMedia } from './media.mjs';
import { proveMedia } from './media-proof.mjs';
import { judgeMarkup } from './nu.mjs';
import { judgePlain } from './plain.mjs';
import { proveFigures } from './proof.mjs';
import { judgePurge, wholeSite } from './purge.mjs';
import { judgeSearch } from './search.mjs';
import { sources } from './sources.mjs';

const MOST_IN_BROWSER = 60;
/** Between them, every block that the theme has. */
const SHOWING_ALL = ['composants/index.html', 'stats/index.html'];
/** The one that the site wears comes first. */
const THEMES = ['dsfr', 'sobre'];

function baseUrl(folder) {
  const map = path.join(folder, 'sitemap.xml');
  const first = fs.existsSync(map) && fs.readFileSync(map, 'utf8').match(/<loc>\s*([^<\s]+)/);
  return first ? new URL(first[1]).origin : 'https://exemple.gouv.fr';
}

/** What a site may never ask its host to allow, however it is written. */
function loose(asked) {
  const of = (name) => asked.split(';').map((part) => part.trim()).find((part) => part.startsWith(`${name} `))?.slice(name.length + 1);
  const wanted = { 'default-src': "'none'", 'script-src': "'self'", 'style-src': "'self'" };
  const wrong = Object.entries(wanted).filter(([name, value]) => of(name) !== value).map(([name]) => `${name} is ${of(name)}`);
  if (/unsafe-|[\s:]\*|\shttps?:(?!\/\/)|\shttp:/.test(asked)) wrong.push(`too wide: ${asked}`);
  return wrong;
}

const folder = path.resolve(process.argv[2] ?? 'public');
if (!fs.existsSync(folder)) throw new Error(`no such folder: ${folder}`);
if (!executable()) throw new Error('no Chromium: install it, or give its path in CHROMIUM');

const report = new Report();
const pages = files(folder).filter((file) => file.endsWith('.html'));
// Letters follow the rules of mail programs, not those of pages: their own checks judge them.
const isLetter = (page) => /(^|[/.])email\.html$/.test(page);
const redirects = pages.filter((page) => isRedirect(read(folder, page)));
const readable = pages.filter((page) => !redirects.includes(page) && !isLetter(page));
const chosen = sample(folder, readable, MOST_IN_BROWSER);
report.judge('the policy is strict', folder, loose(policy(folder)));
report.judge('the site has pages', folder, readable.length > 0 ? [] : ['no page to judge']);

console.log(`${pages.length} pages (${redirects.length} only redirect): markup and links of all, ${chosen.length} in Chromium`);
judgeMarkup(folder, pages.filter((page) => !isLetter(page)), report);
const drawn = readable.filter((page) => hasFigures(read(folder, page)));
const site = path.resolve(process.argv[4] ?? path.dirname(folder));
const data = sources(site);
const told = { matched: 0, computed: 0 };
const server = await serve(folder);
const browser = await launch();
try {
  await judgeLinks(folder, process.argv[3] ?? baseUrl(folder), browser, report);
  await each(chosen, 2, async (page) => {
    await judgeAccess(browser, server.origin, page, report);
    await judgePlain(browser, server.origin, page, report);
  });
  await judgeBudget(browser, server, { folder, pages: chosen }, report);
  const whole = wholeSite(site);
  if (whole) {
    await judgePurge(browser, { folder, whole: whole.folder, pages: chosen }, report).finally(whole.close);
  } else console.log('SKIPPED: the cut sheets against the whole ones (no target/release/kiosque)');
  await proveMedia(browser, report);
  const full = SHOWING_ALL.filter((page) => readable.includes(page));
  for (const page of full) await judgeMedia(browser, server.origin, page, report);
  for (const theme of THEMES) {
    const other = full.length > 0 && dressed(site, theme);
    if (!other) {
      console.log(`SKIPPED: the theme ${theme} in other media`);
      continue;
    }
    const worn = await serve(other.folder);
    await judgeMotion(browser, worn.origin, report.under(theme));
    if (theme !== THEMES[0]) for (const page of full) await judgeMedia(browser, worn.origin, page, report.under(theme));
    worn.close();
    other.close();
  }
  await judgeSearch(browser, server, folder, report);
  await judgeKeyboard(browser, server.origin, { folder, pages: readable }, report);
  await proveFigures(browser, report);
  await each(drawn, 2, async (page) => {
    await judgeTold(browser, server.origin, page, { folder, data, report, told });
    await judgeDrawn(browser, server.origin, page, report);
  });
  console.log(`${drawn.length} pages with figures: ${told.matched} cells found in ${data.tables.size} files of data, ${told.computed} computed from them`);
} finally {
  await browser.close();
  server.close();
}
report.print();
process.exitCode = report.failed === 0 ? 0 : 1;
