// With a keyboard only: the way past the header, menus, what folds, tabs, dialogs, the search, and no trap on the way.
import fs from 'node:fs';
import path from 'node:path';
import { context } from './chromium.mjs';
import { address } from './site.mjs';

/** Elements that a tab stop may be on, at most: a page with more is walked until there. */
const MOST = 400;
const PATIENCE = 5_000;
/** Stops inside one element, at most: the controls of a video are its own. */
const WITHIN = 20;

export async function judgeKeyboard(browser, origin, { folder, pages }, report) {
  const on = (width) => async (check, file, work) => {
    const room = await context(browser, { width });
    const tab = await room.newPage();
    await tab.goto(origin + address(file), { waitUntil: 'load' });
    let faults;
    try {
      faults = await work(tab);
    } catch (fault) {
      faults = [fault.message.split('\n')[0]];
    }
    report.judge(`keyboard: ${check}`, file, faults);
    await room.close();
  };
  const [desk, telephone] = [on(1280), on(375)];
  // What the header has, every page has: only the text tells pages apart.
  const text = (file) => fs.readFileSync(path.join(folder, file), 'utf8').split('<main')[1] ?? '';
  const having = (mark) => pages.filter((file) => text(file).includes(mark));
  const home = pages.includes('index.html') ? 'index.html' : pages[0];
  for (const judge of [desk, telephone]) await judge('the way past the header', home, skips);
  for (const file of [home, ...having('role="tablist"').slice(0, 1)]) {
    for (const judge of [desk, telephone]) await judge('every control is reached, seen, and left', file, walk);
  }
  await desk('a menu of the header', home, menu);
  await telephone('the menu of a telephone', home, drawer);
  await telephone('the menu of a slow telephone', home, slowly(drawer));
  await desk('the choice of a look', home, look);
  for (const file of having('aria-expanded="false" aria-controls="accordeon-').slice(0, 1)) await desk('an accordion', file, fold);
  for (const file of having('role="tab"').slice(0, 1)) await desk('tabs', file, tabs);
  for (const file of having('<summary').slice(0, 1)) await desk('details', file, details);
  if (fs.readFileSync(path.join(folder, home), 'utf8').includes('type="search"')) {
    for (const judge of [desk, telephone]) await judge('the search', home, search);
  }
}

const focused = (tab) => tab.evaluate(() => {
  const node = document.activeElement;
  return node === document.body ? '' : `${node.localName}#${node.id} ${node.textContent.trim().slice(0, 30)}`;
});

/** Whether `test` comes to hold in the page; the fault if it does not. */
async function until(tab, words, test, argument) {
  try {
    await tab.waitForFunction(test, argument, { timeout: PATIENCE, polling: 30 });
    return [];
  } catch {
    return [`never: ${words} (focus on ${await focused(tab)})`];
  }
}

