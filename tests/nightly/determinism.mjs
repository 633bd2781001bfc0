// The same sources give the same bytes wherever and however they are built. Each surrounding is varied alone, and is
// shown to vary: a line that leaks it differs from the same line written in the surroundings of the reference.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { can } from './site.mjs';

const DAY = '2026-11-26';
/** Noon of that day, in seconds. */
const EPOCH = '1795690800';
const REFERENCE = { TZ: 'UTC', LC_ALL: 'C', LANG: 'C', RAYON_NUM_THREADS: '2' };

/** What a run is given beside the sources; `leak` is a shell command whose output tells the surrounding. */
const SURROUNDINGS = [
  { name: 'another folder', folder: 'ailleurs/un dossier très profond/site', leak: 'pwd' },
  { name: 'through a link', link: true, leak: 'echo "$SITE"' },
  { name: 'a Turkish locale', env: { LC_ALL: 'tr_TR.UTF-8', LANG: 'fr_FR.UTF-8', LANGUAGE: 'fr' }, leak: 'echo "$LC_ALL$LANG"' },
  { name: 'a zone fourteen hours ahead', env: { TZ: 'Pacific/Kiritimati' }, leak: 'date +%z' },
  { name: 'a zone, the day from SOURCE_DATE_EPOCH', env: { TZ: 'Pacific/Kiritimati', SOURCE_DATE_EPOCH: EPOCH }, day: [], leak: 'date +%z' },
  { name: 'umask 077', before: 'umask 077', leak: 'umask' },
  { name: 'one thread', env: { RAYON_NUM_THREADS: '1' }, leak: 'echo "$RAYON_NUM_THREADS"' },
  { name: 'sixteen threads', env: { RAYON_NUM_THREADS: '16' }, leak: 'echo "$RAYON_NUM_THREADS"' },
  { name: 'no home, no name, no terminal', bare: true, leak: 'echo "$HOME"' },
  { name: 'other dates of the sources', dates: true, leak: 'stat -c %Y kiosque.yaml' },
  { name: 'folders that list their files in another order', order: true, leak: 'ls -U content/pages' },
  { name: 'a clock 400 days ahead', wrap: ['faketime', '-f', '+400d'], leak: 'date +%Y-%m' },
];

/** Files below a folder with their bytes and rights. */
function tree(folder) {
  const found = new Map();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    const bytes = entry.isFile() ? fs.readFileSync(file) : null;
    found.set(path.relative(folder, file), { bytes, mode: (fs.statSync(file).mode & 0o777).toString(8) });
  }
  return found;
}

/** What differs between two trees, in sentences. */
export function differences(expected, found) {
  const faults = [];
  for (const file of new Set([...expected.keys(), ...found.keys()])) {
    const [a, b] = [expected.get(file), found.get(file)];
    if (!a || !b) faults.push(`${file} is in one of them only`);
    else if (a.mode !== b.mode) faults.push(`${file} has rights ${b.mode}, not ${a.mode}`);
    else if (a.bytes && !a.bytes.equals(b.bytes)) faults.push(`${file} differs ${place(a.bytes, b.bytes)}`);
  }
  return faults;
}

function place(a, b) {
  const at = a.findIndex((byte, n) => byte !== b[n]);
  const around = (bytes) => bytes.subarray(Math.max(0, at - 20), at + 30).toString();
  return `at ${at}: « ${around(a)} », « ${around(b)} »`;
}

class Builder {
  constructor(binary, home, master) {
    Object.assign(this, { binary, home, master, count: 0 });
  }

