// A three-way merge: what differs between the page as it was served and the page as it is served now
// is done to the page on screen. What scripts and the reader did to it in between stays.
import { Keys, pair } from './match.js';

export const SELF = 'script[src^="/_kiosque/"]';

/** The document that a served text makes, as the page's own parser would have made it. */
export function parse(text) {
  const made = new DOMParser().parseFromString(text, 'text/html');
  // This parser runs without scripts: it reads as markup what the page's parser keeps as text.
  for (const node of made.querySelectorAll('noscript')) node.textContent = node.innerHTML;
  const self = made.querySelector(SELF);
  const round = Number(self?.dataset.round ?? Number.NaN);
  self?.remove();
  made.normalize();
  return { root: made.documentElement, round };
}

/** The page on screen, and which of its nodes shows which node of the served text. */
export class Shown {
  #root;
  #live = new WeakMap();

  constructor(root) {
    this.#root = root;
    document.documentElement.normalize();
    this.#align(root, document.documentElement, new Keys());
  }

  get root() {
    return this.#root;
  }

  /** What has to be done so that the page shows `next`. Nothing is done yet. */
  plan(next) {
    const plan = new Plan(this.#live);
    plan.node(this.#root, next);
    this.#root = next;
    return plan;
  }

  /** Says that `live` stands from now on where `old` stood. */
  replace(old, live) {
    const walker = document.createTreeWalker(this.#root);
    for (let node = walker.currentNode; node; node = walker.nextNode()) {
      if (this.#live.get(node) === old) this.#live.set(node, live);
    }
  }

  #align(node, live, keys) {
    this.#live.set(node, live);
    const lives = Array.from(live.childNodes).filter((child) => !ours(child));
    for (const [child, shown] of pair(Array.from(node.childNodes), lives, keys)) this.#align(child, shown, keys);
  }
}

function ours(node) {
  return node.nodeType === Node.ELEMENT_NODE && (node.localName.startsWith('kiosque-') || node.matches(SELF));
}

class Plan {
  #live;
  #keys = new Keys();
  /** New style sheets: they come before everything else. */
  sheets = [];
  /** A change whose place on screen a script has taken away: the page cannot be patched truthfully. */
  lost = 0;
  #steps = [];
  #last = [];

  constructor(live) {
    this.#live = live;
  }

  get empty() {
    return this.sheets.length + this.#steps.length + this.#last.length === 0;
  }

  apply() {
    for (const step of [...this.#steps, ...this.#last]) step();
  }

  node(old, next) {
    const live = this.#live.get(old);
    if (live) this.#live.set(next, live);
    if (this.#keys.of(old) === this.#keys.of(next)) this.#carry(old, next);
    else if (!live) this.lost += 1;
    else if (next.nodeType !== Node.ELEMENT_NODE) this.#steps.push(() => retext(live, old.data, next.data));
    else {
      this.#attributes(old, next, live);
      if (next.localName === 'template') this.#steps.push(() => live.content.replaceChildren(document.importNode(next.content, true)));
      else this.#children(old, next);
    }
  }

  /** Nothing changed below: each node shows the same as before. */
  #carry(old, next) {
    old.childNodes.forEach((child, i) => {
      const live = this.#live.get(child);
      if (live) this.#live.set(next.childNodes[i], live);
      this.#carry(child, next.childNodes[i]);
    });
  }

  #attributes(old, next, live) {
    for (const { name, value } of next.attributes) {
      const before = old.getAttribute(name);
      if (before === value) continue;
      if (name === 'class') this.#steps.push(() => reclass(live, before ?? '', value));
      else this.#steps.push(() => live.setAttribute(name, value));
    }
    for (const { name, value } of old.attributes) {
      if (next.hasAttribute(name)) continue;
      if (name === 'class') this.#steps.push(() => reclass(live, value, ''));
      else this.#steps.push(() => live.removeAttribute(name));
    }
  }

  #children(old, next) {
    const [olds, news] = [Array.from(old.childNodes), Array.from(next.childNodes)];
    const origin = new Map(pair(olds, news, this.#keys).map(([before, after]) => [after, before]));
    const kept = new Set(origin.values());
    for (const node of olds) {
      const live = this.#live.get(node);
      if (kept.has(node) || !live) continue;
      // The old style sheets go when the page has its new ones and its new text.
      (isSheet(node) ? this.#last : this.#steps).push(() => live.remove());
    }
    let highest = -1;
    for (const node of news) {
      const before = origin.get(node);
      if (!before) this.#insert(node);
      else {
        this.node(before, node);
        const place = olds.indexOf(before);
        if (place < highest) this.#steps.push(() => this.#place(node));
        highest = Math.max(highest, place);
      }
    }
  }

  #insert(node) {
    const live = document.importNode(node, true);
    this.#adopt(node, live);
    const step = () => this.#place(node);
    if (isSheet(node)) this.sheets.push({ live, step });
    else this.#steps.push(step);
  }

  #adopt(node, live) {
    this.#live.set(node, live);
    node.childNodes.forEach((child, i) => this.#adopt(child, live.childNodes[i]));
  }

  /** Puts what shows `node` after what shows the one before it, in the same parent. */
  #place(node) {
    const [live, parent] = [this.#live.get(node), this.#live.get(node.parentNode)];
    if (!live || !parent) return;
    const after = this.#beside(node, parent, (each) => each.previousSibling);
    const before = after ? after.nextSibling : this.#beside(node, parent, (each) => each.nextSibling) ?? parent.firstChild;
    if (before === live) return;
    if (live.isConnected && parent.moveBefore) parent.moveBefore(live, before);
    else parent.insertBefore(live, before);
  }

  /** The nearest sibling that is on screen in `parent`, or what a script has wrapped it in there. */
  #beside(node, parent, step) {
    for (let sibling = step(node); sibling; sibling = step(sibling)) {
      let live = this.#live.get(sibling);
      while (live && live.parentNode !== parent) live = live.parentNode;
      if (live) return live;
    }
    return null;
  }
}

function isSheet(node) {
  return node.nodeType === Node.ELEMENT_NODE && node.matches('link[rel~="stylesheet"][href]');
}

/** Replaces only the middle that differs, so that a selection around it stays. */
function retext(live, old, next) {
  if (live.data !== old) {
    live.data = next;
    return;
  }
  let [start, end] = [0, 0];
  const most = Math.min(old.length, next.length);
  while (start < most && old[start] === next[start]) start += 1;
  while (end < most - start && old.at(-1 - end) === next.at(-1 - end)) end += 1;
  live.replaceData(start, old.length - start - end, next.slice(start, next.length - end));
}

/** Classes that a script has added stay. */
function reclass(live, old, next) {
  const words = (text) => text.split(/\s+/).filter(Boolean);
  for (const word of words(old)) if (!words(next).includes(word)) live.classList.remove(word);
  for (const word of words(next)) if (!words(old).includes(word)) live.classList.add(word);
  if (live.classList.length === 0) live.removeAttribute('class');
}
