// The Nu HTML checker on every page: no error.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const JAR = path.join(path.dirname(createRequire(import.meta.url).resolve('vnu-jar')), 'build/dist/vnu.jar');
const AT_ONCE = 300;

export function judgeMarkup(folder, pages, report) {
  const faults = new Map(pages.map((page) => [page, []]));
  for (let start = 0; start < pages.length; start += AT_ONCE) {
    const batch = pages.slice(start, start + AT_ONCE).map((page) => path.join(folder, page));
    const options = ['-Xss4m', '-jar', JAR, '--exit-zero-always', '--stdout', '--format', 'json', ...batch];
    const run = spawnSync('java', options, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (run.error || run.status !== 0) throw new Error(`the Nu HTML checker did not run: ${run.error ?? run.stderr}`);
    for (const message of JSON.parse(run.stdout).messages) {
      if (message.type === 'info') continue;
      const page = path.relative(folder, fileURLToPath(message.url.replace(/^file:\/*/, 'file:///'))).replaceAll('\\', '/');
      faults.get(page)?.push(`line ${message.lastLine}: ${message.message} — ${message.extract ?? ''}`);
    }
  }
  for (const [page, found] of faults) report.judge('Nu HTML checker', page, found);
}
