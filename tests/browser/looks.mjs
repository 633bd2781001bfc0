// What media.mjs asks of a page; each function runs in the page, and is whole by itself for that reason.

/** Words and drawings of the text that would not be printed, and what a sheet is too narrow for. */
export function onPaper() {
  const faults = [];
  const across = document.scrollingElement.scrollWidth;
  if (across > innerWidth + 1) faults.push(`the page is ${across} px wide on a sheet of ${innerWidth}`);
  const meant = 'script, style, noscript, template, nav, form, dialog, [hidden], [aria-hidden=true], [class*=sr-only], svg, a[download], [role=tablist], video, audio';
  const inks = (node, box) => {
    for (let at = node; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue;
      const room = at.getBoundingClientRect();
      // Said to screen readers only, in a pixel: not what is meant here.
      if (at.clientWidth <= 1 && room.height > 0) return true;
      if (box.top >= room.bottom - 1 || box.bottom <= room.top + 1 || room.height < 2) return false;
    }
    return true;
  };
  const range = document.createRange();
  const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const node = text.parentElement;
    const words = text.data.trim();
    // What is pressed says nothing on paper, but for the title of what it unfolds.
    if (!words || node.closest(meant) || node.closest('details')?.querySelector('iframe') || (node.closest('button, label') && !node.closest(':is(h1, h2, h3, h4, h5, h6) button'))) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    const shows = node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) && box.width > 0 && inks(node, box);
    if (!shows) faults.push(`is not printed: ${words.slice(0, 80)}`);
    else if (box.right > innerWidth + 1 || box.left < -1) faults.push(`is printed beyond the sheet: ${words.slice(0, 80)}`);
  }
  for (const drawing of document.querySelectorAll('main .k-fig')) {
    const seen = [...drawing.querySelectorAll('svg')].some((svg) => svg.checkVisibility() && svg.getBoundingClientRect().width > 50);
    if (!seen) faults.push(`a drawing is not printed: ${drawing.closest('[id]')?.id}`);
  }
  for (const node of document.querySelectorAll('main *')) {
    const style = getComputedStyle(node);
    if (/auto|scroll|hidden/.test(style.overflowX) && node.clientWidth > 1 && node.scrollWidth > node.clientWidth + 1 && node.checkVisibility()) {
      faults.push(`is cut by the sheet: ${node.localName}.${node.className}, ${node.scrollWidth} px in ${node.clientWidth}`);
    }
  }
  return faults;
}

/** Words that run out of the window or of the box that cuts them, and a page that scrolls sideways. */
export function cut() {
  const faults = [];
  for (const details of document.querySelectorAll('main details')) details.open = true;
  for (const box of document.querySelectorAll('.kq-motion__box')) box.checked = true;
  const across = document.scrollingElement.scrollWidth;
  if (across > innerWidth + 1) faults.push(`the page is ${across} px wide in ${innerWidth}`);
  const range = document.createRange();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const text = texts.currentNode;
    const words = text.data.trim();
    const node = text.parentElement;
    if (!words || !node.checkVisibility({ opacityProperty: true, visibilityProperty: true }) || node.closest('svg, script, style, noscript, dialog, option')) continue;
    range.selectNodeContents(text);
    const box = range.getBoundingClientRect();
    // Out of the way on purpose, until the focus comes.
    if (box.width === 0 || box.right <= 0 || box.bottom <= 0) continue;
    let [scrolls, hides] = [false, false];
    for (let at = node; at && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at);
      const room = at.getBoundingClientRect();
      if (style.clipPath !== 'none' || style.clip !== 'auto' || (room.width <= 1 && style.overflow !== 'visible')) hides = true;
      if (/auto|scroll/.test(style.overflowX)) scrolls = true;
      const clips = (overflow, over) => /hidden|clip/.test(overflow) && over > 1.5;
      const beyond = clips(style.overflowX, box.right - room.right) || clips(style.overflowY, box.bottom - room.bottom);
      // A picture stands in place of the words of a small button.
      const pictured = at.matches('a, button') && ['::before', '::after'].some((part) => !/^(none|normal)$/.test(getComputedStyle(at, part).content));
      if (!scrolls && !hides && beyond && pictured) hides = true;
      else if (!scrolls && !hides && beyond) {
        faults.push(`is cut by ${at.localName}.${at.className}: ${words.slice(0, 60)}`);
        hides = true;
      }
    }
    if (!scrolls && !hides && box.right > innerWidth + 1) faults.push(`runs out of the window: ${words.slice(0, 60)}`);
  }
  return faults;
}