  /** A copy of the sources that shares their bytes, or has its own. */
  copy(folder, own) {
    fs.mkdirSync(path.dirname(folder), { recursive: true });
    const done = spawnSync('cp', [own ? '-a' : '-al', this.master, folder], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  }

  lay(how) {
    this.count += 1;
    const place = path.join(this.home, `${this.count}`);
    const site = path.join(place, how.folder ?? 'site');
    if (how.order) return this.disordered(place, site);
    this.copy(site, how.dates);
    if (how.dates) shake(site);
    if (!how.link) return site;
    fs.symlinkSync(site, path.join(place, 'lien'));
    return path.join(place, 'lien');
  }

  /** On a disk in memory, which lists what came last first. */
  disordered(place, site) {
    fs.mkdirSync(site, { recursive: true });
    const files = fs.readdirSync(this.master, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
    const names = files.map((entry) => path.relative(this.master, path.join(entry.parentPath, entry.name))).sort().reverse();
    fs.writeFileSync(path.join(place, 'names'), names.join('\0'));
    return site;
  }

  /** The surrounding alone, as the leak tells it. */
  tell(how) {
    return this.run({ ...how, silent: true }).leak;
  }

  /** Builds, writes the leak beside, and gives both. */
  run(how) {
    const site = this.lay(how);
    const place = path.join(this.home, `${this.count}`);
    const output = path.join(place, 'sortie', 'public');
    const words = how.silent ? ['true'] : [...(how.wrap ?? []), this.binary, '--root', site, 'build', '--output', output, '--quiet', '--compress'];
    const day = how.silent ? [] : (how.day ?? ['--today', DAY]);
    const shared = how.bare ? { PATH: process.env.PATH } : process.env;
    const env = { ...shared, ...REFERENCE, ...how.env, SITE: site, LEAK: path.join(place, 'fuite'), MASTER: this.master, NAMES: path.join(place, 'names') };
    if (how.bare) ['LC_ALL', 'LANG', 'TZ'].forEach((name) => delete env[name]);
    const lay = how.order ? 'mount -t tmpfs tmpfs "$SITE"; (cd "$MASTER" && cpio -0 -p -d -m --quiet "$SITE" <"$NAMES");' : '';
    const leak = `cd "$SITE"; ${(how.wrap ?? []).join(' ')} sh -c '${how.leak}' >"$LEAK"`;
    const text = `set -e; ${how.before ?? 'umask 022'}; ${lay} "$@"; ${leak}`;
    const shell = how.order ? ['unshare', process.getuid() === 0 ? '-m' : '-rm', 'sh', '-c', text, 'sh'] : ['sh', '-c', text, 'sh'];
    const [command, ...rest] = [...shell, ...words, ...day];
    const done = spawnSync(command, rest, { env, encoding: 'utf8', cwd: this.home, stdio: ['ignore', 'pipe', 'pipe'] });
    if (done.status !== 0) throw new Error(`${how.name}: exit ${done.status} ${done.stderr}`);
    return { tree: how.silent ? null : tree(output), leak: fs.readFileSync(env.LEAK, 'utf8'), output };
  }
}

/** Dates of the last three years, and rights that a stray tool may leave. */
function shake(site) {
  let seed = 7;
  for (const entry of fs.readdirSync(site, { recursive: true, withFileTypes: true })) {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    const date = Number(EPOCH) - (seed % 90_000_000);
    if (entry.isFile()) fs.utimesSync(path.join(entry.parentPath, entry.name), date, date);
  }
}

/** This repository's own site: what is written in it, and what its themes have of npm. */
function master(home) {
  const folder = path.join(home, 'sources');
  fs.mkdirSync(folder, { recursive: true });
  const root = path.resolve(import.meta.dirname, '../..');
  for (const name of ['kiosque.yaml', 'content', 'data', 'themes']) {
    const done = spawnSync('cp', ['-a', path.join(root, name), folder], { encoding: 'utf8' });
    if (done.status !== 0) throw new Error(done.stderr);
  }
  return folder;
}

function missing(how) {
  if (how.wrap && !can(...how.wrap, 'true')) return 'faketime is not installed';
  const mounts = () => can('unshare', process.getuid() === 0 ? '-m' : '-rm', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt');
  if (how.order && !(can('cpio', '--version') && mounts())) return 'nothing may be mounted here, or there is no cpio';
  return null;
}

export function judgeDeterminism(binary, home, report) {
  fs.mkdirSync(home, { recursive: true });
  const builder = new Builder(binary, home, master(home));
  const reference = builder.run({ name: 'the reference', leak: 'true' });
  prove(builder, reference, report);
  for (const how of SURROUNDINGS) {
    const why = missing(how);
    if (why) {
      console.log(`skipped: ${why}; built bytes were not compared with « ${how.name} »`);
      continue;
    }
    const found = builder.run(how);
    report.judge('the same sources give the same bytes', how.name, differences(reference.tree, found.tree));
    const usual = builder.tell({ name: how.name, leak: how.leak });
    const varied = usual === found.leak ? [`« ${usual.trim()} » in both`] : [];
    report.judge('what is varied varies: a page that told it would be seen', how.name, varied);
  }
  former(builder, reference, report);
}

/** What was published before leaves no trace: another day, other texts, uncompressed. */
function former(builder, reference, report) {
  const site = builder.lay({ dates: true });
  const output = path.join(path.dirname(site), 'sortie', 'public');
  const build = (...more) => spawnSync(builder.binary, ['--root', site, 'build', '--output', output, '--quiet', ...more], { encoding: 'utf8' });
  const steps = [['--today', '2025-03-01', '--drafts'], ['--today', DAY, '--base-url', 'https://autre.exemple.fr'], ['--today', DAY, '--compress']];
  const codes = steps.map((words) => build(...words).status);
  const faults = codes.every((code) => code === 0) ? [] : [`exits ${codes}`];
  report.judge('the same sources give the same bytes', 'over another site', [...faults, ...differences(reference.tree, tree(output))]);
}

/** The judge is judged: what it is to see, it sees. */
function prove(builder, reference, report) {
  const mutants = {
    'a byte': (copy) => flip(copy, [...copy.keys()].find((file) => file.endsWith('.br'))),
    'a file less': (copy) => copy.delete('index.html'),
    'a file more': (copy) => copy.set('trop.txt', { bytes: Buffer.from(''), mode: '644' }),
    'rights': (copy) => copy.set('index.html', { ...copy.get('index.html'), mode: '600' }),
  };
  for (const [name, mutate] of Object.entries(mutants)) {
    const copy = new Map(reference.tree);
    mutate(copy);
    report.judge('a difference is seen', name, differences(reference.tree, copy).length === 1 ? [] : ['it was not']);
  }
  const other = builder.run({ name: 'another day', day: ['--today', '2027-11-26'], leak: 'true' });
  report.judge('a difference is seen', 'another day', differences(reference.tree, other.tree).length > 0 ? [] : ['it was not']);
}

function flip(copy, file) {
  const bytes = Buffer.from(copy.get(file).bytes);
  bytes[bytes.length >> 1] ^= 1;
  copy.set(file, { ...copy.get(file), bytes });
}
