// Judges the recipes of hosting/: copies to a server and to a store, what servers answer, pipelines, the container.
// node run.mjs PATH_TO_KIOSQUE
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from '../browser/report.mjs';
import { judgeCopies } from './copies.mjs';
import { judgeGithub } from './github.mjs';
import { judgeGitlab } from './gitlab.mjs';
import { judgeNginx } from './nginx.mjs';
import { judgeScripts } from './scripts.mjs';
import { Clone } from './world.mjs';

const binary = path.resolve(process.argv[2] ?? 'target/release/kiosque');
const report = new Report();
const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-')));
const parts = {
  scripts: (clone) => judgeScripts(clone, report),
  nginx: (clone) => judgeNginx(clone, report),
  GitHub: (clone) => judgeGithub(clone, report),
  GitLab: (clone) => judgeGitlab(clone, report),
  copies: (clone) => judgeCopies(clone, report),
};
const wanted = process.argv.slice(3);
try {
  fs.chmodSync(home, 0o755);
  const clone = new Clone(path.join(home, 'clone'), binary, path.join(home, 'runner'));
  for (const [name, judge] of Object.entries(parts)) {
    if (wanted.length > 0 && !wanted.includes(name)) continue;
    const started = Date.now();
    clone.renew();
    await judge(clone);
    console.log(`${name}: ${Math.round((Date.now() - started) / 1000)} s\n`);
  }
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
report.print();
process.exitCode = report.failed > 0 ? 1 : 0;
