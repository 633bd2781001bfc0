// A PostgreSQL of our own: its folder, its port, its password; nothing of the machine's is touched.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export async function freePort() {
  const server = net.createServer();
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

function programs() {
  const home = '/usr/lib/postgresql';
  const versions = fs.existsSync(home) ? fs.readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => path.join(home, version, 'bin')).find((bin) => fs.existsSync(path.join(bin, 'postgres')));
  if (!found) throw new Error('no PostgreSQL server on this machine');
  return found;
}

/** It refuses to run as root: its package comes with a user for that. */
function owner() {
  if (process.getuid() !== 0) return {};
  const id = (flag) => Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  return { uid: id('-u'), gid: id('-g') };
}

export class Postgres {
  /** Starts one whose folder is `home`, and whose only user has `password`. */
  static async start(home, password) {
    const [bin, as] = [programs(), owner()];
    const [data, secret] = [path.join(home, 'data'), path.join(home, 'secret')];
    fs.mkdirSync(home, { recursive: true });
    fs.writeFileSync(secret, password);
    if (as.uid !== undefined) for (const place of [home, secret]) fs.chownSync(place, as.uid, as.gid);
    const words = ['-D', data, '-U', 'kiosque', `--pwfile=${secret}`, '--auth=scram-sha-256', '--no-sync', '-E', 'UTF8', '--locale=C.UTF-8'];
    execFileSync(path.join(bin, 'initdb'), words, { ...as, cwd: home, stdio: ['ignore', 'ignore', 'inherit'] });
    const port = await freePort();
    const settings = ['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'timezone=UTC'];
    const log = fs.openSync(path.join(home, 'log'), 'w');
    const child = spawn(path.join(bin, 'postgres'), ['-D', data, '-p', port, '-k', home, ...settings], { ...as, cwd: home, stdio: ['ignore', log, log] });
    const server = new Postgres();
    const environment = { PGHOST: '127.0.0.1', PGPORT: String(port), PGDATABASE: 'postgres', PGUSER: 'kiosque', PGPASSWORD: password };
    Object.assign(server, { child, environment });
    for (let tries = 0; !server.answers(); tries += 1) {
      if (tries > 200) throw new Error(`PostgreSQL does not answer: ${fs.readFileSync(path.join(home, 'log'))}`);
      await new Promise((done) => setTimeout(done, 50));
    }
    return server;
  }

  answers() {
    return spawnSync('psql', ['-X', '-c', 'select 1'], { env: { ...process.env, ...this.environment }, stdio: 'ignore' }).status === 0;
  }

  run(sql) {
    execFileSync('psql', ['-X', '-q', '-v', 'ON_ERROR_STOP=1'], { env: { ...process.env, ...this.environment }, input: sql, stdio: ['pipe', 'ignore', 'inherit'] });
  }

  async stop() {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((done) => this.child.once('exit', done));
    this.child.kill('SIGINT');
    await ended;
  }
}
