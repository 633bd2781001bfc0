// A real Postfix on this machine that delivers to a Maildir and lets nothing out.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

export function there() {
  return process.getuid?.() === 0 && fs.existsSync('/usr/sbin/postfix');
}

/** A port that nothing uses. */
export function free() {
  return new Promise((done) => {
    const server = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => done(port));
    });
  });
}

/** Starts it below `home`; it knows one mailbox, `moi@essai.test`. */
export async function start(home) {
  const port = await free();
  const folder = (name) => {
    fs.mkdirSync(path.join(home, name), { recursive: true });
    return path.join(home, name);
  };
  fs.mkdirSync(home, { recursive: true });
  fs.chmodSync(home, 0o755);
  const [settings, queue, data, boxes] = ['etc', 'queue', 'data', 'boxes'].map(folder);
  spawnSync('chown', ['postfix', data]);
  spawnSync('chown', ['nobody', boxes]);
  const nobody = spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout.trim();
  fs.writeFileSync(path.join(settings, 'main.cf'), `compatibility_level = 3.6
queue_directory = ${queue}
data_directory = ${data}
myhostname = courriel.essai.test
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
mynetworks = 127.0.0.0/8
smtpd_relay_restrictions = reject_unauth_destination
virtual_mailbox_domains = essai.test
virtual_mailbox_base = ${boxes}
virtual_mailbox_maps = inline:{ { moi@essai.test = moi/ } }
virtual_uid_maps = static:${nobody}
virtual_gid_maps = static:${nobody}
virtual_transport = virtual
alias_maps =
smtputf8_enable = no
maillog_file = ${path.join(home, 'log')}
maillog_file_prefixes = ${home}
`);
  const service = (name, type, program) => `${name} ${type} n - n - ${name === 'qmgr' ? '1' : '-'} ${program}\n`;
  fs.writeFileSync(path.join(settings, 'master.cf'), [
    service(`127.0.0.1:${port}`, 'inet', 'smtpd'),
    'pickup unix n - n 60 1 pickup\n', 'cleanup unix n - n - 0 cleanup\n', 'qmgr unix n - n 300 1 qmgr\n',
    'rewrite unix - - n - - trivial-rewrite\n', 'bounce unix - - n - 0 bounce\n', 'defer unix - - n - 0 bounce\n',
    'virtual unix - n n - - virtual\n', 'error unix - - n - - error\n', 'anvil unix - - n - 1 anvil\n',
    'proxymap unix - - n - - proxymap\n', 'tlsmgr unix - - n 1000? 1 tlsmgr\n',
    'postlog unix-dgram n - n - 1 postlogd\n',
  ].join(''));
  const child = spawn('/usr/sbin/postfix', ['-c', settings, 'start-fg'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (words) => (said += words));
  const ready = await answers(port, 10_000);
  const stop = () => {
    spawnSync('/usr/sbin/postfix', ['-c', settings, 'stop'], { stdio: 'ignore', timeout: 15_000 });
    child.kill();
  };
  if (!ready) {
    const log = path.join(home, 'log');
    if (fs.existsSync(log)) said += fs.readFileSync(log, 'utf8');
    stop();
    throw new Error(`postfix does not answer: ${said.slice(-600)}`);
  }
  return { port, stop, delivered: () => delivered(path.join(boxes, 'moi/new'), 10_000) };
}

/** Waits for a greeting. */
async function answers(port, patience) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(100)) {
    const greeted = await new Promise((done) => {
      const socket = net.connect(port, '127.0.0.1');
      socket.setTimeout(1000, () => { socket.destroy(); done(false); });
      socket.on('data', (words) => { socket.end('QUIT\r\n'); done(String(words).startsWith('220')); });
      socket.on('error', () => done(false));
    });
    if (greeted) return true;
  }
  return false;
}

/** The one message of a folder, once it is there; it is taken away. */
async function delivered(folder, patience) {
  for (const end = Date.now() + patience; Date.now() < end; await pause(50)) {
    const [name] = fs.existsSync(folder) ? fs.readdirSync(folder) : [];
    if (name) {
      const bytes = fs.readFileSync(path.join(folder, name));
      fs.rmSync(path.join(folder, name));
      return bytes;
    }
  }
  return null;
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
