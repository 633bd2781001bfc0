// The letters of a real team, that another tool sent: announced as they were, no mail made of them.
import fs from 'node:fs';
import path from 'node:path';
import { TODAY, kiosque, lay, newsletter } from './site.mjs';

const GIVEN = path.resolve(import.meta.dirname, '../../../shared/corpus/umap/infolettres');

export function judgeOld(binary, home, report, skipped) {
  if (!fs.existsSync(GIVEN)) return skipped(`no ${GIVEN}: letters of a real team were not read`);
  const root = lay(path.join(home, 'old'), 'sobre');
  const folder = path.join(root, 'content/infolettres');
  for (const name of fs.readdirSync(folder)) if (!name.startsWith('_')) fs.rmSync(path.join(folder, name));
  const names = fs.readdirSync(GIVEN).filter((name) => name.endsWith('.md'));
  for (const name of names) fs.copyFileSync(path.join(GIVEN, name), path.join(folder, name));
  for (const text of fs.readdirSync(path.join(root, 'content'), { recursive: true })) {
    const file = path.join(root, 'content', text);
    // Texts of this site may name the letters that were here.
    if (file.endsWith('.md') && /infolettres\/20/.test(fs.readFileSync(file, 'utf8'))) fs.rmSync(file);
  }
  const built = kiosque(binary, root, ['build', '--today', TODAY, '--quiet']);
  report.judge('the letters of a real team are built', 'old', built.code === 0 ? [] : [built.err]);
  if (built.code !== 0) return;
  const list = fs.readFileSync(path.join(root, 'public/infolettres/index.html'), 'utf8');
  const feed = fs.readFileSync(path.join(root, 'public/infolettres/feed.xml'), 'utf8');
  const links = names.map((name) => /^link: *"?([^"\s]+)/m.exec(fs.readFileSync(path.join(folder, name), 'utf8'))?.[1]);
  const entries = feed.split('<entry>').length - 1;
  const ids = new Set([...feed.matchAll(/<entry>.*?<id>(.*?)<\/id>/gs)].map((found) => found[1]));
  const slug = (name) => /^title: *["']?(.*?)["']?\s*$/m.exec(fs.readFileSync(path.join(folder, name), 'utf8'))[1]
    .normalize('NFKD').replace(/[^\w\s-]/g, '').trim().toLowerCase().replace(/[-\s]+/g, '-');
  const mails = fs.readdirSync(path.join(root, 'public'), { recursive: true }).filter((name) => /email\.(html|txt)$/.test(name));
  report.judge('they are listed, followed and linked as they were', 'old', [
    ...(entries === names.length && ids.size === names.length ? [] : [`${entries} entries, ${ids.size} names, ${names.length} letters`]),
    ...links.filter((link) => !list.includes(`href="${link}"`)).map((link) => `the list does not lead to ${link}`),
    ...links.filter((link) => !feed.includes(link)).map((link) => `the feed does not lead to ${link}`),
    ...names.map(slug).filter((anchor) => !list.includes(`id="${anchor}"`)).map((anchor) => `no #${anchor}`),
    ...mails.map((name) => `${name} was made`),
  ]);
  const file = path.join(folder, names[0]);
  fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('\n', '\nsubject: Un objet\n'));
  const told = newsletter(binary, root, ['check']);
  report.judge('a subject beside a link is explained', 'old', told.code === 1 && told.err.includes('courriel-double') ? [] : [`${told.code}: ${told.err}`]);
}
