// Keeps the reader's place: what was on screen stays where it was, whatever grew or shrank above.

const MARKS = 'h1, h2, h3, h4, h5, h6, p, li, dt, dd, figure, table, pre, blockquote, summary, label, img';
const MOST_MARKS = 40;
const STORED = 'kiosque-place';

/** Remembers what is on screen; the function that it gives back brings it there again. */
export function keepPlace() {
  const top = window.scrollY;
  const active = document.activeElement;
  const marks = top > 0 ? visible() : [];
  const settle = () => {
    const mark = marks.find(({ node }) => node.isConnected && node.getClientRects().length > 0);
    if (!mark) return;
    const moved = mark.node.getBoundingClientRect().top - mark.top;
    if (Math.abs(moved) >= 1) window.scrollBy({ top: moved, behavior: 'instant' });
  };
  return () => {
    if (active?.id && !active.isConnected) document.getElementById(active.id)?.focus({ preventScroll: true });
    settle();
    // The browser's own anchoring works at the next frame: unless the reader has scrolled, ours has the last word.
    const settled = window.scrollY;
    requestAnimationFrame(() => requestAnimationFrame(() => {
      if (Math.abs(window.scrollY - settled) < window.innerHeight) settle();
    }));
  };
}

function visible() {
  const marks = [];
  for (const node of document.body.querySelectorAll(MARKS)) {
    const { top, bottom, height } = node.getBoundingClientRect();
    if (height === 0 || bottom <= 0) continue;
    if (top >= window.innerHeight) break;
    // One that begins on screen says the place better than one that began above.
    marks.push({ node, top, rank: top >= 0 ? 0 : 1 });
    if (marks.length === MOST_MARKS) break;
  }
  return marks.sort((a, b) => a.rank - b.rank);
}

/** Loads the whole page again, at the same place. */
export function reload() {
  store({ path: window.location.pathname, left: window.scrollX, top: window.scrollY });
  window.location.reload();
}

/** After such a reload: back to the place. */
export function comeBack() {
  const place = recall();
  if (!place || place.path !== window.location.pathname) return;
  const scroll = () => window.scrollTo({ left: place.left, top: place.top, behavior: 'instant' });
  scroll();
  if (document.readyState !== 'complete') window.addEventListener('load', scroll, { once: true });
}

function store(place) {
  try {
    sessionStorage.setItem(STORED, JSON.stringify(place));
  } catch {
    // Storage may be forbidden: the browser's own memory of the place then serves.
  }
}

function recall() {
  try {
    const text = sessionStorage.getItem(STORED);
    sessionStorage.removeItem(STORED);
    return text && JSON.parse(text);
  } catch {
    return null;
  }
}
