// What the two elements that kiosque lays over a page have in common: a shadow that the page's styles do not reach,
// and words that are only ever set as text.

const sheet = new CSSStyleSheet();
// Fetched at once: it must be there when the server no longer is.
const ready = fetch('/_kiosque/client.css')
  .then((answer) => answer.text())
  .then((text) => sheet.replace(text))
  .catch((fault) => console.warn('kiosque :', fault));

export class Panel extends HTMLElement {
  constructor() {
    super();
    this.attachShadow({ mode: 'open' }).adoptedStyleSheets = [sheet];
  }

  /** Shows these parts, once there are styles to show them with. */
  async lay(...parts) {
    this.shadowRoot.replaceChildren(...parts);
    await ready;
    // Beside the body, so that no patch of the page meets it.
    if (this.shadowRoot.hasChildNodes() && !this.isConnected) document.documentElement.append(this);
  }

  clear() {
    this.shadowRoot.replaceChildren();
    this.remove();
  }
}

/** An element with its attributes and what is inside it: texts stay texts. */
export function make(name, attributes, ...inside) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  node.append(...inside.filter((part) => part !== null).map((part) => (part instanceof Node ? part : String(part))));
  return node;
}
