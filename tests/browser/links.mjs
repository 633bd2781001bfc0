// Every internal link, anchor and file resolves; every feed and site map is well formed.
import { answering, address, files, read } from './site.mjs';
import { context } from './chromium.mjs';

/** Runs in the browser: what a document points at, and the anchors it offers. */
function gather([markup, type]) {
  const document = new DOMParser().parseFromString(markup, type);
  const fault = document.querySelector('parsererror')?.textContent;
  const every = (selector, name) => [...document.querySelectorAll(selector)].map((node) => node.getAttribute(name));
  const sets = every('[srcset]', 'srcset').flatMap((set) => set.split(',').map((part) => part.trim().split(/\s+/)[0]));
  const refresh = every('meta[http-equiv=refresh i]', 'content').map((content) => content.replace(/^.*?url=/i, ''));
  const seen = new Set();
  const twice = every('[id]', 'id').filter((id) => seen.has(id) || !seen.add(id));
  return {
    fault,
    twice,
    links: [...every('[href]', 'href'), ...every('[src]', 'src'), ...every('[poster]', 'poster'), ...sets, ...refresh],
    anchors: [...seen, ...every('a[name]', 'name')],
    texts: [...document.querySelectorAll('loc')].map((node) => node.textContent.trim()),
    contents: [...document.querySelectorAll('content[type=html]')].map((node) => node.textContent),
  };
}

export async function judgeLinks(folder, baseUrl, browser, report) {
  const tab = await (await context(browser)).newPage();
  const all = files(folder);
  const documents = new Map();
  for (const file of all.filter((name) => /\.(html|xml)$/.test(name))) {
    const type = file.endsWith('.xml') ? 'application/xml' : 'text/html';
    documents.set(file, await tab.evaluate(gather, [read(folder, file), type]));
  }
  const resolve = (target, from) => wrong(folder, baseUrl, documents, target, from);
  for (const [file, found] of documents) {
    if (file.endsWith('.xml')) {
      report.judge('well-formed XML', file, found.fault ? [found.fault] : []);
      const inside = await Promise.all(found.contents.map((html) => tab.evaluate(gather, [html, 'text/html'])));
      const relative = inside.flatMap((part) => part.links).filter((link) => link && !/^[a-z][a-z0-9+.-]*:/i.test(link));
      report.judge('absolute addresses in feeds', file, relative.map((link) => `relative address ${link}`));
    } else {
      report.judge('unique ids', file, found.twice.map((id) => `id given twice: ${id}`));
    }
    const targets = [...found.links, ...found.texts];
    report.judge('links', file, targets.map((target) => resolve(target, file)).filter(Boolean));
  }
  for (const file of all.filter((name) => name.endsWith('.css'))) {
    const targets = [...read(folder, file).matchAll(/url\(\s*["']?([^"')]+)/g)].map((match) => match[1]);
    report.judge('links', file, targets.map((target) => resolve(target, file)).filter(Boolean));
  }
  await tab.context().close();
}

/** A sentence about a target that leads nowhere, or nothing. */
function wrong(folder, baseUrl, documents, target, from) {
  if (target === null || target === undefined) return undefined;
  let url;
  try {
    url = new URL(target, baseUrl + address(from));
  } catch {
    return `not an address: ${target}`;
  }
  if (url.origin !== new URL(baseUrl).origin) return undefined;
  const prefix = new URL(baseUrl).pathname.replace(/\/$/, '');
  if (!url.pathname.startsWith(prefix + '/')) return `outside the site: ${target}`;
  const file = answering(folder, url.pathname.slice(prefix.length));
  if (!file) return `leads nowhere: ${target}`;
  const anchor = decodeURIComponent(url.hash.slice(1));
  const page = documents.get(file.slice(folder.length + 1).replaceAll('\\', '/'));
  if (anchor && page && !page.anchors.includes(anchor)) return `no such anchor: ${target}`;
  return undefined;
}
