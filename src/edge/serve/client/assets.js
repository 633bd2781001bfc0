// What a page loads: style sheets changed without a flash, pictures fetched again, scripts that ask for a reload.

const PATIENCE = 3_000;
const HOLDERS = ['src', 'srcset', 'poster', 'data', 'href'];
const PICTURES = 'img, source, video, audio, input[type="image"], object, embed, iframe, use, image, link[rel~="icon"]';

/** A site address as the server writes it, or as the browser does: the same text for both. */
export function plainAddress(address) {
  const path = new URL(address, window.location.origin).pathname;
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Puts sheets beside the old ones and waits until they are ready; gives those that have failed. */
export async function loadSheets(sheets) {
  const failed = new Set();
  await Promise.all(sheets.map(({ live, step }) => new Promise((done) => {
    live.addEventListener('load', done, { once: true });
    live.addEventListener('error', () => done(failed.add(live)), { once: true });
    setTimeout(done, PATIENCE);
    step();
    // A sheet for other media may never load.
    if (live.disabled || (live.media && !window.matchMedia(live.media).matches)) done();
  })));
  return failed;
}

/** Loads again the sheets that `chosen` takes; `replaced` hears of each new one before the old one goes. */
export async function refreshSheets(chosen, round, replaced) {
  const links = Array.from(document.querySelectorAll('link[rel~="stylesheet"][href]')).filter((link) => local(link.href) && chosen(plainAddress(link.href)));
  const fresh = links.map((link) => {
    const live = link.cloneNode();
    live.href = again(link.getAttribute('href'), round);
    return { link, live, step: () => link.after(live) };
  });
  const failed = await loadSheets(fresh);
  for (const { link, live } of fresh) {
    // The page keeps its look until the patch names another sheet.
    if (failed.has(live)) {
      live.remove();
      continue;
    }
    replaced(link, live);
    link.remove();
  }
}

/** Fetches again the pictures and films that `chosen` takes. */
export function refreshPictures(chosen, round) {
  for (const node of document.querySelectorAll(PICTURES)) {
    for (const name of HOLDERS) {
      const value = node.getAttribute(name);
      if (!value || value.startsWith('#')) continue;
      const fresh = name === 'srcset' ? value.replace(/[^\s,]\S*[^\s,]/g, (part) => renewed(part, chosen, round)) : renewed(value, chosen, round);
      if (fresh !== value) node.setAttribute(name, fresh);
    }
  }
}

function renewed(address, chosen, round) {
  return /^[\w.]*[/.]/.test(address) && local(address) && chosen(plainAddress(new URL(address, document.baseURI))) ? again(address, round) : address;
}

function local(address) {
  try {
    return new URL(address, document.baseURI).origin === window.location.origin;
  } catch {
    return false;
  }
}

/** The same address, past every cache. */
function again(address, round) {
  const url = new URL(address, document.baseURI);
  url.searchParams.set('kiosque', round);
  return url.pathname + url.search + url.hash;
}

/** What the page has loaded, as plain addresses: it also knows what sheets and scripts have asked for themselves. */
export function loaded() {
  const entries = performance.getEntriesByType('resource').map((entry) => entry.name);
  return new Set(entries.filter(local).map(plainAddress));
}

/** The scripts that run in a document, told so that they can be compared. */
export function scripts(root) {
  return Array.from(root.querySelectorAll('script'))
    .filter((script) => /^$|module|javascript|importmap/i.test(script.type))
    .map((script) => script.outerHTML);
}
