// Faults injected one by one into a publication: what was on the site afterwards, how the program ended, what it said.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { build, can, files, whole, write } from './site.mjs';

/** Enough pages that a build can be stopped in the middle. */
const PAGES = 400;

/** A place with a published site, `un`, and the sources of the next, `deux`. */
class Bench {
  constructor(binary, home) {
    Object.assign(this, { binary, home, rows: [] });
    this.sources = Object.fromEntries(['un', 'deux'].map((name) => [name, path.join(home, name)]));
  }

  async prepare() {
    this.editions = {};
    for (const [name, root] of Object.entries(this.sources)) {
      write(root, name, PAGES);
      const output = path.join(this.home, `${name}.html`, 'public');
      const done = await build(this.binary, root, output);
      if (done.code !== 0) throw new Error(done.said);
      this.editions[name] = files(output);
    }
  }

  /** A folder of its own, with `un` published in `www/public`. */
  fresh(name) {
    const place = path.join(this.home, name);
    fs.mkdirSync(path.join(place, 'www'), { recursive: true });
    fs.cpSync(path.join(this.home, 'un.html', 'public'), path.join(place, 'www', 'public'), { recursive: true });
    return { place, output: path.join(place, 'www', 'public') };
  }

  next(output, killed = null) {
    return build(this.binary, this.sources.deux, output, killed);
  }

  /** A build inside namespaces of its own, after `before`, where `$OUT` is published; `after` is run last. */
  apart(output, before, inner = '', limit = 'true') {
    const command = `${limit}; "$BIN" --root "$SITE" build --output "$OUT${inner}" --today 2026-11-26 --quiet`;
    const text = `set -e; ${before}\nset +e; trap '' XFSZ; (${command}) 2>"$SAID"; code=$?; cp -r "$OUT${inner}" "$COPY" 2>/dev/null; exit $code`;
    const place = path.dirname(path.dirname(output));
    const env = { ...process.env, BIN: this.binary, SITE: this.sources.deux, OUT: output, OLD: path.join(this.home, 'un.html', 'public') };
    Object.assign(env, { SAID: path.join(place, 'said'), COPY: path.join(place, 'copy') });
    const done = spawnSync('unshare', [...userless(), 'sh', '-c', text], { env, encoding: 'utf8' });
    const said = fs.existsSync(env.SAID) ? fs.readFileSync(env.SAID, 'utf8') : done.stderr;
    return { code: done.status, signal: done.signal, said, copy: env.COPY };
  }

  /** One line of the table, and its judgement. */
  tell(report, fault, wanted, { site, code, signal, said = '' }) {
    const line = said.trim().split('\n')[0].replaceAll(this.home, '…');
    this.rows.push([fault, site, String(code ?? signal), line]);
    const faults = [];
    if (!wanted.sites.includes(site)) faults.push(`the site is ${site}, not ${wanted.sites.join(' or ')}`);
    if (wanted.code !== undefined && code !== wanted.code) faults.push(`exit ${code ?? signal}, not ${wanted.code}`);
    if (wanted.says && !said.includes(wanted.says)) faults.push(`does not say « ${wanted.says} »: ${line}`);
    report.judge('a fault leaves a whole site and says why', fault, faults);
  }

  print() {
    const widths = [0, 1, 2].map((column) => Math.max(...this.rows.map((row) => row[column].length)));
    for (const row of this.rows) console.log(`${row.slice(0, 3).map((cell, n) => cell.padEnd(widths[n])).join(' | ')} | ${row[3]}`);
  }
}

/** What makes a private mount table: root's own, or a user's within a namespace. */
function userless() {
  return process.getuid() === 0 ? ['-m'] : ['-rm'];
}

export async function judgeFaults(binary, home, report) {
  fs.mkdirSync(home, { recursive: true });
  const bench = new Bench(binary, home);
  await bench.prepare();
  bench.rows.push(['fault', 'site afterwards', 'exit', 'message']);
  await killed(bench, report);
  await shared(bench, report);
  await linked(bench, report);
  if (can('unshare', ...userless(), 'sh', '-c', `mount -t tmpfs tmpfs "${home}"`)) mounted(bench, report);
  else console.log('skipped: nothing may be mounted here; full disks, read-only disks and mount points were not tried');
  refused(bench, report);
  bench.print();
}

/** What a folder is afterwards, in the words of the table. */
function state(bench, output) {
  const found = whole(output, bench.editions);
  return { un: 'old, whole', deux: 'new, whole' }[found] ?? found;
}

