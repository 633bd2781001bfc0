// GitLab's pipeline: read against its schema, then run job by job, as a runner without containers would.
import fs from 'node:fs';
import path from 'node:path';
import { judgeNight } from './night.mjs';

const LOCAL = path.join(import.meta.dirname, 'node_modules/.bin/gitlab-ci-local');

/** What GitLab tells a pipeline of where it comes from, and the jobs that it must have. */
const ORIGINS = {
  'a merge request': { variables: ['CI_PIPELINE_SOURCE=merge_request_event', 'CI_MERGE_REQUEST_IID=12'], unset: ['CI_COMMIT_BRANCH'], jobs: ['preview', 'test'] },
  'a push to the main branch': { variables: ['CI_PIPELINE_SOURCE=push'], unset: [], jobs: ['pages', 'test'] },
  'a night': { variables: ['CI_PIPELINE_SOURCE=schedule'], unset: [], jobs: ['fresh', 'pages', 'remember'] },
  'a push to another branch': { variables: ['CI_PIPELINE_SOURCE=push', 'CI_COMMIT_BRANCH=essai'], unset: [], jobs: [] },
};

export class Gitlab {
  constructor(clone) {
    this.clone = clone;
    this.state = path.join(clone.home, 'gitlab');
    clone.git('config', 'remote.origin.url', 'https://gitlab.exemple.gouv.fr/equipe/site.git');
    clone.git('update-ref', 'refs/remotes/origin/main', 'HEAD');
    clone.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    // Packages are those of this machine.
    fs.mkdirSync(path.join(clone.home, 'programs'), { recursive: true });
    fs.writeFileSync(path.join(clone.home, 'programs/apt-get'), '#!/bin/sh\necho "apt-get $*"\n', { mode: 0o755 });
  }

  call(origin, more, words) {
    const { variables, unset } = ORIGINS[origin];
    const asked = [...variables, 'CI_PAGES_DOMAIN=pages.exemple.gouv.fr', ...more].flatMap((variable) => ['--variable', variable]);
    const state = ['--state-dir', path.relative(this.clone.root, this.state), '--home', path.relative(this.clone.root, this.clone.home)];
    return this.clone.run('node', [LOCAL, '--force-shell-executor', '--no-color', ...state, ...asked, ...unset.flatMap((name) => ['--unset-variable', name]), ...words]);
  }

  async jobs(origin) {
    const listed = await this.call(origin, [], ['--list-json']);
    try {
      return JSON.parse(listed.out.slice(listed.out.indexOf('\n[\n'))).filter((job) => job.when !== 'never').map((job) => job.name).sort();
    } catch {
      return [listed.said];
    }
  }

  /** Runs one job; what the jobs before it left is still in the folder, as artifacts would be. */
  run(origin, job, ...variables) {
    return this.call(origin, variables, [job]);
  }
}

export async function judgeGitlab(clone, report) {
  const gitlab = new Gitlab(clone);
  for (const [origin, { jobs }] of Object.entries(ORIGINS)) {
    const found = await gitlab.jobs(origin);
    report.judge('a pipeline has its jobs', `GitLab, ${origin}`, found.join() === jobs.join() ? [] : [`${found} instead of ${jobs}`]);
  }
  await judgePreview(gitlab, clone, report);
  const push = await gitlab.run('a push to the main branch', 'pages');
  report.judge('a push publishes what is committed', 'GitLab', push.code === 0 && fs.existsSync(clone.path('public/index.html')) && !fs.existsSync(clone.path('night')) ? [] : [push.said]);
  await judgeNight(clone, report, 'GitLab', {
    site: () => gitlab.run('a night', 'pages'),
    remember: (repository) => gitlab.run('a night', 'remember', `REPOSITORY=${repository}`),
    fresh: () => gitlab.run('a night', 'fresh'),
  });
}

async function judgePreview(gitlab, clone, report) {
  const done = await gitlab.run('a merge request', 'preview');
  const wrong = done.code === 0 ? [] : [done.said];
  if (done.code === 0) {
    const address = clone.read('preview.env').trim();
    if (!/^PREVIEW=https:\/\/equipe\.pages\.exemple\.gouv\.fr\/-\/site\/-\/jobs\/\d+\/artifacts\/preview\/index\.html$/.test(address)) wrong.push(address);
    const faults = JSON.parse(clone.read('codequality.json'));
    if (!Array.isArray(faults)) wrong.push('codequality.json is not a list');
    if (!clone.read('preview/index.html').includes('noindex')) wrong.push('no preview');
  }
  report.judge('a reviewer has a site to read', 'GitLab', wrong);
  clone.edit('content/_index.md', (text) => `${text}\n[perdu](blog/nulle-part.md)\n`);
  const faulty = await gitlab.run('a merge request', 'preview');
  const told = JSON.parse(clone.read('codequality.json'));
  const seen = faulty.code !== 0 && told.length > 0 && told.some((fault) => fault.location?.path === 'content/_index.md');
  report.judge('a fault stops the pipeline, beside its line', 'GitLab', seen ? [] : [`exit ${faulty.code}: ${JSON.stringify(told).slice(0, 300)}`]);
  clone.git('checkout', '--quiet', 'content');
}
