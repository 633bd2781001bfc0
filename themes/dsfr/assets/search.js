// Finds pages by their words, in static files: nothing is sent anywhere. Loaded by the search page alone.
//
// The guide names the other files and carries the rules by which the build compared words: this
// script knows no language. A query asks for the parts where its words are, then for the cards of the
// ten pages that it shows first.

const LONGEST_QUERY = 200;
const MOST_WORDS = 8;
const MOST_PARTS = 4;
const SHOWN_AT_ONCE = 10;
const EXCERPT = 220;

/* ------------------------------------------------------------------ words, as the build reads them */

const UNSEEN = /[\p{M}\u00ad\u200b-\u200d\u2060\ufeff]/gu;
const LETTERS = { œ: 'oe', æ: 'ae', ß: 'ss', ø: 'o', ł: 'l', ς: 'σ' };

export function fold(text) {
  const plain = text.normalize('NFKD').replace(UNSEEN, '').toLowerCase().replace(UNSEEN, '');
  return plain.replace(/[œæßøłς]/g, (letter) => LETTERS[letter]);
}

export function words(folded, longest) {
  const pieces = folded.split(/[^\p{Alphabetic}\p{N}]+/u).filter((word) => word !== '');
  const cut = pieces.map((word) => (word.length > longest ? [...word].slice(0, longest).join('') : word));
  return cut.filter((word) => [...word].length > 1 || /^[0-9]$/.test(word));
}

/** The rules of the guide, ready to be applied. */
export function language(guide) {
  const silent = new Set(guide.silent.split(' '));
  const steps = guide.steps.map((step) => step.map((rule) => {
    const [ending, left, gives] = rule.split(' ');
    return { ending, left: Number(left), gives };
  }));
  const stem = (word) => {
    let found = word;
    for (const step of steps) {
      const letters = [...found].length;
      const applies = ({ ending, left }) => found.endsWith(ending) && letters - ending.length >= left;
      const rule = step.find(applies);
      if (rule) found = found.slice(0, found.length - rule.ending.length) + rule.gives;
    }
    return found;
  };
  const stems = (text) => words(fold(text), guide.longest).filter((word) => !silent.has(word)).map(stem);
  return { stem, stems };
}

/* ------------------------------------------------------------------ the index */

/** `AZ12Z`: pages 0, 1 and 40, and how much the stem tells of each, from 1 to 26. */
export function postings(text) {
  const found = [];
  let next = 0;
  for (const [, distance, letter] of text.matchAll(/([0-9a-z]*)([A-Z])/g)) {
    const page = next + (distance ? parseInt(distance, 36) : 0);
    found.push([page, letter.charCodeAt(0) - 64]);
    next = page + 1;
  }
  return found;
}

/** One letter more, less, other, or two exchanged. */
export function isNear(one, other) {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const [rest, end] = [one.slice(start), other.slice(start)];
  const exchanged = rest[0] === end[1] && rest[1] === end[0] && rest.slice(2) === end.slice(2);
  return exchanged || rest.slice(1) === end.slice(1) || rest === end.slice(1) || rest.slice(1) === end;
}

class Index {
  #files = new Map();

  constructor(guide, address) {
    this.guide = guide;
    this.folder = address.slice(0, address.lastIndexOf('/') + 1);
    this.language = language(guide);
    this.parts = guide.parts.map((part) => part.split(' '));
    this.cards = guide.cards.split(' ');
  }

  static async open(address) {
    return new Index(await (await got(address)).json(), address);
  }

  /** A file is asked for once; one that did not come may be asked for again. */
  #once(name, read) {
    if (!this.#files.has(name)) {
      const file = got(this.folder + name).then(read);
      file.catch(() => this.#files.delete(name));
      this.#files.set(name, file);
    }
    return this.#files.get(name);
  }

  /** Lines of the part where a stem would be, and of those where longer ones would. */
  async #around(stem) {
    const within = this.parts.filter(([start]) => stem.startsWith(start));
    const own = within.reduce((best, part) => (!best || part[0].length > best[0].length ? part : best), undefined);
    const longer = this.parts.filter((part) => part !== own && part[0].startsWith(stem)).slice(0, MOST_PARTS);
    const read = async (part) => (part ? this.#once(`${part[1]}.txt`, async (it) => (await it.text()).split('\n')) : []);
    return { own: await read(own), longer: () => Promise.all(longer.map(read)).then((lines) => lines.flat()) };
  }

