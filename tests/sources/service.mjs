// One server that stands for Matomo, Grist and Metabase: it answers as their documentation says, with their defaults when
// a parameter is missing, and badly when it is told to.
import fs from 'node:fs';
import http from 'node:http';
import { held, offset } from './engines.mjs';

const FRENCH = { date: 'Date', nb_visits: 'Visites', nb_actions: 'Actions' };
const ENGLISH_MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const LOGIN = '<!doctype html>\n<html lang="fr"><head><title>Connexion</title></head><body><form>…</form></body></html>\n';
const TEN_GIGABYTES = 10_000_000_000;

const quoted = (cell) => (/[",\n]/.test(String(cell)) ? `"${String(cell).replaceAll('"', '""')}"` : String(cell));
const csv = (lines) => `${lines.map((line) => line.map(quoted).join(',')).join('\n')}\n`;

function matomo(form, token) {
  if (form.get('module') !== 'API' || form.get('format')?.toUpperCase() !== 'CSV') return csv([['unexpected']]);
  if (form.get('token_auth') !== token || form.get('idSite') !== '12') return "Error: You can't access this resource as it requires 'view' access for the website id = 12.";
  const shown = form.get('showColumns')?.split(',') ?? Object.keys(held.matomo[0]).slice(1);
  const names = ['date', ...shown];
  const limit = form.get('method') === 'VisitsSummary.get' || form.get('filter_limit') === '-1' ? Infinity : 100;
  const head = names.map((name) => (form.get('translateColumnNames') === '1' ? FRENCH[name] : name));
  const text = csv([head, ...held.matomo.slice(0, limit).map((row) => names.map((name) => row[name]))]);
  return form.get('convertToUnicode') === '0' ? text : Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
}

function grist(query) {
  const head = query.get('header') === 'colId' ? ['Nom', 'Departement', 'Cartes'] : ['Nom du partenaire', 'Département', 'Nombre de cartes'];
  return csv([head, ...held.grist]);
}

function metabase(form) {
  const plain = form.get('format_rows') === 'false';
  const month = (text) => (plain ? `${text}-01T00:00:00${offset(text)}` : `${ENGLISH_MONTHS[Number(text.slice(5)) - 1]}, ${text.slice(0, 4)}`);
  const count = (number) => (plain ? number : number.toLocaleString('en-US'));
  return csv([['Mois', 'Demandes'], ...held.metabase.map(([at, number]) => [month(at), count(number)])]);
}

/** What goes wrong: given the good answer, writes another one, or none. */
export const faults = {
  'server error (500)': (answer) => answer.writeHead(500).end('Internal Server Error'),
  hang: () => {},
  empty: (answer) => answer.end(),
  'half a file, cut by the network': (answer, good) => {
    answer.writeHead(200, { 'Content-Length': good.length });
    answer.write(good.slice(0, good.length / 2), () => answer.destroy());
  },
  'half a file, whole rows': (answer, good) => answer.end(`${good.slice(0, good.lastIndexOf('\n', good.length / 2))}\n`),
  'the end of a file, cut in its last cell': (answer, good) => answer.end(good.slice(0, -3)),
  'HTML login page': (answer) => answer.writeHead(302, { Location: '/login', 'Content-Type': 'text/html' }).end(LOGIN),
  'error text with status 200': (answer) => answer.end('Error: token_auth is not valid'),
  '10 GB stream': (answer, good) => {
    answer.write(good);
    const block = Buffer.from('2026-10,1,1\n'.repeat(10_000));
    let sent = 0;
    const more = () => {
      while (sent < TEN_GIGABYTES && !answer.destroyed) {
        sent += block.length;
        if (!answer.write(block)) return void answer.once('drain', more);
      }
      answer.end();
    };
    more();
  },
  'wrong columns': (answer, good) => answer.end(good.replace('nb_visits', 'Visites')),
  'fewer rows': (answer, good) => answer.end(good.split('\n').filter((_, n) => n < 2 || n > 5).join('\n')),
  'older figures': (answer, good) => answer.end(good.replace('2026-10', '2024-12')),
};

export class Service {
  /** Which of `faults` hits the next answers, if any. */
  fault = null;
  /** Command lines of this machine that held a token while it was asked for. */
  leaks = new Set();
  asked = 0;

  static async start(tokens) {
    const service = new Service();
    service.tokens = tokens;
    service.server = http.createServer((request, answer) => service.receive(request, answer));
    await new Promise((done) => service.server.listen(0, '127.0.0.1', done));
    service.origin = `http://127.0.0.1:${service.server.address().port}`;
    return service;
  }

  receive(request, answer) {
    const parts = [];
    request.on('data', (part) => parts.push(part));
    request.on('end', () => {
      this.asked += 1;
      this.spy();
      answer.on('error', () => {});
      const url = new URL(request.url, this.origin);
      const good = this.good(request, url, new URLSearchParams(Buffer.concat(parts).toString()));
      if (good === null) return void answer.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"invalid API key"}');
      if (this.fault) faults[this.fault](answer, good);
      else answer.writeHead(200, { 'Content-Type': 'text/csv' }).end(good);
    });
  }

  /** What the asked service would give; null to whoever may not know. */
  good(request, url, form) {
    if (url.pathname === '/index.php' && request.method === 'POST') return matomo(form, this.tokens.matomo);
    if (url.pathname === '/api/docs/kDocument/download/csv' && url.searchParams.get('tableId') === 'Partenaires') {
      return request.headers.authorization === `Bearer ${this.tokens.grist}` ? grist(url.searchParams) : null;
    }
    if (url.pathname === '/api/card/27/query/csv' && request.method === 'POST') {
      return request.headers['x-api-key'] === this.tokens.metabase ? metabase(form) : null;
    }
    return null;
  }

  /** Anybody on the machine reads command lines: a token must not be on one. */
  spy() {
    for (const pid of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
      let line = '';
      try {
        line = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
      } catch {
        continue;
      }
      for (const [name, token] of Object.entries(this.tokens)) if (line.includes(token)) this.leaks.add(`${name}: ${line.slice(0, 80)}`);
    }
  }

  async stop() {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }
}