/** A build that was told `signal` while it laid its files, tried again when it was too quick. */
async function caught(bench, output, signal) {
  for (let tries = 0; tries < 20; tries += 1) {
    const child = spawn(bench.binary, ['--root', bench.sources.deux, 'build', '--output', output, '--today', '2026-11-26', '--quiet'], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    const ended = new Promise((done) => {
      let said = '';
      child.stderr.on('data', (text) => (said += text));
      child.on('close', (code, by) => done({ code, signal: by, said }));
    });
    const folder = path.dirname(output);
    const begun = () => fs.readdirSync(folder).some((name) => name.startsWith('public.next-') && fs.readdirSync(path.join(folder, name)).length > 5);
    while (child.exitCode === null && !begun()) await new Promise((done) => setImmediate(done));
    if (child.exitCode === null && child.kill(signal)) return { child, ended };
    await ended;
    fs.rmSync(output, { recursive: true });
    fs.cpSync(path.join(bench.home, 'un.html', 'public'), output, { recursive: true });
  }
  throw new Error('no build was slow enough to be caught');
}

async function killed(bench, report) {
  const { output } = bench.fresh('killed');
  for (const [fault, signal] of [['kill -9 while the site is laid', 'SIGKILL'], ['Ctrl-C while the site is laid', 'SIGINT']]) {
    const { ended } = await caught(bench, output, signal);
    bench.tell(report, fault, { sites: ['old, whole'] }, { ...(await ended), site: state(bench, output) });
  }
  const done = await bench.next(output);
  bench.tell(report, 'the build after a kill', { sites: ['new, whole'], code: 0 }, { ...done, site: state(bench, output) });
  const left = fs.readdirSync(path.dirname(output)).filter((name) => name !== 'public');
  report.judge('the next build clears what a killed one left', 'killed', left);
}

async function shared(bench, report) {
  const { output } = bench.fresh('shared');
  const { child, ended } = await caught(bench, output, 'SIGSTOP');
  const second = await bench.next(output);
  const says = `une autre construction de ${output} est en cours (processus ${child.pid})`;
  bench.tell(report, 'two builds at once: the second', { sites: ['old, whole'], code: 3, says }, { ...second, site: state(bench, output) });
  child.kill('SIGCONT');
  bench.tell(report, 'two builds at once: the first', { sites: ['new, whole'], code: 0 }, { ...(await ended), site: state(bench, output) });
}

async function linked(bench, report) {
  const { place, output } = bench.fresh('linked');
  const link = path.join(place, 'lien');
  fs.symlinkSync('www/public', link);
  const done = await bench.next(link);
  const kept = fs.lstatSync(link).isSymbolicLink() ? state(bench, output) : 'the link is gone';
  bench.tell(report, 'public is a link to a folder', { sites: ['new, whole'], code: 0 }, { ...done, site: kept });
  fs.unlinkSync(link);
  fs.symlinkSync('nulle-part', link);
  const lost = await bench.next(link);
  bench.tell(report, 'public is a link to nothing', { sites: ['new, whole'], code: 3, says: 'ne mène nulle part' }, { ...lost, site: state(bench, output) });
}

/** Disks of their own, in a private mount table: nothing of the machine changes. */
function mounted(bench, report) {
  const small = 'mount -t tmpfs -o size=9m tmpfs "$OUT"; mkdir "$OUT/www"; cp -r "$OLD" "$OUT/www/public"';
  const cases = [
    ['the disk is full', small, '/www/public', { sites: ['old, whole'], code: 3, says: 'disque plein' }],
    ['no inode is left', small.replace('size=9m', 'size=90m,nr_inodes=1000'), '/www/public', { sites: ['old, whole'], code: 3, says: 'disque plein' }],
    ['the disk is read-only', `${small.replace('9m', '90m')}; mount -o remount,ro "$OUT"`, '/www/public', { sites: ['old, whole'], code: 3, says: 'disque en lecture seule' }],
    ['public is on another disk than the sources', small.replace('9m', '90m'), '/www/public', { sites: ['new, whole'], code: 0 }],
    ['public is a mount point', 'mount -t tmpfs tmpfs "$OUT"; cp -r "$OLD"/. "$OUT"', '', { sites: ['old, whole'], code: 3, says: 'point de montage' }],
    ['public is mounted from the same disk', 'mount --bind "$OLD" "$OUT"', '', { sites: ['old, whole'], code: 3, says: 'point de montage' }],
    ['no file may be larger than 4 kB', 'true', '', { sites: ['old, whole'], code: 3, says: 'fichier trop grand' }, 'ulimit -f 8'],
  ];
  cases.forEach(([fault, before, inner, wanted, limit], n) => {
    const { output } = bench.fresh(`mounted-${n}`);
    const done = bench.apart(output, before, inner, limit);
    bench.tell(report, fault, wanted, { ...done, site: state(bench, done.copy) });
  });
}

/** What whoever publishes may not do, and content that is wrong. */
function refused(bench, report) {
  const { place, output } = bench.fresh('refused');
  if (process.getuid() !== 0 || can('setpriv', '--reuid=65534', '--clear-groups', 'true')) {
    const parent = path.dirname(output);
    fs.chmodSync(parent, 0o555);
    const words = process.getuid() === 0 ? ['setpriv', '--reuid=65534', '--clear-groups'] : [];
    const [command, ...rest] = [...words, bench.binary, '--root', bench.sources.deux, 'build', '--output', output, '--quiet'];
    const done = spawnSync(command, rest, { encoding: 'utf8' });
    fs.chmodSync(parent, 0o755);
    const wanted = { sites: ['old, whole'], code: 3, says: 'permission refusée' };
    bench.tell(report, 'the folder above may not be written', wanted, { code: done.status, said: done.stderr, site: state(bench, output) });
  }
  const root = path.join(place, 'faulty');
  fs.cpSync(bench.sources.deux, root, { recursive: true });
  fs.writeFileSync(path.join(root, 'content/p0.md'), '---\ntitle: "ouvert\n---\n');
  const done = spawnSync(bench.binary, ['--root', root, 'build', '--output', output], { encoding: 'utf8' });
  const wanted = { sites: ['old, whole'], code: 1, says: 'rien n\'a été publié ; le site publié n\'a pas changé' };
  bench.tell(report, 'a text is wrong', wanted, { code: done.status, said: done.stderr, site: state(bench, output) });
}
