// An S3-compatible store: what is sent, what is deleted, and what readers are given.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../sources/postgres.mjs';
import { weight } from './world.mjs';

/** Settings of other hosts, which a store has no use for. */
const HIDDEN = ['_headers', '_redirects'];
const wanted = (files) => files.filter((file) => !HIDDEN.includes(file)).sort();

/** moto's server, whose log says what was asked. */
export class Store {
  static async start(home) {
    const store = new Store();
    const port = await freePort();
    store.log = path.join(home, 'moto.log');
    const log = fs.openSync(store.log, 'w');
    store.child = spawn(path.join(import.meta.dirname, '.venv/bin/moto_server'), ['-H', '127.0.0.1', '-p', String(port)], { stdio: ['ignore', log, log] });
    store.origin = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries += 1) {
      if ((await fetch(store.origin).catch(() => null))?.ok) break;
      if (tries > 300) throw new Error(`the store does not answer: ${fs.readFileSync(store.log)}`);
      await new Promise((done) => setTimeout(done, 100));
    }
    const created = await fetch(`${store.origin}/site`, { method: 'PUT' });
    // Readers have no name.
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::site/*' }] };
    const opened = await fetch(`${store.origin}/site?policy`, { method: 'PUT', body: JSON.stringify(policy) });
    if (!created.ok || !opened.ok) throw new Error(`the bucket was refused: ${created.status}, ${opened.status}`);
    const remote = { TYPE: 's3', PROVIDER: 'Other', ENDPOINT: store.origin, ACCESS_KEY_ID: 'essai', SECRET_ACCESS_KEY: 'essai-essai' };
    store.environment = Object.fromEntries(Object.entries(remote).map(([name, value]) => [`RCLONE_CONFIG_SITE_${name}`, value]));
    store.asked();
    return store;
  }

  /** Files that were asked with a verb since the last time. */
  asked() {
    const text = fs.readFileSync(this.log, 'utf8');
    const lines = [...text.slice(this.read ?? 0).matchAll(/"(?:\x1b\[\d+m)*(PUT|DELETE) \/site\/([^ ?]+)[^"]*"/g)];
    this.read = text.length;
    return (verb) => lines.filter((line) => line[1] === verb).map((line) => decodeURIComponent(line[2])).sort();
  }

  async publish(clone, { sent, gone }) {
    const done = await clone.run('hosting/publish-s3.sh', ['public', 'site:site'], this.environment);
    const asked = this.asked();
    const wrong = done.code === 0 ? [] : [done.said.slice(-600)];
    const [put, deleted] = [asked('PUT'), asked('DELETE')];
    if (put.join() !== wanted(sent).join()) wrong.push(`sent: ${put.slice(0, 9)}; differ: ${wanted(sent).slice(0, 9)}`);
    if (deleted.join() !== wanted(gone).join()) wrong.push(`deleted: ${deleted.slice(0, 9)}; gone: ${wanted(gone).slice(0, 9)}`);
    return { files: put.length, bytes: weight(clone.path('public'), put), deleted: deleted.length, wrong };
  }

  /** What a reader is given: types and caches. */
  async judge(clone, report) {
    const sheet = fs.readdirSync(clone.path('public/assets')).find((name) => name.endsWith('.css'));
    const expected = {
      'index.html': ['text/html', 'no-cache'],
      [`assets/${sheet}`]: ['text/css', 'public, max-age=31536000, immutable'],
      'kiosque-manifest.json': ['application/json', 'no-cache'],
      'blog/feed.xml': ['xml', 'no-cache'],
    };
    for (const [file, [type, cache]] of Object.entries(expected)) {
      const answer = await fetch(`${this.origin}/site/${file}`);
      const same = Buffer.from(await answer.arrayBuffer()).equals(fs.readFileSync(clone.path(`public/${file}`)));
      const [found, kept] = [answer.headers.get('content-type'), answer.headers.get('cache-control')];
      report.judge('readers are given types and caches', `S3, ${file}`, same && found?.includes(type) && kept === cache ? [] : [`${found}, ${kept}, bytes ${same ? 'equal' : 'other'}`]);
    }
    const absent = await fetch(`${this.origin}/site/_headers`);
    report.judge('settings of other hosts stay out', 'S3', absent.status === 404 ? [] : [`status ${absent.status}`]);
  }

  stop() {
    return new Promise((done) => (this.child.once('exit', done), this.child.kill('SIGTERM')));
  }
}
