// A published folder, read through a real nginx while builds run and are killed at random instants: every answer is
// whole and of one edition, and none is missing.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import net from 'node:net';
import path from 'node:path';
import { build, files, whole, write } from './site.mjs';

const BUILDS = 100;
const READERS = 4;

export function nginx() {
  const places = ['/usr/sbin/nginx', ...(process.env.PATH ?? '').split(':').map((folder) => path.join(folder, 'nginx'))];
  return places.find((place) => fs.existsSync(place));
}

async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** Starts nginx with its own prefix, port and logs; what it opens is never kept open. */
async function serve(home, root) {
  const port = await freePort();
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${home}/${name};`);
  const user = process.getuid() === 0 ? 'user root;' : '';
  fs.writeFileSync(path.join(home, 'nginx.conf'), `${user} worker_processes 2; daemon off; pid ${home}/nginx.pid; error_log ${home}/error.log;
events { worker_connections 256; }
http { access_log off; sendfile on; open_file_cache off; ${kept.join(' ')}
  server { listen 127.0.0.1:${port}; root ${root}; index index.html; } }\n`);
  const child = spawn(nginx(), ['-p', home, '-e', `${home}/error.log`, '-c', `${home}/nginx.conf`], { stdio: 'ignore' });
  const origin = `http://127.0.0.1:${port}`;
  for (let tries = 0; ; tries += 1) {
    if (await get(`${origin}/`, new http.Agent()).catch(() => null)) break;
    if (tries > 100) throw new Error(`nginx does not answer: ${fs.readFileSync(`${home}/error.log`)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  return { origin, stop: () => new Promise((done) => (child.once('exit', done), child.kill('SIGTERM'))) };
}

function get(url, agent) {
  return new Promise((done, fail) => {
    const request = http.get(url, { agent }, (answer) => {
      const parts = [];
      answer.on('data', (part) => parts.push(part));
      answer.on('end', () => done({ status: answer.statusCode, complete: answer.complete, body: Buffer.concat(parts) }));
      answer.on('error', fail);
    });
    request.on('error', fail);
  });
}

/** Readers that ask for addresses at random until they are told to stop. */
class Readers {
  constructor(origin, editions) {
    Object.assign(this, { origin, editions, answers: 0, faults: new Map(), on: true });
    this.addresses = [...editions.un.keys()].filter((file) => file !== '404.html');
    this.loops = Array.from({ length: READERS }, () => this.read(new http.Agent({ keepAlive: true, maxSockets: 1 })));
  }

  /** The edition of one answer, or what is wrong with it. */
  async ask(file, agent) {
    const address = `${this.origin}/${file.replace(/(^|\/)index\.html$/, '$1')}`;
    const answer = await get(address, agent).catch((error) => ({ status: error.code }));
    this.answers += 1;
    if (answer.status !== 200 || !answer.complete) return `status ${answer.status}`;
    const of = Object.keys(this.editions).filter((name) => this.editions[name].get(file).equals(answer.body));
    return of.length > 0 ? of.join() : `bytes of neither edition (${answer.body.length})`;
  }

  async read(agent) {
    while (this.on) {
      const file = this.addresses[Math.floor(Math.random() * this.addresses.length)];
      const told = await this.ask(file, agent);
      if (!told.split(',').every((name) => name in this.editions)) {
        this.faults.set(told, [...(this.faults.get(told) ?? []), file]);
      }
    }
    agent.destroy();
  }

  async stop() {
    this.on = false;
    await Promise.all(this.loops);
  }

  told() {
    return [...this.faults].map(([fault, where]) => `${fault}: ${where.length} times, first at /${where[0]}`);
  }
}

/** Two editions, built apart, to compare with. */
async function editions(binary, home) {
  const found = {};
  for (const name of ['un', 'deux']) {
    write(path.join(home, name), name);
    const done = await build(binary, path.join(home, name), path.join(home, `${name}.html`, 'public'));
    if (done.code !== 0) throw new Error(done.said);
    found[name] = files(path.join(home, `${name}.html`, 'public'));
  }
  return found;
}

/** The thing itself. */
export async function judgePolled(binary, home, report) {
  const expected = await editions(binary, home);
  const output = path.join(home, 'www', 'public');
  const begun = Date.now();
  await build(binary, path.join(home, 'un'), output);
  const usual = Date.now() - begun;
  const server = await serve(home, output);
  const readers = new Readers(server.origin, expected);
  const count = { done: 0, before: 0, after: 0 };
  const mixed = [];
  let shown = 'un';
  for (let n = 0; n < BUILDS; n += 1) {
    const wanted = n % 2 === 0 ? 'deux' : 'un';
    const killed = n % 4 === 3 ? null : Math.random() * usual * 1.3;
    const done = await build(binary, path.join(home, wanted), output, killed);
    const now = whole(output, expected);
    const fits = done.signal === null ? now === wanted : now === wanted || now === shown;
    if (!fits || (done.signal === null && done.code !== 0)) mixed.push(`build ${n}: ${now}, exit ${done.code ?? done.signal} ${done.said}`);
    count[done.signal === null ? 'done' : now === shown && shown !== wanted ? 'before' : 'after'] += 1;
    shown = now;
  }
  await build(binary, path.join(home, 'un'), output);
  const litter = fs.readdirSync(path.dirname(output)).filter((name) => name !== 'public');
  await readers.stop();
  await server.stop();
  console.log(`${BUILDS} builds: ${count.done} ended, ${count.before} killed before the exchange, ${count.after} after; ${readers.answers} answers`);
  report.judge('every answer is whole, of one edition', 'nginx', readers.told());
  report.judge('each build leaves a whole site', 'nginx', mixed);
  report.judge('kills fell on both sides of the exchange', 'nginx', count.before > 0 && count.done > 0 ? [] : [JSON.stringify(count)]);
  report.judge('nothing is left beside the site', 'nginx', litter);
  report.judge('readers read', 'nginx', readers.answers > 1000 ? [] : [`${readers.answers} answers only`]);
  await prove(expected, home, report);
}

/** The judge is judged: a publication that copies over the old site must be seen. */
async function prove(expected, home, report) {
  const output = path.join(home, 'naive', 'public');
  fs.cpSync(path.join(home, 'un.html', 'public'), output, { recursive: true });
  const server = await serve(home, output);
  const readers = new Readers(server.origin, expected);
  for (let n = 0; n < 30 && readers.faults.size === 0; n += 1) {
    const from = path.join(home, `${n % 2 === 0 ? 'deux' : 'un'}.html`, 'public');
    await fs.promises.rm(output, { recursive: true, force: true });
    await fs.promises.cp(from, output, { recursive: true });
  }
  await readers.stop();
  await server.stop();
  report.judge('a naive publication is seen', 'nginx', readers.faults.size > 0 ? [] : ['nothing was seen']);
}
