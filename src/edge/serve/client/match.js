// Pairs the children of two nodes: which of the new ones is which of the old ones.
// Order is kept and weight is highest for what is equal, so that an insertion moves nothing else.

const MOST_CELLS = 40_000;

/** Gives equal subtrees equal numbers: one reading of each tree, exact, whatever its size. */
export class Keys {
  #numbers = new Map();
  #known = new WeakMap();

  of(node) {
    const known = this.#known.get(node);
    if (known !== undefined) return known;
    const inside = Array.from((node.content ?? node).childNodes ?? [], (child) => this.of(child));
    const text = JSON.stringify([describe(node), inside]);
    if (!this.#numbers.has(text)) this.#numbers.set(text, this.#numbers.size);
    this.#known.set(node, this.#numbers.get(text));
    return this.#known.get(node);
  }
}

function describe(node) {
  if (node.nodeType !== Node.ELEMENT_NODE) return [node.nodeType, node.data ?? ''];
  return [node.namespaceURI, node.localName, ...Array.from(node.attributes, (each) => [each.name, each.value])];
}

/** The pairs [old, new], in order, then those that changed places. */
export function pair(olds, news, keys) {
  const pairs = [];
  inOrder(olds, news, keys, pairs);
  const paired = new Set(pairs.flat());
  const left = olds.filter((node) => !paired.has(node) && node.nodeType === Node.ELEMENT_NODE);
  for (const node of news) {
    if (left.length === 0) break;
    if (paired.has(node) || node.nodeType !== Node.ELEMENT_NODE) continue;
    const same = left.findIndex((old) => keys.of(old) === keys.of(node) || (node.id && old.id === node.id && alike(old, node) > 0));
    if (same >= 0) pairs.push([left.splice(same, 1)[0], node]);
  }
  return pairs;
}

function inOrder(olds, news, keys, pairs) {
  const same = (a, b) => keys.of(a) === keys.of(b);
  let start = 0;
  while (start < olds.length && start < news.length && same(olds[start], news[start])) {
    pairs.push([olds[start], news[start]]);
    start += 1;
  }
  let end = 0;
  const most = Math.min(olds.length, news.length) - start;
  while (end < most && same(olds.at(-1 - end), news.at(-1 - end))) end += 1;
  const [from, to] = [olds.slice(start, olds.length - end), news.slice(start, news.length - end)];
  if (from.length * to.length <= MOST_CELLS) heaviest(from, to, keys, pairs);
  else betweenAnchors(from, to, keys, pairs);
  for (; end > 0; end -= 1) pairs.push([olds.at(-end), news.at(-end)]);
}

/** The common order of greatest weight, by the usual table. */
function heaviest(olds, news, keys, pairs) {
  const width = news.length + 1;
  const best = new Float64Array((olds.length + 1) * width);
  const weights = new Float64Array(olds.length * news.length);
  for (let i = olds.length - 1; i >= 0; i -= 1) {
    for (let j = news.length - 1; j >= 0; j -= 1) {
      const weight = keys.of(olds[i]) === keys.of(news[j]) ? full(olds[i]) : alike(olds[i], news[j]);
      weights[i * news.length + j] = weight;
      const taken = weight > 0 ? weight + best[(i + 1) * width + j + 1] : 0;
      best[i * width + j] = Math.max(taken, best[(i + 1) * width + j], best[i * width + j + 1]);
    }
  }
  for (let i = 0, j = 0; i < olds.length && j < news.length;) {
    const here = best[i * width + j];
    const weight = weights[i * news.length + j];
    if (weight > 0 && here === weight + best[(i + 1) * width + j + 1]) pairs.push([olds[i++], news[j++]]);
    else if (here === best[(i + 1) * width + j]) i += 1;
    else j += 1;
  }
}

/** Too many for a table: what is there once on each side, in the longest common order, cuts the lists into short ones. */
function betweenAnchors(olds, news, keys, pairs) {
  const [before, after] = [once(olds, keys), once(news, keys)];
  const shared = [...before].filter(([key]) => after.has(key)).map(([key, i]) => [i, after.get(key)]);
  let [i, j] = [0, 0];
  for (const [nextI, nextJ] of [...rising(shared), [olds.length, news.length]]) {
    const [from, to] = [olds.slice(i, nextI), news.slice(j, nextJ)];
    if (from.length * to.length <= MOST_CELLS) heaviest(from, to, keys, pairs);
    else from.slice(0, to.length).forEach((old, at) => alike(old, to[at]) > 0 && pairs.push([old, to[at]]));
    if (nextI < olds.length) pairs.push([olds[nextI], news[nextJ]]);
    [i, j] = [nextI + 1, nextJ + 1];
  }
}

function once(nodes, keys) {
  const places = new Map();
  nodes.forEach((node, i) => places.set(keys.of(node), places.has(keys.of(node)) ? -1 : i));
  return new Map([...places].filter(([, i]) => i >= 0));
}

/** The longest run of places, already sorted by the first, that rises by the second. */
function rising(places) {
  const tails = [];
  for (const [i, j] of places) {
    let [low, high] = [0, tails.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (tails[middle].place[1] < j) low = middle + 1;
      else high = middle;
    }
    tails[low] = { place: [i, j], before: tails[low - 1] };
  }
  const run = [];
  for (let last = tails.at(-1); last; last = last.before) run.unshift(last.place);
  return run;
}

function full(node) {
  if (node.nodeType === Node.ELEMENT_NODE) return 100;
  return node.data.trim() ? 50 : 1;
}

/** How much two nodes that are not equal are the same one, changed: 0 for not at all. */
function alike(old, next) {
  if (old.nodeType !== next.nodeType) return 0;
  if (old.nodeType !== Node.ELEMENT_NODE) return old.data && next.data ? 0.5 + 5 * shared(old.data, next.data) : 0.5;
  if (old.localName !== next.localName || old.namespaceURI !== next.namespaceURI) return 0;
  if (old.id && next.id && old.id !== next.id) return 0;
  // Another style sheet or another script is another one: never the old one with another address.
  if (/^(link|script)$/.test(old.localName) && address(old) !== address(next)) return 0;
  const sameId = old.id && old.id === next.id ? 40 : 0;
  const sameClass = old.className === next.className ? 5 : 0;
  return 10 + sameId + sameClass + 30 * shared(old.textContent, next.textContent);
}

function address(node) {
  return node.getAttribute('href') ?? node.getAttribute('src') ?? '';
}

/** The part of two texts that is common at their start and end, from 0 to 1. */
function shared(a, b) {
  const most = Math.min(a.length, b.length, 2_000);
  if (most === 0) return a.length === b.length ? 1 : 0;
  let [start, end] = [0, 0];
  while (start < most && a[start] === b[start]) start += 1;
  while (end < most - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  return (start + end) / Math.max(most, Math.min(Math.max(a.length, b.length), 2_000));
}
