// What else the recipes are made of: shell scripts, the copy for reviewers, the program's cache, the container.
import fs from 'node:fs';
import path from 'node:path';

export async function judgeScripts(clone, report) {
  const scripts = fs.readdirSync(clone.path('hosting')).filter((name) => name.endsWith('.sh')).map((name) => `hosting/${name}`);
  const lint = await clone.run('shellcheck', scripts);
  report.judge('shellcheck is content', 'hosting/', lint.code === 0 ? [] : [lint.said]);
  await judgeProgram(clone, report);
  await judgePreview(clone, report);
  await judgeContainer(clone, report);
}

/** The program is made again when its sources change, and then only. */
async function judgeProgram(clone, report) {
  const cargo = path.join(clone.home, 'programs/cargo');
  fs.mkdirSync(path.dirname(cargo), { recursive: true });
  fs.writeFileSync(cargo, '#!/bin/sh\necho "cargo $*"\n', { mode: 0o755 });
  const same = await clone.run('hosting/program.sh', []);
  clone.edit('src/main.rs', (text) => `${text}\n// One more line.\n`);
  clone.commit('A change of the program');
  const changed = await clone.run('hosting/program.sh', []);
  const again = await clone.run('hosting/program.sh', []);
  const built = [same, changed, again].map(({ said }) => said.includes('cargo build --release --locked'));
  report.judge('the program is built when its sources change', 'program.sh', built.join() === 'false,true,false' ? [] : [built.join()]);
  clone.renew();
  await clone.run('hosting/program.sh', []);
}

/** Every address of the copy leads to one of its files, from wherever it is read. */
async function judgePreview(clone, report) {
  await clone.build();
  const made = await clone.run('node', ['hosting/preview.mjs', 'public', 'preview']);
  report.judge('a copy is made', 'preview.mjs', made.code === 0 ? [] : [made.said]);
  const pages = fs.readdirSync(clone.path('preview'), { recursive: true }).filter((file) => file.endsWith('.html'));
  const wrong = pages.flatMap((page) => lost(clone, page));
  report.judge('every address of the copy leads somewhere', `preview.mjs, ${pages.length} pages`, pages.length > 20 ? wrong : ['no pages']);
  const seen = lost(clone, 'index.html', (text) => text.replace('href="blog/index.html"', 'href="/blog/"')).length;
  report.judge('an address that leads nowhere is seen', 'preview.mjs', seen > 0 ? [] : ['nothing was seen']);
}

function lost(clone, page, change = (text) => text) {
  const text = change(clone.read(path.join('preview', page)));
  const addresses = [...text.matchAll(/<[a-z][^>]*? (?:href|src|poster|action)="([^"]*)"/g)].map((match) => match[1]);
  const candidates = [...text.matchAll(/ srcset="([^"]*)"/g)].flatMap((match) => match[1].split(',').map((one) => one.trim().split(/\s/)[0]));
  const own = [...addresses, ...candidates].map((address) => address.replace(/[?#].*$/, '')).filter((address) => address && !/^[a-z][a-z+.-]*:|^\/\//.test(address));
  const there = (address) => !address.startsWith('/') && fs.statSync(clone.path(path.join('preview', path.dirname(page), decodeURIComponent(address))), { throwIfNoEntry: false })?.isFile();
  return own.filter((address) => !there(address)).map((address) => `${page}: ${address}`);
}

/** No container is built here: its recipe is read, and what it copies and runs must exist. */
async function judgeContainer(clone, report) {
  const recipe = 'hosting/Containerfile';
  const tool = path.join(import.meta.dirname, 'node_modules/.bin/dockerfile-utils');
  const lint = await clone.run('node', [tool, 'lint', recipe]);
  report.judge('its recipe is well formed', recipe, lint.code === 0 ? [] : [lint.said]);
  const text = clone.read(recipe).replace(/\\\n\s*/g, '');
  const copied = [...text.matchAll(/^COPY (?!--from)(?:--\S+ )*(.+) \S+$/gm)].flatMap((match) => match[1].split(' '));
  const ignored = clone.read('.dockerignore').split('\n').filter((line) => line.startsWith('!')).map((line) => line.slice(1));
  const absent = copied.filter((file) => !fs.existsSync(clone.path(file))).map((file) => `${file} does not exist`);
  const hidden = copied.filter((file) => !ignored.includes(file)).map((file) => `${file} is hidden by .dockerignore`);
  report.judge('what it copies exists and is let in', recipe, copied.length > 5 ? [...absent, ...hidden] : ['nothing is copied']);
  const stages = text.split(/^FROM /m).slice(1);
  const named = stages.flatMap((stage) => stage.match(/^\S+ AS (\w+)/)?.[1] ?? []);
  const from = [...text.matchAll(/--from=(\w+)/g)].map((match) => match[1]).filter((name) => !named.includes(name));
  report.judge('its stages are those that it names', recipe, from);
  const users = stages.at(-1).match(/^USER (\S+)/m)?.[1];
  report.judge('nobody runs as root', recipe, users && users !== 'root' && users !== '0' ? [] : [`USER ${users}`]);
}
