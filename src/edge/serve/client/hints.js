// The discreet words in the corner: another page has changed, or the server has gone.
import { make, Panel } from './panel.js';

customElements.define('kiosque-note', class extends Panel {});

export class Hints {
  #panel = document.createElement('kiosque-note');
  #elsewhere = null;
  #lost = false;

  elsewhere({ url, title }) {
    // An address of this site, and nothing that a browser would read as another's.
    if (!/^\/(?![/\\])/.test(url)) return;
    this.#elsewhere = { url, title };
    this.#show();
  }

  hide() {
    this.#elsewhere = null;
    this.#show();
  }

  lost() {
    this.#lost = true;
    this.#show();
  }

  found() {
    if (!this.#lost) return;
    this.#lost = false;
    this.#show();
  }

  #show() {
    const words = this.#lost ? [make('p', {}, 'kiosque est arrêté\u00a0: cette page n’est plus à jour')] : this.#link();
    if (words.length === 0) this.#panel.clear();
    else this.#panel.lay(make('div', { class: 'note', role: 'status' }, ...words));
  }

  #link() {
    if (!this.#elsewhere) return [];
    const { url, title } = this.#elsewhere;
    const close = make('button', { type: 'button', 'aria-label': 'Fermer', title: 'Fermer' }, '×');
    close.addEventListener('click', () => this.hide());
    return [make('p', {}, 'La page «\u00a0', make('b', {}, title || url), '\u00a0» a changé\u00a0: ', make('a', { href: url }, 'la voir')), close];
  }
}