/** Presses Tab until an element that `selector` takes has the focus. */
async function reach(tab, selector, most = 60) {
  for (let n = 0; n < most; n += 1) {
    await tab.keyboard.press('Tab');
    if (await tab.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
  }
  throw new Error(`${most} times Tab do not lead to ${selector}`);
}

async function skips(tab) {
  const faults = [];
  await tab.keyboard.press('Tab');
  const told = await tab.evaluate(() => {
    const link = document.activeElement;
    const box = link.getBoundingClientRect();
    return { target: link.hash, seen: box.top >= 0 && box.left >= 0 && box.height > 10 && box.bottom <= innerHeight };
  });
  if (!told.target) return ['the first Tab is not on a link past the header'];
  if (!told.seen) faults.push('the link past the header does not show when it has the focus');
  await tab.keyboard.press('Enter');
  await tab.keyboard.press('Tab');
  const within = await tab.evaluate((target) => document.querySelector(target).contains(document.activeElement), told.target);
  if (!within) faults.push(`after it, Tab leads to ${await focused(tab)}, out of ${told.target}`);
  return faults;
}

/** All the way down with Tab: whatever can be operated is met once, can be seen and tells that it has the focus. */
async function walk(tab) {
  await tab.evaluate(() => {
    window.__met = new Set();
    window.__faults = [];
    document.addEventListener('focusin', ({ target }) => {
      const name = `${target.localName}#${target.id} « ${target.textContent.trim().slice(0, 30)} »`;
      if (window.__met.has(target)) return;
      window.__met.add(target);
      const box = target.getBoundingClientRect();
      // A choice drawn by its label: the field itself is hidden below it.
      const label = target.labels?.[0]?.getBoundingClientRect() ?? box;
      if (Math.max(box.width, label.width) < 2) window.__faults.push(`cannot be seen: ${name}`);
      const style = getComputedStyle(target);
      const drawn = (of) => (of.outlineStyle !== 'none' && Number.parseFloat(of.outlineWidth) > 0) || of.boxShadow !== 'none';
      const around = ['::before', '::after'].map((part) => getComputedStyle(target, part));
      // A card is outlined as a whole.
      const above = [];
      for (let at = target.parentElement; at && above.length < 5; at = at.parentElement) above.push(getComputedStyle(at));
      const lit = [style, ...around, ...above, ...(target.labels?.[0] ? [getComputedStyle(target.labels[0]), getComputedStyle(target.labels[0], '::before')] : [])];
      if (!lit.some(drawn)) window.__faults.push(`does not tell that it has the focus: ${name}`);
    });
  });
  let [last, stays] = [0, 0];
  for (let n = 0; n < MOST && stays < WITHIN; n += 1) {
    await tab.keyboard.press('Tab');
    const now = await tab.evaluate(() => (document.activeElement === document.body ? -1 : window.__met.size));
    if (now === -1) break;
    stays = now === last ? stays + 1 : 0;
    last = now;
  }
  if (stays === WITHIN) return [`a trap: Tab stays on ${await focused(tab)}`];
  return tab.evaluate((most) => {
    const operated = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
    const seen = (node) => node.checkVisibility({ visibilityProperty: true }) && node.getClientRects().length > 0 && !node.disabled;
    // Of a group of choices one is met; of tabs, the chosen one.
    const one = (node) => node.type === 'radio' || node.getAttribute('tabindex') === '-1';
    const left = [...document.querySelectorAll(operated)].filter((node) => seen(node) && !one(node) && !window.__met.has(node));
    const missed = window.__met.size >= most ? [] : left.map((node) => `never met: ${node.outerHTML.slice(0, 100)}`);
    return [...new Set([...window.__faults, ...missed])];
  }, MOST);
}

/** A menu of the header opens with Enter, its links follow, and it closes. */
async function menu(tab) {
  const opener = 'header nav button[aria-expanded], header nav summary';
  if ((await tab.locator(opener).count()) === 0) return [];
  await reach(tab, opener);
  await tab.keyboard.press('Enter');
  const faults = await until(tab, 'the menu shows its links', () => {
    const link = document.activeElement.parentElement.querySelector('ul a[href]');
    return link.checkVisibility({ visibilityProperty: true }) && link.getClientRects().length > 0;
  });
  await tab.keyboard.press('Tab');
  const inside = await tab.evaluate(() => document.activeElement.matches('header nav li li a[href]'));
  if (!inside) faults.push(`Tab does not lead to the first link of the menu, but to ${await focused(tab)}`);
  const wanted = await tab.evaluate(() => document.activeElement.href);
  await Promise.all([tab.waitForURL(wanted, { timeout: PATIENCE }), tab.keyboard.press('Enter')]);
  return faults;
}

/** A dialog that a button opens with Enter: it takes the focus, keeps it, and Escape gives it back. */
async function dialog(tab, opener) {
  await reach(tab, opener, MOST);
  const id = await tab.evaluate(() => document.activeElement.getAttribute('aria-controls'));
  await tab.evaluate(() => { window.opener_ = document.activeElement; });
  await tab.keyboard.press('Enter');
  const faults = await until(tab, 'the dialog takes the focus', (wanted) => document.getElementById(wanted).contains(document.activeElement), id);
  for (let n = 0; n < 40 && faults.length === 0; n += 1) {
    await tab.keyboard.press('Tab');
    const kept = await tab.evaluate((wanted) => document.getElementById(wanted).contains(document.activeElement) || document.activeElement === document.body, id);
    if (!kept) faults.push(`${n + 1} times Tab lead out of the dialog, to ${await focused(tab)}`);
  }
  await tab.keyboard.press('Escape');
  faults.push(...(await until(tab, 'the dialog closes', (wanted) => !document.getElementById(wanted).checkVisibility({ visibilityProperty: true }), id)));
  faults.push(...(await until(tab, 'the focus comes back to the button', () => document.activeElement === window.opener_)));
  return faults;
}

/** On a processor four times slower: scripts come after the keys. */
const slowly = (work) => async (tab) => {
  const session = await tab.context().newCDPSession(tab);
  await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  return work(tab);
};

async function drawer(tab) {
  const opener = 'header .fr-btn--menu';
  return (await tab.locator(opener).count()) === 0 ? [] : dialog(tab, opener);
}

async function look(tab) {
  const opener = 'footer button[aria-controls]';
  if ((await tab.locator(opener).count()) === 0) return [];
  const faults = await dialog(tab, opener);
  await tab.keyboard.press('Enter');
  await tab.waitForFunction(() => document.querySelector('dialog')?.contains(document.activeElement), null, { timeout: PATIENCE });
  await reach(tab, 'input[type=radio]');
  const before = await tab.evaluate(() => document.documentElement.getAttribute('data-fr-theme'));
  for (let n = 0; n < 3 && (await tab.evaluate(() => document.activeElement.value)) !== 'dark'; n += 1) await tab.keyboard.press('ArrowDown');
  await tab.keyboard.press('Space');
  faults.push(...(await until(tab, `the page, ${before}, becomes dark`, () => document.documentElement.getAttribute('data-fr-theme') === 'dark')));
  return faults;
}

async function fold(tab) {
  await reach(tab, '[aria-controls^="accordeon-"][aria-expanded=false]', MOST);
  const id = await tab.evaluate(() => document.activeElement.getAttribute('aria-controls'));
  const shows = (wanted) => document.getElementById(wanted).checkVisibility({ visibilityProperty: true }) && document.getElementById(wanted).getBoundingClientRect().height > 20;
  await tab.keyboard.press('Enter');
  const faults = await until(tab, 'Enter unfolds it', shows, id);
  await tab.keyboard.press('Space');
  faults.push(...(await until(tab, 'Space folds it again', (wanted) => document.activeElement.getAttribute('aria-expanded') === 'false' && !document.getElementById(wanted).checkVisibility({ visibilityProperty: true }), id)));
  return faults;
}

async function tabs(tab) {
  await reach(tab, '[role=tab]', MOST);
  const chosen = () => {
    const tabs = [...document.activeElement.closest('[role=tablist]').querySelectorAll('[role=tab]')];
    const panel = document.getElementById(document.activeElement.getAttribute('aria-controls'));
    const box = panel.getBoundingClientRect();
    const shown = panel.checkVisibility({ visibilityProperty: true }) && box.left >= 0 && box.right <= innerWidth && box.height > 20;
    return { place: tabs.indexOf(document.activeElement), selected: document.activeElement.getAttribute('aria-selected') === 'true', shown, all: tabs.length };
  };
  const faults = [];
  for (const [key, place] of [['ArrowRight', () => 1], ['End', (all) => all - 1], ['ArrowRight', () => 0], ['ArrowLeft', (all) => all - 1], ['Home', () => 0]]) {
    await tab.keyboard.press(key);
    await tab.waitForTimeout(400);
    const now = await tab.evaluate(chosen);
    if (now.place !== place(now.all) || !now.selected || !now.shown) faults.push(`${key}: ${JSON.stringify(now)}`);
  }
  return faults;
}

async function details(tab) {
  await reach(tab, 'main summary', MOST);
  await tab.keyboard.press('Enter');
  const faults = await until(tab, 'Enter opens it', () => document.activeElement.parentElement.open);
  await tab.keyboard.press('Space');
  faults.push(...(await until(tab, 'Space closes it', () => !document.activeElement.parentElement.open)));
  return faults;
}

/** Words are typed, Enter asks, the first result is one Tab further than the field's own, and leads to its page. */
async function search(tab) {
  const field = 'header input[type=search]';
  if (!(await tab.locator(field).isVisible())) {
    await reach(tab, 'header .fr-btn--search');
    await tab.keyboard.press('Enter');
    await tab.waitForFunction((wanted) => document.querySelector(wanted).checkVisibility({ visibilityProperty: true }), field, { timeout: PATIENCE });
  }
  await reach(tab, field);
  await tab.keyboard.type('carte');
  await Promise.all([tab.waitForURL(/q=carte/, { timeout: PATIENCE }), tab.keyboard.press('Enter')]);
  const faults = await until(tab, 'results', () => document.querySelector('main ol a[href]') !== null);
  await reach(tab, 'main ol a[href]', 80);
  const wanted = await tab.evaluate(() => document.activeElement.href);
  await Promise.all([tab.waitForURL(wanted, { timeout: PATIENCE }), tab.keyboard.press('Enter')]);
  return faults;
}
