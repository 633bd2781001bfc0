// The faults of the content, over the last good page.
import { make, Panel } from './panel.js';

const MOST_SHOWN = 50;
const FOLDED = 'kiosque-replie';

customElements.define('kiosque-fautes', class extends Panel {});

export class Faults {
  #panel = document.createElement('kiosque-fautes');
  #faults = [];
  #told = '[]';
  #before = null;

  constructor() {
    window.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && !event.defaultPrevented && this.#open) this.#fold();
    });
  }

  show(faults) {
    const told = JSON.stringify(faults);
    if (told === this.#told) return;
    this.#told = told;
    this.#faults = faults;
    // Repaired: the next fault shows again.
    if (faults.length === 0) folded.forget();
    this.#draw();
  }

  get #open() {
    return this.#panel.isConnected && !folded.is();
  }

  #fold() {
    folded.set();
    this.#draw();
    (this.#before?.isConnected ? this.#before : this.#panel.shadowRoot.querySelector('button'))?.focus({ preventScroll: true });
    this.#before = null;
  }

  #unfold() {
    folded.forget();
    this.#draw();
    this.#focus();
  }

  /** Escape and the keyboard work at once, unless the reader is busy somewhere in the page. */
  #focus() {
    this.#before = document.activeElement === document.body || this.#panel.contains(document.activeElement) ? null : document.activeElement;
    this.#panel.shadowRoot.querySelector('[role="alertdialog"]')?.focus({ preventScroll: true });
  }

  async #draw() {
    if (this.#faults.length === 0) return this.#panel.clear();
    const title = count(this.#faults.length);
    if (folded.is()) {
      const badge = make('button', { type: 'button', class: 'badge', 'aria-expanded': 'false' }, title);
      badge.addEventListener('click', () => this.#unfold());
      return this.#panel.lay(badge);
    }
    const idle = !document.activeElement || document.activeElement === document.body;
    const top = this.#panel.shadowRoot.querySelector('.faults')?.scrollTop ?? 0;
    await this.#panel.lay(this.#dialog(title));
    const list = this.#panel.shadowRoot.querySelector('.faults');
    if (list) list.scrollTop = top;
    return idle && this.#focus();
  }

  #dialog(title) {
    const fold = make('button', { type: 'button', class: 'fold' }, 'Replier');
    fold.addEventListener('click', () => this.#fold());
    const rest = this.#faults.length - MOST_SHOWN;
    return make('div', { class: 'veil' },
      make('section', { role: 'alertdialog', 'aria-labelledby': 'title', 'aria-describedby': 'about', tabindex: '-1' },
        make('header', {}, make('h1', { id: 'title' }, title), fold),
        make('p', { id: 'about' }, 'La page affichée dessous est la dernière sans erreur. Ce message disparaît dès que la correction est enregistrée.'),
        make('ol', { class: 'faults', tabindex: '0', 'aria-label': title }, ...this.#faults.slice(0, MOST_SHOWN).map(item)),
        rest > 0 ? make('p', { class: 'rest' }, rest === 1 ? 'et une autre, dans le terminal' : `et ${rest} autres, dans le terminal`) : null));
  }
}

/** Whether the reader has folded the faults, kept from page to page of this tab. */
const folded = {
  here: false,
  is() {
    try {
      return sessionStorage.getItem(FOLDED) !== null;
    } catch {
      return this.here;
    }
  },
  set() {
    this.here = true;
    try {
      sessionStorage.setItem(FOLDED, '');
    } catch {
      // Storage may be forbidden: kept for this page only.
    }
  },
  forget() {
    this.here = false;
    try {
      sessionStorage.removeItem(FOLDED);
    } catch {
      // As above.
    }
  },
};

function count(faults) {
  return faults === 1 ? '1 erreur' : `${faults} erreurs`;
}

function item({ path, line, column, message, help, code, excerpt }) {
  const place = [path, line, column].filter((part) => part !== null && part !== undefined && part !== '').join(':');
  return make('li', {},
    place ? make('p', { class: 'place' }, place) : null,
    make('p', { class: 'message' }, message ?? ''),
    excerpt?.length ? make('div', { class: 'excerpt', tabindex: '0', role: 'group', 'aria-label': 'Extrait' }, ...excerpt.map(row)) : null,
    help ? make('p', { class: 'help' }, make('b', {}, 'Aide\u00a0: '), help) : null,
    code ? make('p', { class: 'code' }, code) : null);
}

/** A line of the file; `mark` counts characters from 0, its end excluded. */
function row({ line, text, mark }) {
  const letters = Array.from(text ?? '');
  const [from, to] = mark ?? [letters.length, letters.length];
  const part = (start, end) => letters.slice(start, end).join('');
  // A fault past the end of the line still has a place to be seen.
  const marked = mark ? make('mark', {}, part(from, Math.max(to, from + 1)) || ' ') : null;
  return make('div', { class: mark ? 'row here' : 'row' },
    make('span', { class: 'number' }, line ?? ''),
    make('code', {}, part(0, from), marked, mark ? part(Math.max(to, from + 1)) : ''));
}
