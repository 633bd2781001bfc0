// The server of the container's recipe, run for real by somebody who is not root: what it gives to readers.
import { execFileSync, spawn } from 'node:child_process';
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import zlib from 'node:zlib';
import { freePort } from '../sources/postgres.mjs';

const SAME = { br: zlib.brotliDecompressSync, gzip: zlib.gunzipSync };

function nginx() {
  const places = ['/usr/sbin', ...(process.env.PATH ?? '').split(':')].map((folder) => path.join(folder, 'nginx'));
  return places.find((place) => fs.existsSync(place));
}

class Server {
  /** The recipe's settings, but for its folders and its port. */
  static async start(clone) {
    const server = new Server();
    server.port = await freePort();
    const [site, room] = [clone.path('srv'), path.join(clone.home, 'nginx')];
    fs.mkdirSync(room, { recursive: true });
    fs.chmodSync(room, 0o777);
    const text = clone.read('hosting/nginx.conf');
    const places = { '/srv/site': site, '/tmp/': `${room}/`, '/dev/stdout': `${room}/access.log`, '/dev/stderr': `${room}/error.log`, 'listen 8080': `listen 127.0.0.1:${server.port}` };
    const settings = text.replace(new RegExp(Object.keys(places).join('|'), 'g'), (place) => places[place]);
    fs.writeFileSync(path.join(room, 'nginx.conf'), settings);
    const nobody = process.getuid() === 0 ? { uid: Number(execFileSync('id', ['-u', 'www-data'])), gid: Number(execFileSync('id', ['-g', 'www-data'])) } : {};
    const words = ['-e', `${room}/error.log`, '-c', `${room}/nginx.conf`];
    execFileSync(nginx(), ['-t', '-q', ...words], nobody);
    server.child = spawn(nginx(), [...words, '-g', 'daemon off;'], { ...nobody, stdio: 'ignore' });
    for (let tries = 0; ; tries += 1) {
      if (await server.get('/').catch(() => null)) return server;
      if (tries > 100) throw new Error(fs.readFileSync(`${room}/error.log`, 'utf8'));
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  get(address, headers = {}, method = 'GET') {
    return new Promise((done, fail) => {
      const request = http.request({ host: '127.0.0.1', port: this.port, path: address, method, headers, agent: false }, (answer) => {
        const parts = [];
        answer.on('data', (part) => parts.push(part));
        answer.on('end', () => done({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(parts) }));
        answer.on('error', fail);
      });
      request.on('error', fail);
      request.end();
    });
  }

  stop() {
    return new Promise((done) => (this.child.once('exit', done), this.child.kill('SIGQUIT')));
  }
}

/** As the last stage of the container lays it. */
async function lay(clone) {
  const built = await clone.run('target/release/kiosque', ['build', '--quiet', '--compress', '--output', 'srv/current']);
  if (built.code !== 0) throw new Error(built.said);
  for (const what of ['headers', 'redirects']) {
    const done = await clone.run('target/release/kiosque', [what, '--for', 'nginx']);
    if (done.code !== 0) throw new Error(done.said);
    fs.writeFileSync(clone.path(`srv/${what}.conf`), done.out);
  }
  for (const place of [clone.home, clone.root]) fs.chmodSync(place, 0o755);
}

export async function judgeNginx(clone, report) {
  await lay(clone);
  const server = await Server.start(clone);
  const public_ = (file) => fs.readFileSync(clone.path(`srv/current/${file}`));
  const judge = (what, where, wrong) => report.judge(what, `nginx, ${where}`, wrong.filter(Boolean));
  try {
    const sheet = `assets/${fs.readdirSync(clone.path('srv/current/assets')).find((name) => name.endsWith('.css'))}`;
    await judgeHeaders(clone, server, sheet, judge);
    for (const [encoding, unpack] of Object.entries(SAME)) {
      for (const [address, file] of [['/', 'index.html'], [`/${sheet}`, sheet], ['/blog/feed.xml', 'blog/feed.xml']]) {
        const answer = await server.get(address, { 'Accept-Encoding': encoding });
        const packed = answer.headers['content-encoding'] === encoding && unpack(answer.body).equals(public_(file));
        judge('what was packed once is sent as it is', `${address} ${encoding}`, [!packed && `${answer.headers['content-encoding']}`, !/accept-encoding/i.test(answer.headers.vary ?? '') && `Vary: ${answer.headers.vary}`]);
      }
    }
    const plain = await server.get('/');
    judge('whoever unpacks nothing is sent the text', '/', [plain.headers['content-encoding'] && 'packed', !plain.body.equals(public_('index.html')) && 'other bytes']);
    const types = { '/blog/feed.xml': 'xml', '/robots.txt': 'text/plain; charset=utf-8', '/manifest.webmanifest': 'application/manifest+json', '/kiosque-manifest.json': 'application/json', '/.well-known/security.txt': 'text/plain; charset=utf-8', '/sitemap.xml': 'xml', '/favicon.ico': 'image/x-icon' };
    for (const [address, type] of Object.entries(types)) {
      const answer = await server.get(address);
      judge('types are told', address, [!(answer.status === 200 && answer.headers['content-type'].toLowerCase().includes(type)) && `${answer.status} ${answer.headers['content-type']}`]);
    }
    await judgeRoads(server, public_, judge);
    await judgeParts(clone, server, public_, judge);
  } finally {
    await server.stop();
  }
}

/** Those of `_headers`, on pages, on files that last, and on pages that are absent. */
async function judgeHeaders(clone, server, sheet, judge) {
  const rules = fs.readFileSync(clone.path('srv/current/_headers'), 'utf8').split('\n\n')[0].split('\n').slice(1);
  const asked = rules.map((line) => line.trim().split(/: (.*)/));
  for (const [address, status, cache] of [['/', 200, 'no-cache'], [`/${sheet}`, 200, 'public, max-age=31536000, immutable'], ['/absente/', 404, null], ['/assets/absent.css', 404, null]]) {
    const answer = await server.get(address);
    const missing = asked.filter(([name, value]) => answer.headers[name.toLowerCase()] !== value).map(([name]) => `${name}: ${answer.headers[name.toLowerCase()]}`);
    const kept = answer.headers['cache-control'];
    judge('headers are those that the site asks for', address, [asked.length < 6 && 'nothing was asked', ...missing, answer.status !== status && `status ${answer.status}`, cache !== null ? kept !== cache && `Cache-Control: ${kept}` : /immutable/.test(kept ?? '') && 'absent for ever']);
  }
}

/** Where addresses lead. */
async function judgeRoads(server, public_, judge) {
  const absent = await server.get('/rien/du/tout');
  judge('an absent page has the page of the site', '/rien/du/tout', [absent.status !== 404 && `status ${absent.status}`, !absent.body.equals(public_('404.html')) && 'another page']);
  const roads = { '/blog': '/blog/', '/statistiques/': '/stats/', '/stats/donnees/': '/api/v1/' };
  for (const [from, to] of Object.entries(roads)) {
    const answer = await server.get(from);
    judge('addresses lead on, on the reader’s own host', from, [!(answer.status === 301 && answer.headers.location === to) && `${answer.status} ${answer.headers.location}`]);
  }
  for (const hidden of ['/_headers', '/_redirects', '/.git/config', '/.htaccess', '/blog/../../headers.conf', '/%2e%2e/headers.conf']) {
    const answer = await server.get(hidden);
    judge('what is not the site’s is not shown', hidden, [![400, 404].includes(answer.status) && `status ${answer.status}`]);
  }
}

/** Parts of a file, and files that the reader has already. */
async function judgeParts(clone, server, public_, judge) {
  const image = fs.readdirSync(clone.path('srv/current/img'), { recursive: true }).find((file) => /\.(png|jpe?g|webp)$/.test(file));
  const whole = public_(`img/${image}`);
  const part = await server.get(encodeURI(`/img/${image}`), { Range: 'bytes=10-109' });
  judge('a part of a file can be asked for', `/img/${image}`, [part.status !== 206 && `status ${part.status}`, part.headers['content-range'] !== `bytes 10-109/${whole.length}` && `${part.headers['content-range']}`, !part.body.equals(whole.subarray(10, 110)) && 'other bytes']);
  const beyond = await server.get(encodeURI(`/img/${image}`), { Range: `bytes=${whole.length + 10}-` });
  judge('a part beyond its end is refused', `/img/${image}`, [beyond.status !== 416 && `status ${beyond.status}`]);
  const known = await server.get('/');
  const again = await server.get('/', { 'If-None-Match': known.headers.etag });
  judge('what the reader has is not sent again', '/', [!(again.status === 304 && again.body.length === 0) && `status ${again.status}`]);
  const posted = await server.get('/', {}, 'POST');
  judge('nothing can be sent to it', 'POST /', [posted.status !== 405 && `status ${posted.status}`]);
}
