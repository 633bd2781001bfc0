// Without JavaScript: every word of the text shows, every link of the navigation can be reached.
import { context } from './chromium.mjs';
import { address } from './site.mjs';

export async function judgePlain(browser, origin, file, report) {
  for (const width of [375, 1280]) {
    const room = await context(browser, { width, script: false });
    const tab = await room.newPage();
    await tab.goto(origin + address(file), { waitUntil: 'load' });
    const { lost, hidden } = await tab.evaluate(look);
    report.judge(`navigation without JavaScript ${width}`, file, lost.map((link) => `cannot be reached: ${link}`));
    report.judge(`text without JavaScript ${width}`, file, hidden.map((text) => `does not show: ${text}`));
    await room.close();
  }
}

/** Runs in the page. A panel opens by itself (details), by its anchor (:target) or by a popover button. */
function look() {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const shown = (node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && node.getClientRects().length > 0;
  const reached = new Set();
  const mark = () => {
    for (const node of document.querySelectorAll('body *')) if (shown(node)) reached.add(node);
  };
  mark();
  for (const link of document.querySelectorAll('a[href^="#"]')) {
    const panel = link.hash.length > 1 && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!panel || !reached.has(link) || shown(panel)) continue;
    location.hash = link.hash;
    mark();
  }
  const popover = (node) => document.querySelector(`[popovertarget="${node.closest('[popover]')?.id}"]`) !== null;
  const can = (node) => reached.has(node) || popover(node);
  const key = (link) => link.href.replace(/#.*/, '');
  const links = [...document.querySelectorAll('a[href]')];
  const open = new Set(links.filter(can).map(key));
  const elsewhere = (link) => /^https?:/.test(link.href) && key(link) !== location.href.replace(/#.*/, '');
  const navigation = links.filter((link) => link.closest('header, nav, footer') && elsewhere(link));
  const lost = new Set(navigation.map(key).filter((target) => !open.has(target)));

  const hidden = [];
  const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const node = texts.currentNode.parentElement;
    // What is not text of the page, or hides on purpose: a control shows where it serves.
    const meant = node.closest('script, style, noscript, template, button, summary, dialog, [role=dialog], [hidden], [aria-hidden=true], svg');
    if (texts.currentNode.data.trim() && !meant && !can(node)) hidden.push(texts.currentNode.data.trim().slice(0, 80));
  }
  return { lost: [...lost], hidden };
}
