// A small site in two editions whose every page differs, and the builds of it.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const PAGES = 200;

/** Writes one edition below `root`, in the bare theme of the tests. */
export function write(root, edition, pages = PAGES) {
  const put = (file, text) => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), text);
  };
  put('kiosque.yaml', 'title: Essai\nbase_url: https://essai.exemple.gouv.fr\ntheme: telling\n');
  fs.cpSync(path.join(import.meta.dirname, '../themes/telling'), path.join(root, 'themes/telling'), { recursive: true });
  for (let n = 0; n < pages; n += 1) {
    const text = `Texte de l’édition ${edition}, page ${n}. `.repeat(n % 10 === 0 ? 4000 : 40);
    put(`content/p${n}.md`, `---\ntitle: Page ${n}, édition ${edition}\n---\n${text}\n`);
  }
  put('content/donnees.csv', `mois;valeur\n${`2026-01;${edition}\n`.repeat(20_000)}`);
}

/** Starts a build; `killed` after so many milliseconds, if ever. */
export function build(binary, root, output, killed = null) {
  const child = spawn(binary, ['--root', root, 'build', '--output', output, '--today', '2026-11-26', '--quiet'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const timer = killed === null ? null : setTimeout(() => child.kill('SIGKILL'), killed);
  return new Promise((done) => {
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      done({ code, signal, said });
    });
  });
}

/** Bytes by path, of all the files below a folder. */
export function files(folder) {
  const found = new Map();
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile()) found.set(path.relative(folder, file), fs.readFileSync(file));
  }
  return found;
}

/** Which of the editions, each a map of files, a folder is whole; or what is wrong. */
export function whole(folder, editions) {
  if (!fs.existsSync(folder)) return 'absent';
  const found = files(folder);
  for (const [name, expected] of Object.entries(editions)) {
    const same = found.size === expected.size && [...expected].every(([file, bytes]) => found.get(file)?.equals(bytes));
    if (same) return name;
  }
  return `neither: ${found.size} files`;
}

/** Whether a command can be run here with success. */
export function can(command, ...words) {
  return spawnSync(command, words, { stdio: 'ignore' }).status === 0;
}
