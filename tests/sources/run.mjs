// Judges the recipes of sources/README.md on real engines, and what becomes of figures when a source fails.
// node run.mjs PATH_TO_KIOSQUE
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from '../browser/report.mjs';
import { declared, fill, rows, standIns } from './engines.mjs';
import { judgeFailures } from './failures.mjs';
import { Postgres } from './postgres.mjs';
import { recipes } from './recipes.mjs';
import { Service } from './service.mjs';
import { Site } from './site.mjs';

/** The night of 1 December 2026, 3 o'clock in Paris. */
const GOOD = 1_796_090_400;
const TOKENS = { matomo: '0f9e8d7c6b5a49382716', grist: 'b41c6f2d9e80a735', metabase: 'mb_7Qx2Lr9TzV4n' };
const PASSWORD = 'un-mot-de-passe-de-base';
const here = import.meta.dirname;

/** The site of this repository with all recipes pasted in it, as a reader of the page would. */
function paste(site, page, expected) {
  const sources = [...page.sources.values()].join('');
  // Nobody waits a minute and a half for a server that will never answer.
  const patient = sources.replace('delai: 90s', 'delai: 3s');
  if (patient === sources) throw new Error('the recipe of Matomo has no more « delai: 90s »');
  site.put('kiosque.yaml', site.read('kiosque.yaml').replace(/^sources:\n/m, `sources:\n${patient}`));
  for (const [file, text] of page.files) site.put(file, text);
  for (const [name, columns] of Object.entries(declared)) {
    site.put(`data/${name}.yaml`, `titre: Essai ${name}\nsource: Essai\nage_max: 62j\ncolonnes:\n  ${columns}\n`);
  }
  const tables = [...page.sources.keys()].map((name) => `\`\`\`tableau\ntitre: Table ${name}\ndonnees: ${name}\ncolonnes: [${expected[name][0].join(', ')}]\n\`\`\`\n`);
  site.put('content/pages/recettes.md', `---\ntitle: Recettes\ndescription: Ce que donnent les recettes.\n---\n\n${tables.join('\n')}`);
}

/** Each recipe gives the rows that its engine holds, and a page shows them. */
async function judgeRecipes({ site, page, expected }, report) {
  for (const name of page.sources.keys()) {
    const ran = await site.run(['sources', name], GOOD);
    const told = ran.code === 0 ? different(site, name, expected[name]) : [`exit ${ran.code}: ${ran.said}`];
    report.judge('a recipe gives what its engine holds', name, told);
    const secrets = Object.values({ ...TOKENS, PASSWORD }).filter((secret) => ran.said.includes(secret));
    report.judge('no secret is printed', name, secrets);
  }
  const build = await site.run(['build', '--strict'], GOOD);
  report.judge('a page shows all of it', 'build --strict', build.code === 0 ? [] : [build.said]);
}

function different(site, name, expected) {
  const found = rows(site.read(`data/${name}.csv`));
  const at = expected.findIndex((row, n) => JSON.stringify(row) !== JSON.stringify(found[n]));
  if (at === -1 && found.length === expected.length) return [];
  return [`row ${at}: ${JSON.stringify(found[at])} instead of ${JSON.stringify(expected[at])}, ${found.length} rows of ${expected.length}`];
}

/** The judge is judged: without the parameter that the page explains, what comes is not what is expected. */
async function judgeParameters({ site, page, expected }, report) {
  const without = [['visites', 'sources/matomo.sh', ' --data convertToUnicode=0'], ['partenaires', 'sources/grist.sh', '&header=colId'], ['demandes', 'sources/metabase.sh', '--data format_rows=false ']];
  for (const [name, file, parameter] of without) {
    const kept = [site.read(`data/${name}.csv`), site.read(`data/etat/${name}.json`)];
    const text = page.files.get(file);
    site.put(file, text.replace(parameter, ''));
    await site.run(['sources', name, '--accept'], GOOD);
    const seen = text.includes(parameter) && different(site, name, expected[name]).length > 0;
    const refused = site.read(`data/${name}.csv`) === kept[0] && site.read(`data/etat/${name}.json`).includes('echec');
    report.judge('a missing parameter is seen', `${name}${parameter}`, seen || refused ? [] : ['nothing was seen']);
    site.put(file, text);
    site.put(`data/${name}.csv`, kept[0]);
    site.put(`data/etat/${name}.json`, kept[1]);
  }
}

async function judge(home, binary, report) {
  const page = recipes(path.resolve(here, '../../sources/README.md'));
  const service = await Service.start(TOKENS);
  const postgres = await Postgres.start(path.join(home, 'postgres'), PASSWORD);
  try {
    standIns(path.join(home, 'programs'), path.join(here, 'samples'));
    const services = { MATOMO_ADRESSE: service.origin, MATOMO_SITE: '12', MATOMO_JETON: TOKENS.matomo, GRIST_ADRESSE: service.origin, GRIST_DOCUMENT: 'kDocument', GRIST_CLE_API: TOKENS.grist };
    const more = { METABASE_ADRESSE: service.origin, METABASE_QUESTION: '27', METABASE_CLE_API: TOKENS.metabase, TRINO_PASSWORD: PASSWORD };
    const programs = [path.join(home, 'programs'), path.join(here, '.venv/bin'), process.env.PATH].join(path.delimiter);
    const site = new Site(path.join(home, 'site'), binary, { ...process.env, ...postgres.environment, ...services, ...more, PATH: programs });
    fs.mkdirSync(site.root);
    site.lay();
    const world = { site, page, service, postgres, good: GOOD, expected: fill(site, postgres) };
    const known = Object.keys(world.expected);
    report.judge('each source of the page is held against an engine', 'README.md', [...page.sources.keys()].filter((name) => !known.includes(name)));
    paste(site, page, world.expected);
    await judgeRecipes(world, report);
    await judgeParameters(world, report);
    await judgeFailures(world, report);
    report.judge('no token was on a command line', 'services', service.asked > 0 ? [...service.leaks] : ['nobody asked']);
  } finally {
    await postgres.stop();
    await service.stop();
  }
}

const binary = path.resolve(process.argv[2] ?? 'target/release/kiosque');
const report = new Report();
const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-')));
const started = Date.now();
try {
  fs.chmodSync(home, 0o755);
  await judge(home, binary, report);
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
console.log(`in ${Math.round((Date.now() - started) / 1000)} s`);
report.print();
process.exitCode = report.failed > 0 ? 1 : 0;
