// This repository's own site in a folder of its own, where recipes are pasted, and the commands that are run there.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const REPOSITORY = path.resolve(import.meta.dirname, '../..');

/** Copies files that are only read; they are shared where the disk allows it. */
function share(from, to) {
  fs.mkdirSync(path.dirname(to), { recursive: true });
  if (spawnSync('cp', ['-rl', from, to], { stdio: 'ignore' }).status === 0) return;
  fs.rmSync(to, { recursive: true, force: true });
  fs.cpSync(from, to, { recursive: true });
}

/** Gives the theme of a site what npm has installed for this one: of the DSFR, what it publishes. */
export function sharePackages(root) {
  const packages = 'themes/dsfr/node_modules';
  for (const part of ['.package-lock.json', '.kiosque-lock', '@gouvfr/dsfr/package.json', '@gouvfr/dsfr/dist']) {
    const from = path.join(REPOSITORY, packages, part);
    if (fs.existsSync(from)) share(from, path.join(root, packages, part));
  }
}

/** Instants are seconds since 1970, so that what is told of dates is the same whenever this runs. */
export class Site {
  constructor(root, binary, environment) {
    Object.assign(this, { root, binary, environment });
  }

  /** The texts, the figures and the theme of this repository. */
  lay() {
    for (const part of ['content', 'data', 'sources']) {
      fs.cpSync(path.join(REPOSITORY, part), this.path(part), { recursive: true });
    }
    fs.copyFileSync(path.join(REPOSITORY, 'kiosque.yaml'), this.path('kiosque.yaml'));
    const own = (file) => !file.includes('node_modules');
    fs.cpSync(path.join(REPOSITORY, 'themes/dsfr'), this.path('themes/dsfr'), { recursive: true, filter: own });
    sharePackages(this.root);
  }

  path(name) {
    return path.join(this.root, name);
  }

  read(name) {
    return fs.readFileSync(this.path(name), 'utf8');
  }

  put(name, text) {
    fs.mkdirSync(path.dirname(this.path(name)), { recursive: true });
    fs.writeFileSync(this.path(name), text);
  }

  /** Runs kiosque here; resolves to how it ended, what it said and how long it took. */
  run(words, instant) {
    const started = Date.now();
    const env = { ...this.environment, SOURCE_DATE_EPOCH: String(instant) };
    const child = spawn(this.binary, ['--root', this.root, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let said = '';
    child.stdout.on('data', (text) => (said += text));
    child.stderr.on('data', (text) => (said += text));
    const timer = setTimeout(() => child.kill('SIGKILL'), 120_000);
    return new Promise((done) => {
      child.on('close', (code, signal) => {
        clearTimeout(timer);
        done({ code: code ?? signal, said, took: Date.now() - started });
      });
    });
  }
}