/** Marks of drawings that have the colour of the ground, and series of one drawing that look alike. */
export function charts() {
  const faults = [];
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const ground = getComputedStyle(probe).backgroundColor;
  probe.remove();
  const none = (paint) => paint === 'none' || paint === ground || /^rgba\(.*, 0\)$/.test(paint);
  for (const svg of document.querySelectorAll('main svg.k-g, main svg.k-spark')) {
    if (!svg.checkVisibility()) continue;
    const where = svg.closest('[id]')?.id;
    const seen = new Map();
    for (const serie of svg.querySelectorAll('.serie')) {
      const marks = [...serie.querySelectorAll('path, rect, circle, polygon, line')].filter((mark) => mark.checkVisibility());
      if (marks.length === 0) continue;
      const look = (mark) => {
        const style = getComputedStyle(mark);
        return { style, text: [mark.localName, style.fill, style.stroke, style.strokeDasharray].join(' ') };
      };
      const looks = marks.map(look);
      if (looks.every(({ style }) => none(style.fill) && (none(style.stroke) || style.strokeWidth === '0px'))) faults.push(`${where}: the marks of ${serie.getAttribute('class')} have the colour of the ground`);
      // Points of two series differ by their shape: the first of them, without where it stands.
      const shape = (mark) => (mark.getAttribute('d') ?? '').match(/^M[^a-z]*([^Mm]*z)/)?.[1] ?? '';
      const key = [...new Set(marks.map((mark, n) => looks[n].text + shape(mark)))].sort().join('|');
      const kind = (serie.getAttribute('class').match(/\bs\d\b/) ?? [''])[0];
      const other = seen.get(key);
      if (other !== undefined && other !== kind) faults.push(`${where}: ${other} and ${kind} look alike (${key.slice(0, 90)})`);
      seen.set(key, kind);
    }
    for (const text of svg.querySelectorAll('text')) {
      if (text.checkVisibility() && none(getComputedStyle(text).fill)) faults.push(`${where}: cannot be read: ${text.textContent}`);
    }
  }
  return faults;
}

/** Controls that do not tell that they have the focus, once of each look. */
export function faint() {
  const faults = [];
  const met = new Set();
  const probe = document.body.appendChild(document.createElement('i'));
  probe.style.backgroundColor = 'Canvas';
  const ground = getComputedStyle(probe).backgroundColor;
  probe.remove();
  for (const node of document.querySelectorAll('a[href], button, input, select, summary, [tabindex="0"]')) {
    const look = `${node.localName}.${node.className}.${node.parentElement.className}`;
    if (met.has(look) || node.disabled || !node.checkVisibility({ visibilityProperty: true })) continue;
    met.add(look);
    node.focus({ focusVisible: true, preventScroll: true });
    if (document.activeElement !== node) continue;
    const label = node.labels?.[0];
    // A card is outlined as a whole, a choice by its label.
    const around = [node, ...(label ? [label] : [])];
    for (let at = node.parentElement; at && around.length < 6; at = at.parentElement) around.push(at);
    const styles = around.flatMap((one) => ['', '::before', '::after'].map((part) => getComputedStyle(one, part || null)));
    const drawn = (style) => style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 && style.outlineColor !== ground;
    if (!styles.some(drawn)) faults.push(`does not tell that it has the focus: ${look}`);
  }
  document.activeElement.blur();
  return faults;
}

/** Marks what has a state that a sighted reader must see, once of each look; the marks. */
export function states() {
  const named = new Map();
  const all = '[aria-selected="true"], [aria-pressed="true"], nav a[href][aria-current], main :checked';
  for (const node of document.querySelectorAll(all)) {
    const box = node.getBoundingClientRect();
    const look = `${node.localName}.${node.className}`;
    if (named.has(look) || box.width < 4 || node.localName === 'option' || !node.checkVisibility({ visibilityProperty: true })) continue;
    const name = String(named.size);
    node.dataset.stateJudged = name;
    named.set(look, name);
  }
  return [...named.values()];
}

/** What moves, or would, for a reader who asked for rest: just after all that folds was pressed. */
export async function moving() {
  const faults = [];
  if (getComputedStyle(document.documentElement).scrollBehavior === 'smooth') faults.push('the page scrolls smoothly');
  for (const node of document.querySelectorAll('main [aria-expanded="false"], main [role="tab"]')) node.click();
  for (const details of document.querySelectorAll('main details')) details.open = true;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  for (const animation of document.getAnimations()) {
    const { duration } = animation.effect.getComputedTiming();
    const target = animation.effect.target;
    // A wait before something is hidden, and a shade of colour, are no motion.
    if (animation.playState === 'running' && duration > 1 && !/visibility|color|opacity/.test(animation.transitionProperty ?? '')) {
      faults.push(`moves for ${duration} ms: ${animation.transitionProperty ?? animation.animationName} of ${target.localName}.${target.className}`);
    }
  }
  for (const film of document.querySelectorAll('video, audio')) if (!film.paused) faults.push(`plays by itself: ${film.currentSrc}`);
  return faults;
}
