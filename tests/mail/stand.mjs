// A mail server of a few lines, under TLS or not, in the mood that a test wants; and certificates for it.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import tls from 'node:tls';

/** An authority and what it signed: one certificate for localhost, one for another name, one that is over. */
export function certificates(folder) {
  fs.mkdirSync(folder, { recursive: true });
  const at = (name) => path.join(folder, name);
  const openssl = (...words) => execFileSync('openssl', words, { stdio: 'pipe', cwd: folder });
  openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '30',
    '-subj', '/CN=Autorite essai', '-keyout', 'ca.key', '-out', 'ca.pem');
  const signed = (name, host, ...dates) => {
    fs.writeFileSync(at(`${name}.ext`), `subjectAltName=${host}\n`);
    openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial', '-extfile', `${name}.ext`, '-out', `${name}.pem`, ...dates);
    return { key: fs.readFileSync(at(`${name}.key`)), cert: fs.readFileSync(at(`${name}.pem`)) };
  };
  return {
    authority: at('ca.pem'),
    good: signed('good', 'DNS:localhost,IP:127.0.0.1', '-days', '10'),
    other: signed('other', 'DNS:autre.example', '-days', '10'),
    over: signed('over', 'DNS:localhost,IP:127.0.0.1', '-days', '-1'),
  };
}

/** Starts one; `mood` says what it does that a good server would not. */
export function stand({ whole = null, started = null, password = null, mood = '' } = {}) {
  const messages = [];
  const serve = (socket) => talk(socket, { started, password, mood, messages });
  const server = whole ? tls.createServer(whole, serve) : net.createServer(serve);
  server.on('tlsClientError', () => {});
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => done({ port: server.address().port, messages, stop: () => server.close() }));
  });
}

function talk(socket, stand) {
  const { started, password, mood, messages } = stand;
  const say = (line) => socket.write(`${line}\r\n`);
  socket.on('error', () => {});
  if (mood === 'silent') return;
  if (mood === 'cut') { socket.destroy(); return; }
  if (!stand.greeted) say('220 essai ESMTP');
  let [left, body, known] = ['', null, false];
  const heard = (line) => {
    if (body !== null) {
      if (line === '.') {
        if (mood === 'cut-after') { socket.destroy(); return; }
        messages.push(body.join('\r\n'));
        body = null;
        say('250 2.0.0 Ok: queued as ESSAI');
      } else body.push(line.startsWith('.') ? line.slice(1) : line);
      return;
    }
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === 'EHLO') {
      const offers = ['essai', '8BITMIME', ...(started && !stand.greeted ? ['STARTTLS'] : []), ...(password ? ['AUTH PLAIN'] : [])];
      offers.forEach((offer, n) => say(`250${n === offers.length - 1 ? ' ' : '-'}${offer}`));
    } else if (verb === 'STAR') {
      say('220 2.0.0 Ready');
      socket.removeAllListeners('data');
      const safe = new tls.TLSSocket(socket, { isServer: true, ...started });
      safe.on('error', () => {});
      talk(safe, { ...stand, greeted: true });
    } else if (verb === 'AUTH') {
      const given = Buffer.from(line.split(' ').at(-1), 'base64').toString();
      known = given === `\0moi\0${password}`;
      say(known ? '235 2.7.0 Authentication successful' : '535 5.7.8 Error: authentication failed: UGFzc3dvcmQ6');
    } else if (verb === 'MAIL' && password && !known) say('530 5.7.0 Authentication required');
    else if (verb === 'RCPT' && mood === 'grey') say('450 4.2.0 <moi@essai.test>: Recipient address rejected: Greylisted');
    else if (verb === 'DATA') { body = []; say('354 End data with <CR><LF>.<CR><LF>'); }
    else if (verb === 'QUIT') { say('221 2.0.0 Bye'); socket.end(); }
    else say('250 2.0.0 Ok');
  };
  socket.on('data', (bytes) => {
    left += bytes.toString('latin1');
    for (let end = left.indexOf('\r\n'); end >= 0; end = left.indexOf('\r\n')) {
      const line = left.slice(0, end);
      left = left.slice(end + 2);
      heard(line);
    }
  });
}
