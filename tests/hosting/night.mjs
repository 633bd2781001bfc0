// What must hold of any night, whoever runs it: the site is published whole or not at all, what was learnt goes back to
// the repository, and figures that are not fresh are told.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

/** A repository that a runner pushes to. */
class Remote {
  constructor(clone) {
    this.folder = path.join(clone.home, 'depot.git');
    this.clone = clone;
    fs.rmSync(this.folder, { recursive: true, force: true });
    clone.git('clone', '--quiet', '--bare', clone.root, this.folder);
  }

  git(...words) {
    return execFileSync('git', ['-C', this.folder, ...words], { encoding: 'utf8', env: this.clone.environment });
  }

  /** Somebody else changes a file meanwhile. */
  push(file, text) {
    const other = path.join(this.clone.home, 'autre');
    fs.rmSync(other, { recursive: true, force: true });
    this.git('clone', '--quiet', this.folder, other);
    fs.writeFileSync(path.join(other, file), text);
    const as = ['-C', other, '-c', 'user.name=autre', '-c', 'user.email=autre@localhost'];
    for (const words of [['add', '--all'], ['commit', '--quiet', '--message', 'Another change'], ['push', '--quiet', 'origin', 'HEAD:main']]) {
      execFileSync('git', [...as, ...words], { env: this.clone.environment, stdio: 'ignore' });
    }
  }
}

/** `jobs`: the three steps of a night, as one of the pipelines runs them. */
export async function judgeNight(clone, report, host, jobs) {
  const remote = new Remote(clone);
  const tip = () => remote.git('rev-parse', 'main').trim();
  const judge = (what, wrong) => report.judge(what, host, wrong.filter(Boolean));
  clone.edit('sources/textes.sh', (text) => `${text}echo 'Essais,3'\n`);
  clone.commit('One row more');
  remote.git('fetch', '--quiet', clone.root, 'main:main');

  const good = await jobs.site();
  const page = fs.existsSync(clone.path('public/index.html'));
  judge('a night publishes a site with fresh figures', [(good.code !== 0 || !page) && good.said, !clone.read('data/textes.csv').includes('Essais,3') && 'figures are not fresh', fs.existsSync(clone.path('night/stale')) && 'they are said to be stale']);
  judge('a night tells what changes', [!/^## Sources$[\s\S]*textes : data\/textes\.csv[\s\S]*Ce qui change/m.test(clone.read('night/report.md')) && clone.read('night/report.md')]);
  const fresh = await jobs.fresh();
  judge('a night with fresh figures is green', [fresh.code !== 0 && fresh.said]);

  remote.push('README.md', 'Somebody wrote this meanwhile.\n');
  const kept = await jobs.remember(remote.folder);
  const files = remote.git('show', '--name-only', '--format=', 'main').trim().split('\n');
  const odd = files.filter((file) => !file.startsWith('data/'));
  judge('what was learnt goes back, after what others pushed', [kept.code !== 0 && kept.said, !(files.includes('data/etat/textes.json') && files.includes('data/etat/adresses.txt')) && `pushed: ${files}`, ...odd, remote.git('show', 'main:README.md') !== 'Somebody wrote this meanwhile.\n' && 'the other change is lost']);
  judge('such a commit starts no pipeline', [!remote.git('log', '-1', '--format=%s', 'main').includes('[skip ci]') && remote.git('log', '-1', '--format=%s', 'main')]);
  const before = tip();
  const again = await jobs.remember(remote.folder);
  judge('nothing new is no commit', [(again.code !== 0 || tip() !== before) && again.said]);

  clone.edit('data/textes.csv', (text) => text.replace('Essais,3', 'Essais,4'));
  remote.push('data/textes.csv', 'sorte,textes\nEssais,5\n');
  const conflict = await jobs.remember(remote.folder);
  judge('the same figures changed by hand are left to people', [conflict.code === 0 && 'it was pushed', remote.git('show', 'main:data/textes.csv') !== 'sorte,textes\nEssais,5\n' && 'their change is lost', fs.existsSync(clone.path('.git/rebase-merge')) && 'a rebase is left in the middle']);
  clone.git('reset', '--hard', '--quiet');

  fs.writeFileSync(clone.path('sources/textes.sh'), 'echo "base injoignable" >&2; exit 1\n');
  const stale = await jobs.site();
  const red = await jobs.fresh();
  judge('a source that fails leaves a site and a red night', [stale.code !== 0 && stale.said, !fs.existsSync(clone.path('public/index.html')) && 'no site', red.code === 0 && 'the night is green', !clone.read('night/report.md').includes('ne sont pas à jour') && clone.read('night/report.md')]);
  const state = JSON.parse(clone.read('data/etat/textes.json'));
  judge('the failure is remembered, with the good day', [!(state.echec && state.reussite) && JSON.stringify(state)]);

  fs.rmSync(clone.path('public'), { recursive: true });
  clone.edit('content/_index.md', (text) => `${text}\n[perdu](blog/nulle-part.md)\n`);
  const faulty = await jobs.site();
  const told = clone.read('night/report.md').includes('Rien n’est publié');
  judge('a faulty text publishes nothing, and says so', [faulty.code === 0 && 'the job is green', fs.existsSync(clone.path('public')) && 'there is a public/', !told && clone.read('night/report.md')]);
  clone.git('checkout', '--quiet', '.');
}
