// A clone of this repository as a runner has it, with its program and the packages of its theme; and what is run there.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { sharePackages } from '../sources/site.mjs';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** The morning of 2 December 2026: what is told of dates is the same whenever this runs. */
const INSTANT = '1796191200';

export class Clone {
  constructor(root, binary, home) {
    Object.assign(this, { root, home });
    fs.mkdirSync(home, { recursive: true });
    this.environment = { ...process.env, SOURCE_DATE_EPOCH: INSTANT, HOME: home, PATH: `${path.join(home, 'programs')}:${process.env.PATH}` };
    for (const name of Object.keys(this.environment)) if (/^(CI|GITHUB|GITLAB|GIT|AWS|RCLONE)_/.test(name) || name === 'CI') delete this.environment[name];
    const listed = execFileSync('git', ['-C', REPOSITORY, 'ls-files', '--cached', '--others', '--exclude-standard', '-z'], { encoding: 'utf8' });
    for (const file of listed.split('\0').filter((name) => name && fs.existsSync(path.join(REPOSITORY, name)))) {
      fs.mkdirSync(path.dirname(this.path(file)), { recursive: true });
      fs.copyFileSync(path.join(REPOSITORY, file), this.path(file));
    }
    sharePackages(root);
    fs.mkdirSync(this.path('target/release'), { recursive: true });
    fs.copyFileSync(binary, this.path('target/release/kiosque'));
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('The site');
    this.first = this.git('rev-parse', 'HEAD').trim();
    // As a cache would have kept it.
    const trees = this.git('rev-parse', 'HEAD:Cargo.toml', 'HEAD:Cargo.lock', 'HEAD:src', 'HEAD:fonts');
    fs.writeFileSync(this.path('target/release/kiosque.sources'), this.git('hash-object', '--stdin', { input: trees }));
  }

  path(name) {
    return path.join(this.root, name);
  }

  read(name) {
    return fs.readFileSync(this.path(name), 'utf8');
  }

  edit(name, change) {
    fs.writeFileSync(this.path(name), change(this.read(name)));
  }

  git(...words) {
    const options = typeof words.at(-1) === 'object' ? words.pop() : {};
    return execFileSync('git', ['-C', this.root, '-c', 'user.name=essai', '-c', 'user.email=essai@localhost', ...words], { encoding: 'utf8', env: this.environment, stdio: ['pipe', 'pipe', 'ignore'], ...options });
  }

  commit(message) {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }

  /** As it was cloned, whatever the last judge did here. */
  renew() {
    this.git('checkout', '--quiet', '--force', '-B', 'main', this.first);
    this.git('clean', '--quiet', '--force', '-d');
    for (const made of ['public', 'preview', 'night']) fs.rmSync(this.path(made), { recursive: true, force: true });
  }

  /** Builds as a runner does: nothing is left of the last site. */
  async build(...options) {
    fs.rmSync(this.path('public'), { recursive: true, force: true });
    const done = await this.run('target/release/kiosque', ['build', '--quiet', ...options]);
    if (done.code !== 0) throw new Error(done.said);
    return prints(this.path('public'));
  }

  /** Runs a command here, for two minutes at most. */
  run(command, words, more = {}) {
    const child = spawn(command, words, { cwd: this.root, env: { ...this.environment, ...more }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    let [said, out] = ['', ''];
    child.stdout.on('data', (text) => ((said += text), (out += text)));
    child.stderr.on('data', (text) => (said += text));
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), 120_000);
    return new Promise((done) => {
      child.on('error', (error) => (said += error));
      child.on('close', (code, signal) => {
        clearTimeout(timer);
        done({ code: code ?? signal, said, out });
      });
    });
  }
}

/** Fingerprints by path, of all the files below a folder. */
export function prints(folder) {
  const found = new Map();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path.relative(folder, file), createHash('md5').update(fs.readFileSync(file)).digest('hex'));
  }
  return found;
}

export const weight = (folder, files) => files.reduce((sum, file) => sum + fs.statSync(path.join(folder, file)).size, 0);
