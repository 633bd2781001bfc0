// Memory over many rebuilds, then what an idle preview costs.
//
//   node benches/serve/endurance.mjs SITE KIOSQUE [ROUNDS] [IDLE_SECONDS]
//
// SITE is a folder that kiosque builds, with posts in content/blog/; nothing in it is changed: a copy is served. Each round
// saves one post out of fifty, and waits for its page to say so. Resident memory is what the kernel says of the process.
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const [given, kiosque, rounds = '2000', idle = '60'] = process.argv.slice(2);
const PORT = 4100;
const POSTS = 50;
const TICK = 100;
const home = fs.mkdtempSync(path.join(os.tmpdir(), 'endurance-'));
const site = path.join(home, 'site');
fs.cpSync(given, site, { recursive: true });
const blog = path.join(site, 'content/blog');
const posts = fs.readdirSync(blog).filter((name) => /^[^_].*\.md$/.test(name)).sort().slice(0, POSTS);
const texts = posts.map((name) => fs.readFileSync(path.join(blog, name), 'utf8'));

const child = spawn(kiosque, ['--root', site, 'serve', '--port', String(PORT)], { stdio: 'ignore' });
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const get = (address) => fetch(`http://127.0.0.1:${PORT}${address}`).then((answer) => answer.text()).catch(() => '');

function resident() {
  const [, kib] = fs.readFileSync(`/proc/${child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/);
  return Math.round(kib / 1024);
}
/** Seconds of processor so far, the kernel's part included. */
function spent() {
  const fields = fs.readFileSync(`/proc/${child.pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICK;
}

try {
  while (!(await get('/'))) await wait(100);
  await wait(3_000);
  const from = spent();
  const addresses = posts.map((name) => `/blog/${name.replace(/\.md$/, '')}/`);
  console.log(`round 0: ${resident()} MiB`);
  for (let round = 1; round <= Number(rounds); round += 1) {
    const n = round % posts.length;
    const token = `Tour numéro ${round} de la série.`;
    fs.writeFileSync(path.join(blog, posts[n]), `${texts[n]}\n${token}\n`);
    const late = Date.now() + 10_000;
    while (!(await get(addresses[n])).includes(token)) {
      if (Date.now() > late) throw new Error(`${addresses[n]} never said: ${token}`);
      await wait(5);
    }
    if (round % Math.ceil(Number(rounds) / 10) === 0) console.log(`round ${round}: ${resident()} MiB`);
  }
  console.log(`processor: ${((1000 * (spent() - from)) / Number(rounds)).toFixed(0)} ms a round`);
  await wait(5_000);
  const before = spent();
  await wait(Number(idle) * 1_000);
  console.log(`idle: ${(spent() - before).toFixed(2)} s of processor in ${idle} s, ${resident()} MiB`);
} finally {
  child.kill();
  fs.rmSync(home, { recursive: true, force: true });
}
