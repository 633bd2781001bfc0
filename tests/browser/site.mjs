// The built folder: its pages, and a small server that shows it under a strict policy.
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';

/** The policy that the site asks its host to send; the narrowest there is when it asks for none. */
export function policy(folder) {
  const file = path.join(folder, '_headers');
  const asked = fs.existsSync(file) && fs.readFileSync(file, 'utf8').match(/^\s*Content-Security-Policy:\s*(.+)$/m);
  return asked ? asked[1] : "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'";
}

const TYPES = {
  '.html': 'text/html; charset=utf-8', '.css': 'text/css; charset=utf-8', '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json', '.webmanifest': 'application/manifest+json', '.xml': 'application/xml',
  '.csv': 'text/csv; charset=utf-8', '.txt': 'text/plain; charset=utf-8', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.jpg': 'image/jpeg', '.jpeg': 'image/jpeg', '.webp': 'image/webp', '.avif': 'image/avif', '.gif': 'image/gif',
  '.webm': 'video/webm', '.mp4': 'video/mp4', '.wav': 'audio/wav', '.vtt': 'text/vtt',
  '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.woff': 'font/woff', '.pdf': 'application/pdf',
};

/** Every file below `folder`, as addresses without a leading slash, sorted. */
export function files(folder) {
  const found = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name)).replaceAll('\\', '/'))
    .sort();
}

export const read = (folder, file) => fs.readFileSync(path.join(folder, file), 'utf8');

/** A page that only sends elsewhere has nothing to judge but its markup and its link. */
export const isRedirect = (html) => /<meta[^>]+http-equiv\s*=\s*["']?refresh/i.test(html.slice(0, 4096));

/** `blog/index.html` → `/blog/`. */
export const address = (file) => '/' + file.replace(/(^|\/)index\.html$/, '$1').split('/').map(encodeURIComponent).join('/');

/**
 * All pages when they are few; otherwise some of each shape of address, the heaviest of a shape
 * among them: shapes follow templates, and the heaviest page uses most components.
 */
export function sample(folder, pages, most) {
  if (pages.length <= most) return pages;
  const shapes = new Map();
  for (const page of pages) {
    const parts = page.split('/');
    const shape = `${parts.length > 2 ? parts[0] : ''}/${parts.length}/${parts.at(-1) === 'index.html'}`;
    shapes.set(shape, [...(shapes.get(shape) ?? []), page]);
  }
  const weight = (page) => fs.statSync(path.join(folder, page)).size;
  const queues = [...shapes.values()].map((group) => [group[0], ...group.slice(1).sort((a, b) => weight(b) - weight(a))]);
  const picked = new Set();
  for (let turn = 0; picked.size < most; turn += 1) {
    for (const queue of queues) if (queue[turn] && picked.size < most) picked.add(queue[turn]);
  }
  return pages.filter((page) => picked.has(page));
}

/** The file that answers an address, or nothing: what any static host does. */
export function answering(folder, pathname) {
  const wanted = path.join(folder, decodeURIComponent(pathname));
  if (wanted !== folder && !wanted.startsWith(folder + path.sep)) return undefined;
  const candidates = pathname.endsWith('/') ? [path.join(wanted, 'index.html')] : [wanted];
  return candidates.find((file) => fs.statSync(file, { throwIfNoEntry: false })?.isFile());
}

/** Serves `folder` on a free port of this machine. */
export async function serve(folder) {
  const sent = policy(folder);
  const server = http.createServer((request, response) => {
    const file = answering(folder, new URL(request.url, 'http://localhost').pathname);
    const shown = file ?? path.join(folder, '404.html');
    if (!fs.existsSync(shown)) return response.writeHead(404).end();
    response.writeHead(file ? 200 : 404, {
      'content-type': TYPES[path.extname(shown)] ?? 'application/octet-stream',
      'content-security-policy': sent,
      'x-content-type-options': 'nosniff',
    });
    response.end(fs.readFileSync(shown));
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return { origin: `http://127.0.0.1:${server.address().port}`, close: () => server.close() };
}
