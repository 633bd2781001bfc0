// axe-core on a page as it is met: light and dark, on a telephone and on a desk, menus and details open.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { context } from './chromium.mjs';
import { address } from './site.mjs';
import { watch } from './quiet.mjs';

const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'RGAAv4', 'best-practice'];

export async function judgeAccess(browser, origin, file, report) {
  for (const scheme of ['light', 'dark']) {
    const room = await context(browser, { scheme });
    const tab = await room.newPage();
    const said = await watch(tab, origin);
    await tab.goto(origin + address(file), { waitUntil: 'load' });
    if (scheme === 'dark') report.judge('dark theme followed', file, (await isDark(tab)) ? [] : ['the page stays light']);
    await tab.evaluate(AXE);
    await tab.evaluate(prepare);
    for (const width of [1280, 375]) {
      await tab.setViewportSize({ width, height: 900 });
      await tab.evaluate(open);
      report.judge(`axe ${scheme} ${width}`, file, await violations(tab));
    }
    report.judge(`axe ${scheme} menu`, file, await menu(tab));
    if (scheme === 'light') report.judge('reflow at 320 px', file, await reflow(tab));
    report.judge(`console, network and policy ${scheme}`, file, said);
    await room.close();
  }
}

const isDark = (tab) => tab.evaluate(() => {
  const colours = [document.body, document.documentElement].map((node) => getComputedStyle(node).backgroundColor);
  const drawn = colours.map((colour) => colour.match(/[\d.]+/g).map(Number)).find(([, , , alpha]) => alpha !== 0);
  return drawn !== undefined && 0.2126 * drawn[0] + 0.7152 * drawn[1] + 0.0722 * drawn[2] < 90;
});

/**
 * axe gives up on contrast where a background is a picture: an underline drawn as a gradient of one
 * colour, an icon drawn in a pseudo-element. Those are set aside so that it decides.
 */
function prepare() {
  for (const node of document.querySelectorAll('body *')) {
    const picture = getComputedStyle(node).backgroundImage;
    const colours = new Set(picture.match(/rgba?\([^)]*\)/g) ?? []);
    const plain = picture.includes('gradient(') && !picture.includes('url(') && colours.size <= 1;
    if (plain) node.style.setProperty('background-image', 'none', 'important');
  }
  const contrast = axe._audit.checks['color-contrast'].options;
  axe.configure({ checks: [{ id: 'color-contrast', options: { ...contrast, ignorePseudo: true } }] });
}

/** Unfolds what can be unfolded in the page itself. */
async function open() {
  for (const details of document.querySelectorAll('details')) details.open = true;
  for (const button of document.querySelectorAll('main [aria-expanded="false"]')) button.click();
  await new Promise((settled) => setTimeout(settled, 100));
}

async function violations(tab, within) {
  const found = await tab.evaluate(([tags, scope]) => {
    const rules = { 'target-size': { enabled: true } };
    return axe.run(scope ?? document, { runOnly: { type: 'tag', values: tags }, rules, resultTypes: ['violations'] });
  }, [TAGS, within]);
  return found.violations.flatMap(({ id, help, nodes }) => nodes.map((node) => `${id}: ${help} — ${node.target} ${node.html.slice(0, 120)}`));
}

/** Opens each dialog that a visible button of the header opens, judges it, and closes it with Escape. */
async function menu(tab) {
  const faults = [];
  for (const button of await tab.locator('header button[aria-controls]:visible').all()) {
    const id = await button.getAttribute('aria-controls');
    await button.click();
    await tab.mouse.move(0, 899);
    await tab.waitForTimeout(400);
    const dialog = tab.locator(`[id="${id}"]`);
    if (!(await dialog.isVisible())) {
      faults.push(`the button of #${id} shows nothing`);
      continue;
    }
    faults.push(...(await violations(tab, `[id="${id}"]`)));
    await tab.keyboard.press('Escape');
    await tab.waitForTimeout(400);
  }
  return faults;
}

async function reflow(tab) {
  await tab.setViewportSize({ width: 320, height: 800 });
  await tab.waitForTimeout(100);
  return tab.evaluate(() => {
    const width = document.documentElement.clientWidth;
    if (document.scrollingElement.scrollWidth <= width) return [];
    const wide = [...document.body.querySelectorAll('*')].filter((node) => node.getBoundingClientRect().right > width + 1);
    return wide.slice(-3).map((node) => `wider than the screen: ${node.outerHTML.slice(0, 120)}`);
  });
}
