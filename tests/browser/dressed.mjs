// The site in each theme, with a page more: what moves, as people write it. It stands still until its reader asks.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { context } from './chromium.mjs';

/** 120 × 80, two images, a square that jumps. */
const GIF = 'R0lGODlheABQAIEAAAAAkeEADwAAAAAAACH/C05FVFNDQVBFMi4wAwEAAAAh+QQAFAAAACwAAAAAeABQAAAI2AABCBxIsKDBgwgTKlzIsKHDhxAjSpxIsaLFixgzatzIsaPHjyBDihxJsqTJkyhTqlzJsqXLlzBjypxJs6bNmzhz6tzJs6fPn0CDCh1KtKjRo0iTKl3KtKnTp1CjSp1KVWaAq1izatVa9eHWr1+7OgRLFqvYhmXLnmWYluzahW3BvlUYN+xchHW33sWbN+veg339/i0Y2OxggoWvHkacePHAxAEcC4QsGQBlyZcdZ168+XDnyqBDix5NurTp06hTq17NurXr17Bjy55Nu7bt27hz697Nu3fqgAAh+QQBFAACACwUAB4ARgAUAIEAAJHhAA8AAAAAAAAIjwABCBxIsGBBAQgTKlzIsCHCABAjSpw40aBFiw4zakxIsWPHiyAHbhzZ0KPJiCFDklzJ8aTJlCBZsnT5EiZGmSRperR5E+dGnR95HvT5E2hFoQSJFjWKEqlIpRmZSnT6FGpJqRCpCrTqEGtWrVyvYtUKICxDrwHIml2IVu3almPBvn3o1e3ctnLv1s37Fm1AADs=';
const WAYS = [
  '![Un carré](/essai.gif)', 'Dans une phrase, ![un carré](/essai.gif), aussi.', '<figure>\n<img src="/essai.gif" alt="Un carré">\n<figcaption>Nu</figcaption>\n</figure>',
  '<p><img src="/essai.gif" alt="Un carré" class="fr-responsive-img" style="display: block"></p>', ':::figure[Un carré]{image="/essai.gif" alt="Un carré"}\n:::',
];

/** The site in a theme, in a folder that goes with `close`; nothing without what builds it. */
export function dressed(site, theme) {
  const built = ['release', 'debug'].map((kind) => path.join(import.meta.dirname, '../../target', kind, 'kiosque'));
  const program = [process.env.KIOSQUE, ...built].find((file) => file && fs.existsSync(file));
  const settings = path.join(site, 'kiosque.yaml');
  if (!program || !fs.existsSync(settings) || !fs.existsSync(path.join(site, 'themes', theme))) return undefined;
  const folder = fs.mkdtempSync(path.join(import.meta.dirname, '../../target/theme-'));
  for (const part of ['content', 'data', `themes/${theme}`]) lay(path.join(site, part), path.join(folder, part));
  fs.writeFileSync(path.join(folder, 'content/essai.gif'), Buffer.from(GIF, 'base64'));
  fs.writeFileSync(path.join(folder, 'content/pages/essai.md'), `---\ntitle: Essai\n---\n\n${WAYS.join('\n\n')}\n`);
  const text = fs.readFileSync(settings, 'utf8');
  fs.writeFileSync(path.join(folder, 'kiosque.yaml'), text.replace(/^theme: .*$/m, `theme: ${theme}`));
  const output = path.join(folder, 'public');
  const base = theme === 'dsfr' ? 'https://exemple.gouv.fr' : 'https://exemple.fr';
  execFileSync(program, ['--root', folder, 'build', '--quiet', '--base-url', base, '--output', output], { stdio: 'pipe' });
  return { folder: output, close: () => fs.rmSync(folder, { recursive: true }) };
}

/** A copy; packages, which are many and which nobody writes to, by links where the disk allows it. */
function lay(from, to) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from, { withFileTypes: true })) {
    const [one, other] = [path.join(from, entry.name), path.join(to, entry.name)];
    if (entry.isDirectory()) lay(one, other);
    else if (!one.includes('node_modules')) fs.copyFileSync(one, other);
    else {
      try {
        fs.linkSync(one, other);
      } catch {
        fs.copyFileSync(one, other);
      }
    }
  }
}

export async function judgeMotion(browser, origin, report) {
  const room = await context(browser, {});
  const tab = await room.newPage();
  const asked = [];
  tab.on('request', (request) => /-animation-|\.gif$/.test(request.url()) && asked.push(new URL(request.url()).pathname));
  await tab.goto(`${origin}/essai/`, { waitUntil: 'load' });
  await tab.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await new Promise((done) => setTimeout(done, 300));
  const loops = tab.locator('main .kq-motion__loop');
  const faults = asked.map((file) => `is fetched before anybody asks: ${file}`);
  const [count, boxes] = [await loops.count(), tab.locator('main input[type=checkbox]')];
  if (count !== WAYS.length || (await boxes.count()) !== count) faults.push(`${count} animations and ${await boxes.count()} boxes to tick for ${WAYS.length} images that move`);
  for (let n = 0; n < count; n += 1) {
    if (await loops.nth(n).isVisible()) faults.push(`moves before anybody asks: ${WAYS[n]}`);
    await boxes.nth(n).check();
    if (!(await loops.nth(n).isVisible())) faults.push(`does not move when it is asked to: ${WAYS[n]}`);
    const [still, loop] = await Promise.all([tab.locator('.kq-motion picture img, .kq-motion > img:first-child').nth(n).boundingBox(), loops.nth(n).boundingBox()]);
    if (loop && still && Math.abs(loop.y - still.y) + Math.abs(loop.width - still.width) + Math.abs(loop.height - still.height) > 2) faults.push(`moves beside the image at rest: ${WAYS[n]}`);
  }
  report.judge('media: what moves waits to be asked', 'essai/index.html', faults);
  await room.close();
}
