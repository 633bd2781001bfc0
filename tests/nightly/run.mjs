// Judges what nobody watches: publication under faults, and read while it happens. node run.mjs PATH_TO_KIOSQUE
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from '../browser/report.mjs';
import { judgeDeterminism } from './determinism.mjs';
import { judgeFaults } from './faults.mjs';
import { judgePolled, nginx } from './nginx.mjs';

const binary = path.resolve(process.argv[2] ?? 'target/release/kiosque');
const report = new Report();
const home = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'kiosque-')));
try {
  fs.chmodSync(home, 0o755);
  await judgeFaults(binary, path.join(home, 'faults'), report);
  judgeDeterminism(binary, path.join(home, 'same'), report);
  if (nginx()) await judgePolled(binary, path.join(home), report);
  else console.log('skipped: no nginx on this machine, publication was not read while it happened');
} finally {
  fs.rmSync(home, { recursive: true, force: true });
}
report.print();
process.exitCode = report.failed > 0 ? 1 : 0;
