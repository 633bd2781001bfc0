// Each way in which a source fails, through its recipe: the last good figures stay, with their true date, and nobody can
// miss it. What was seen is printed as a table.
import fs from 'node:fs';
import { faults } from './service.mjs';

const DAY = 86_400;
const PAGE = 'public/recettes/index.html';
const BANNER = 'Données du 31 octobre 2026 : leur mise à jour du 2 décembre 2026 a échoué';

/** The failures of engines: how each is brought about, and mended. */
function broken({ site, postgres, service }) {
  const by = (name) => ({ source: 'visites', fail: () => (service.fault = name), mend: () => (service.fault = null) });
  const moved = (name) => ({
    fail: () => fs.renameSync(site.path(name), site.path(`${name}.off`)),
    mend: () => fs.renameSync(site.path(`${name}.off`), site.path(name)),
  });
  const table = (from, to) => postgres.run(`alter table ${from} rename to ${to}`);
  return [
    { what: 'exit 1 (SQLite, its file is gone)', source: 'signalements', code: 'code-de-sortie', ...moved('base/suivi.sqlite') },
    { what: 'exit 1 (DuckDB, its files are gone)', source: 'journal', code: 'code-de-sortie', ...moved('exports/journal') },
    { what: 'exit 1 (PostgreSQL, its table is gone)', source: 'inscriptions', code: 'code-de-sortie', fail: () => table('comptes', 'ailleurs'), mend: () => table('ailleurs', 'comptes') },
    ...Object.keys(faults).map((name) => ({ what: name, ...by(name) })),
    {
      what: 'a token that is no longer valid',
      source: 'visites',
      fail: () => (site.environment.MATOMO_JETON += '0'),
      mend: () => (site.environment.MATOMO_JETON = site.environment.MATOMO_JETON.slice(0, -1)),
    },
  ];
}

const stamp = (file) => {
  const { ino, mtimeNs } = fs.statSync(file, { bigint: true });
  return `${ino} ${mtimeNs} ${fs.readFileSync(file, 'utf8')}`;
};

/** The page that shows the figures, or nothing. */
function shown(site) {
  return fs.existsSync(site.path(PAGE)) ? site.read(PAGE).replace(/\s+/g, ' ') : '';
}

async function one({ site, table, good }, failure) {
  const data = site.path(`data/${failure.source}.csv`);
  const before = stamp(data);
  failure.fail();
  const ran = await site.run(['sources', failure.source], good + DAY);
  failure.mend();
  const state = JSON.parse(site.read(`data/etat/${failure.source}.json`));
  const builds = [['build'], ['build', '--strict', '--output', 'public.strict']];
  const [build, strict] = await Promise.all(builds.map((words) => site.run(words, good + DAY)));
  const page = shown(site);
  const said = ran.said.split('\n')[0];
  const seen = {
    'sources exits 3': ran.code === 3,
    'the data are as they were': stamp(data) === before,
    'their true date is kept': state.reussite?.jour === '2026-12-01' && state.echec?.jour === '2026-12-02',
    'build publishes': build.code === 0 && build.said.includes('avertissement[source-en-echec]'),
    'the banner is on the page': page.includes(BANNER),
    '--strict refuses': strict.code === 1 && !fs.existsSync(site.path('public.strict')),
  };
  const word = (name, yes, no) => (seen[name] ? yes : no);
  table.push([
    failure.what, `exit ${ran.code}`, `${(ran.took / 1000).toFixed(1)} s`, word('the data are as they were', 'kept', 'LOST'),
    word('their true date is kept', '2026-12-01', 'LOST'), `exit ${build.code}`, word('the banner is on the page', 'shown', 'ABSENT'), `exit ${strict.code}`,
    said.replace(/^.*? : échec, /, '').replace(/ ; .*$/, '').slice(0, 90),
  ]);
  return Object.keys(seen).filter((name) => !seen[name]).map((name) => `${name}: no; ${said} ${name.includes('build') ? build.said : ''}`);
}

/** `good` is the instant at which all sources went well. */
export async function judgeFailures(world, report) {
  const { site } = world;
  const table = [['failure', 'sources', 'took', 'data', 'last good', 'build', 'banner', '--strict', 'what is said']];
  const kept = site.path('data.good');
  fs.cpSync(site.path('data'), kept, { recursive: true, preserveTimestamps: true });
  const sound = await site.run(['build', '--strict'], world.good + DAY / 2);
  report.judge('nothing is doubtful before a failure', 'build --strict', sound.code === 0 ? [] : [sound.said]);
  for (const failure of broken(world)) {
    report.judge('the last good figures stay, and it is told', failure.what, await one({ ...world, table }, failure));
    fs.rmSync(site.path('data'), { recursive: true });
    fs.cpSync(kept, site.path('data'), { recursive: true, preserveTimestamps: true });
  }
  const again = await site.run(['sources', 'visites'], world.good + DAY);
  const strict = await site.run(['build', '--strict'], world.good + DAY);
  const clear = again.code === 0 && strict.code === 0 && shown(site).includes('<h1') && !shown(site).includes('a échoué');
  report.judge('the next good night clears it', 'visites', clear ? [] : [again.said + strict.said]);
  const widths = table[0].map((_, at) => Math.max(...table.map((line) => line[at].length)));
  console.log(`\n${table.map((line) => line.map((cell, at) => cell.padEnd(widths[at])).join('  ').trimEnd()).join('\n')}\n`);
}