  /** The stem itself; else those that it begins; else those that are one slip away. */
  async #matches(stem) {
    const { own, longer } = await this.#around(stem);
    const list = (lines, isWanted) => lines.map((line) => line.split(' ')).filter(([known]) => known && isWanted(known));
    const exact = list(own, (known) => known === stem);
    if (exact.length > 0) return { found: exact, share: 1, near: false };
    const begun = stem.length < 3 ? [] : list([...own, ...(await longer())], (known) => known.startsWith(stem));
    if (begun.length > 0) return { found: begun, share: 0.7, near: false };
    const near = stem.length < 5 ? [] : list(own, (known) => isNear(known, stem));
    return { found: near, share: 0.5, near: near.length > 0 };
  }

  /** The pages that say all words; when there is none, those that say most of them. */
  async find(query) {
    const stems = [...new Set(this.language.stems(query.slice(0, LONGEST_QUERY)))].slice(0, MOST_WORDS);
    const matches = await Promise.all(stems.map((stem) => this.#matches(stem)));
    const pages = new Map();
    for (const { found, share } of matches) {
      const best = new Map();
      for (const [, text] of found) {
        for (const [page, weight] of postings(text)) best.set(page, Math.max(best.get(page) ?? 0, weight * share));
      }
      const rarity = Math.log(1 + this.guide.pages / Math.max(best.size, 1));
      for (const [page, weight] of best) {
        const known = pages.get(page) ?? { page, score: 0, said: 0 };
        pages.set(page, { page, score: known.score + weight * rarity, said: known.said + 1 });
      }
    }
    const most = Math.max(0, ...[...pages.values()].map(({ said }) => said));
    const results = [...pages.values()].filter(({ said }) => said === most);
    results.sort((one, other) => other.score - one.score || one.page - other.page);
    const marked = new Set(matches.flatMap(({ found }) => found.map(([stem]) => stem)));
    return { stems, results, marked, near: matches.some(({ near }) => near), partial: most < stems.length };
  }

  async card(page) {
    const name = `${this.cards[Math.floor(page / this.guide.together)]}.json`;
    const cards = await this.#once(name, (it) => it.json());
    return cards[page % this.guide.together];
  }
}

async function got(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response;
}

/* ------------------------------------------------------------------ what is shown of a page */

const WORD = /[\p{Alphabetic}\p{N}\p{M}\u00ad]+/gu;

/** Where the words that were asked for stand in a text: `[[start, end], …]`. */
function places(text, { language, marked }) {
  const found = [];
  for (const match of text.matchAll(WORD)) {
    const stems = language.stems(match[0]);
    if (stems.some((stem) => marked.has(stem))) {
      found.push({ start: match.index, end: match.index + match[0].length, stem: stems.find((stem) => marked.has(stem)) });
    }
  }
  return found;
}

const distinct = (found) => new Set(found.map(({ stem }) => stem)).size;

/** The section that says most of what was asked for. */
function best(card, asked) {
  const judged = card.sections.map((section) => {
    const head = places(section.heading ?? '', asked);
    const said = places(section.text ?? '', asked);
    return { section, said, worth: 3 * distinct(head) + 2 * distinct(said) + Math.min(said.length, 5) / 10 };
  });
  return judged.reduce((one, other) => (other.worth > (one?.worth ?? 0) ? other : one), undefined);
}

/** Some two lines around the first of `found`, whole words only. */
function excerpt(text, found) {
  const first = found[0]?.start ?? 0;
  let start = first < EXCERPT / 3 ? 0 : text.indexOf(' ', first - EXCERPT / 3) + 1;
  if (start <= 0 || start > first) start = first < EXCERPT / 3 ? 0 : first;
  let end = Math.min(text.length, start + EXCERPT);
  if (end < text.length) end = Math.max(text.lastIndexOf(' ', end), found[0]?.end ?? start + 1);
  return { start, end };
}

function write(node, text, { start, end }, found) {
  let at = start;
  if (start > 0) node.append('…\u00a0');
  for (const place of found.filter((it) => it.start >= start && it.end <= end)) {
    const mark = document.createElement('mark');
    mark.textContent = text.slice(place.start, place.end);
    node.append(text.slice(at, place.start), mark);
    at = place.end;
  }
  node.append(text.slice(at, end));
  if (end < text.length && !text.slice(at, end).endsWith('…')) node.append('\u00a0…');
}

function result(card, asked, template) {
  const item = template.content.cloneNode(true).firstElementChild;
  const part = (name) => item.querySelector(`[data-part="${name}"]`);
  const link = part('link');
  link.href = card.url;
  write(link, card.title, { start: 0, end: card.title.length }, places(card.title, asked));
  const place = [card.list, card.date].filter(Boolean).join(' – ');
  if (place) part('place').textContent = place;
  else part('place').remove();
  const chosen = best(card, asked);
  const described = places(card.description ?? '', asked);
  const text = chosen?.said.length > 0 ? chosen.section.text : card.description ?? card.sections[0]?.text ?? '';
  const found = chosen?.said.length > 0 ? chosen.said : described;
  if (text) write(part('excerpt'), text, excerpt(text, found), found);
  else part('excerpt').remove();
  const { heading, anchor } = chosen?.section ?? {};
  if (heading && anchor) {
    const deep = part('section');
    deep.href = `${card.url}#${encodeURIComponent(anchor)}`;
    write(deep, heading, { start: 0, end: heading.length }, places(heading, asked));
  } else {
    part('within').remove();
  }
  return item;
}

/* ------------------------------------------------------------------ the page */

function start(room) {
  const form = room.querySelector('form');
  const field = form.querySelector('input[type="search"]');
  const [status, list, more] = ['status', 'results', 'more'].map((name) => room.querySelector(`[data-search="${name}"]`));
  const templates = { result: room.querySelector('template') };
  const title = document.title;
  let index;
  let turn = 0;

  const asked = () => (new URL(window.location.href).searchParams.get('q') ?? '').trim().slice(0, LONGEST_QUERY);

  async function run() {
    turn += 1;
    const mine = turn;
    const query = asked();
    more.hidden = true;
    document.title = query ? `« ${query} » - ${title}` : title;
    if (!query) {
      status.textContent = '';
      list.replaceChildren();
      return;
    }
    try {
      index ??= Index.open(room.dataset.index);
      const answer = await (await index).find(query);
      const first = await cards(answer, 0);
      // A later question may have been answered before.
      if (mine !== turn) return;
      list.replaceChildren(...first);
      status.textContent = told(query, answer);
      follow(answer, mine);
    } catch (fault) {
      index = undefined;
      if (mine !== turn) return;
      list.replaceChildren();
      status.textContent = 'La recherche n’a pas abouti. Réessayez dans un instant, ou passez par le plan du site.';
      console.error(fault);
    }
  }

  async function cards(answer, from) {
    const { language } = await index;
    const some = answer.results.slice(from, from + SHOWN_AT_ONCE);
    const shown = await Promise.all(some.map(async ({ page }) => (await index).card(page)));
    return shown.map((card) => result(card, { language, marked: answer.marked }, templates.result));
  }

  /** The button for those that come after; the first of them then has the focus. */
  function follow(answer, mine) {
    const left = answer.results.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = `Afficher ${Math.min(left, SHOWN_AT_ONCE)} résultat${left > 1 ? 's' : ''} de plus`;
    more.onclick = async () => {
      const next = await cards(answer, list.children.length);
      if (mine !== turn) return;
      list.append(...next);
      next[0]?.querySelector('a').focus();
      follow(answer, mine);
    };
  }

  function go(query) {
    const address = new URL(window.location.href);
    if (query) address.searchParams.set('q', query);
    else address.searchParams.delete('q');
    if (address.href !== window.location.href) window.history.pushState(null, '', address);
    run();
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    go(field.value.trim().slice(0, LONGEST_QUERY));
  });
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.isComposing || (!field.value && !asked())) return;
    event.preventDefault();
    field.value = '';
    go('');
  });
  window.addEventListener('popstate', () => {
    field.value = asked();
    run();
  });
  field.value = asked();
  run();
}

function told(query, { results, stems, near, partial }) {
  const count = results.length.toLocaleString('fr-FR');
  const found = results.length > 1 ? `${count} résultats` : `${count} résultat`;
  if (stems.length === 0) return `« ${query} » est trop courant pour être cherché : ajoutez un mot plus précis.`;
  if (results.length === 0) return `Aucun résultat pour « ${query} ». Essayez un autre mot, ou un mot de moins.`;
  if (partial) return `Aucune page ne dit tous les mots de « ${query} » ; ${found} pour une partie d’entre eux.`;
  if (near) return `Rien d’écrit comme « ${query} » ; ${found} pour des mots proches.`;
  return `${found} pour « ${query} »`;
}

if (typeof document !== 'undefined') {
  const room = document.getElementById('recherche');
  if (room) start(room);
}
