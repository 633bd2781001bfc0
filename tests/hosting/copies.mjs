// A site that changes a little, published again and again on a server and in a store: each is sent the difference only.
import fs from 'node:fs';
import { Server } from './server.mjs';
import { Store } from './store.mjs';
import { prints, weight } from './world.mjs';

const EXTRA = 'content/pages/de-trop.md';

/** What happens between two publications. */
function changes(clone) {
  const post = fs.readdirSync(clone.path('content/blog')).find((name) => /^\d.*\.md$/.test(name));
  return {
    'the first time': () => {},
    'the same, built afresh': () => {},
    'one edited post': () => clone.edit(`content/blog/${post}`, (text) => `${text}\nUn paragraphe de plus.\n`),
    'one changed CSV': () => clone.edit('data/umap-webinaires.csv', (text) => text.replace(/(\d)(\r?\n)/, (_, digit, end) => `${(Number(digit) + 1) % 10}${end}`)),
    'one page more': () => fs.writeFileSync(clone.path(EXTRA), '---\ntitle: Page de trop\ndescription: Elle disparaîtra.\n---\nUn texte.\n'),
    'one page less': () => fs.rmSync(clone.path(EXTRA)),
  };
}

export async function judgeCopies(clone, report) {
  const store = await Store.start(clone.home);
  const server = new Server(clone);
  const table = [['', 'files that differ', 'bytes', 'rsync: files', 'bytes sent', 'of the site', 'S3: files', 'bytes sent', 'deleted']];
  let [shown, site] = [new Map(), new Map()];
  try {
    for (const [what, change] of Object.entries(changes(clone))) {
      change();
      [shown, site] = [site, await clone.build()];
      const differ = difference(shown, site);
      const [sent, put] = [await server.publish(clone, site), await store.publish(clone, differ)];
      const bytes = weight(clone.path('public'), differ.sent);
      if (sent.files !== differ.sent.length) sent.wrong.push(`${sent.files} files were sent, ${differ.sent.length} differ`);
      // Of each file its path and its sum are told; what differs is compressed.
      if (!(sent.bytes < site.size * 60 + bytes)) sent.wrong.push(`${sent.bytes} bytes were sent for ${bytes} that differ`);
      report.judge('what is online is what was built, and only the difference was sent', `rsync, ${what}`, sent.wrong);
      report.judge('only the difference was sent, and what is gone went', `S3, ${what}`, put.wrong);
      const share = (100 * sent.bytes) / weight(clone.path('public'), [...site.keys()]);
      table.push([what, differ.sent.length, bytes, sent.files, sent.bytes, `${share.toFixed(1)} %`, put.files, put.bytes, put.deleted]);
    }
    await store.judge(clone, report);
    await server.judge(clone, report);
  } finally {
    await store.stop();
  }
  print(table.map((line) => line.map(String)));
}

/** Files of a new site that the old one does not have as they are, and those that it no longer has. */
export function difference(old, site) {
  return {
    sent: [...site].filter(([file, print]) => old.get(file) !== print).map(([file]) => file),
    gone: [...old.keys()].filter((file) => !site.has(file)),
  };
}

/** In what a folder is not the site, file by file. */
export function unlike(folder, site) {
  const found = prints(folder);
  const { sent, gone } = difference(found, site);
  return [...sent, ...gone].map((file) => `${file} is not online as it was built`);
}

function print(table) {
  const widths = table[0].map((_, at) => Math.max(...table.map((line) => line[at].length)));
  console.log(`${table.map((line) => line.map((cell, at) => (at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))).join('  ')).join('\n')}\n`);
}
