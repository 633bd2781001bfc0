// What each engine holds before its recipe is tried, and the rows that the recipe must give.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** From January 2025 to October 2026. */
const MONTHS = Array.from({ length: 22 }, (_, n) => `${2025 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`);

/** How many events each month has: some hundreds, never twice the same. */
const COUNTS = MONTHS.map((_, n) => 300 + 37 * n + (n % 5) * 11);

/** Their first days and their numbers of events, one a minute, as SQL writes them. */
const events = MONTHS.map((month, n) => `('${month}-01', ${COUNTS[n]}, ${n})`).join(', ');

/** Two Parquet files, whose examples hold what CSV must quote. */
function journal(site) {
  const folder = site.path('exports/journal');
  fs.mkdirSync(folder, { recursive: true });
  const examples = MONTHS.map((_, n) => ['Carte « été », n° 1', 'dite "la grande"', null][n % 3]);
  const written = examples.map((text, n) => `(${n}, ${text === null ? 'null' : `'${text}'`})`).join(', ');
  for (const [half, rows] of [['a', 'even'], ['b', 'odd']]) {
    const sql = `copy (
      select debut::timestamp + interval (rang) minute as instant, texte as carte
      from (values ${events}) mois(debut, combien, n) join (values ${written}) textes(n, texte) using (n), range(combien) rangs(rang)
      where n % 2 = ${rows === 'even' ? 0 : 1}) to '${folder}/${half}.parquet' (format parquet)`;
    execFileSync('duckdb', ['-init', '/dev/null', '-c', sql], { env: site.environment, stdio: ['ignore', 'ignore', 'inherit'] });
  }
  return [['mois', 'ouvertures', 'exemple'], ...MONTHS.map((month, n) => [month, String(COUNTS[n]), examples[n] ?? ''])];
}

/** Half an hour before midnight in Paris is another day, and another month, for a server that counts in UTC or later. */
function inscriptions(postgres) {
  const ends = MONTHS.map((month) => `('${month}-01 00:30 Europe/Paris'::timestamptz)`).join(', ');
  postgres.run(`create table comptes (cree_le timestamptz not null);
    insert into comptes select (debut || ' 12:00 Europe/Paris')::timestamptz from (values ${events}) mois(debut, combien, n), generate_series(1, combien);
    insert into comptes values ${ends};`);
  return [['mois', 'inscriptions'], ...MONTHS.map((month, n) => [month, String(COUNTS[n] + 1)])];
}

function signalements(site) {
  const base = site.path('base/suivi.sqlite');
  fs.mkdirSync(path.dirname(base), { recursive: true });
  const sql = `create table signalements (recu_le text not null);
    with recursive mois(debut, combien, n) as (values ${events}), rangs(rang) as (select 1 union all select rang + 1 from rangs where rang < 2000)
    insert into signalements select datetime(debut, '+' || rang || ' minutes') from mois join rangs on rang <= combien;`;
  execFileSync('sqlite3', [base, sql], { stdio: ['ignore', 'ignore', 'inherit'] });
  return [['mois', 'signalements'], ...MONTHS.map((month, n) => [month, String(COUNTS[n])])];
}

/** What the services hold; they are asked over HTTP. */
export const held = {
  matomo: MONTHS.map((month, n) => ({ date: month, nb_visits: COUNTS[n] * 9, nb_actions: COUNTS[n] * 31 })),
  grist: [['Ain', '01', 12], ['Corse-du-Sud, littoral', '2A', 7], ['Guadeloupe', '971', 1204]],
  metabase: MONTHS.map((month, n) => [month, COUNTS[n] * 5]),
};

/** Summer time, as Metabase writes instants of a report in Paris. */
export const offset = (month) => (Number(month.slice(5)) > 3 && Number(month.slice(5)) < 11 ? '+02:00' : '+01:00');

/** Programs that are not here: each asks for the words that its recipe must give, then writes a sample of its output. */
export function standIns(folder, samples) {
  fs.mkdirSync(folder, { recursive: true });
  const program = (name, words, more) => {
    const asked = words.map((word) => `case " $* " in *" ${word} "*) ;; *) echo "missing: ${word}" >&2; exit 2 ;; esac\n`).join('');
    fs.writeFileSync(path.join(folder, name), `#!/bin/sh\n${asked}${more}\ncat '${samples}/${name}.csv'\n`, { mode: 0o755 });
  };
  program('trino', ['--password', '--output-format=CSV_HEADER', '--file=sources/cartes.sql'], '[ -n "$TRINO_PASSWORD" ] && [ -s sources/cartes.sql ] || exit 1');
  program('beeline', ['--silent=true', '--showHeader=true', '--outputformat=csv2', '-w'], '[ -s sources/appels.sql ] || exit 1');
}

/** Fills the engines; gives, for each source of the page, its rows with their header. */
export function fill(site, postgres) {
  return {
    journal: journal(site),
    inscriptions: inscriptions(postgres),
    signalements: signalements(site),
    visites: [['date', 'nb_visits', 'nb_actions'], ...held.matomo.map((row) => Object.values(row).map(String))],
    partenaires: [['Nom', 'Departement', 'Cartes'], ...held.grist.map((row) => row.map(String))],
    demandes: [['Mois', 'Demandes'], ...held.metabase.map(([month, count]) => [`${month}-01T00:00:00${offset(month)}`, String(count)])],
    cartes: [['mois', 'cartes'], ['2026-08', '1204'], ['2026-09', '1388'], ['2026-10', '1511']],
    appels: [['mois', 'appels'], ['2026-08', '88210'], ['2026-09', ''], ['2026-10', '90455']],
  };
}

/** Declarations of the data, but for the one that the page gives. */
export const declared = {
  journal: 'ouvertures: {nature: flux, unite: ouverture}',
  inscriptions: 'inscriptions: {nature: flux, unite: inscription}',
  signalements: 'signalements: {nature: flux, unite: signalement}',
  partenaires: 'Departement: {type: texte}\n  Cartes: {nature: stock, unite: carte}',
  demandes: 'Mois: {type: mois}\n  Demandes: {nature: flux, unite: demande}',
  cartes: 'cartes: {nature: flux, unite: carte}',
  appels: 'appels: {nature: flux, unite: appel}',
};

/** Rows of a CSV text, quotes undone. */
export function rows(text) {
  const found = [[]];
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy;
  for (let match; cell.lastIndex < text.length && (match = cell.exec(text)); ) {
    found.at(-1).push(match[1]?.replaceAll('""', '"') ?? match[2]);
    if (match[3] !== ',') found.push([]);
  }
  return found.filter((row) => row.length > 0 && row.join('') !== '');
}
