// Figures as they are drawn: letters large enough, inside their frame and apart, marks and words with contrast.
import { context } from './chromium.mjs';
import { address } from './site.mjs';

/** Screens: a telephone, a small one, a desk, a desk zoomed twice, letters twice as large. */
const SCREENS = [
  { name: '320 px', width: 320 },
  { name: '375 px', width: 375 },
  { name: '1280 px', width: 1280 },
  { name: 'zoom 200 %', width: 640, scale: 2 },
  { name: 'letters 200 %', width: 1280, letters: '200%' },
];

export async function judgeDrawn(browser, origin, file, report) {
  for (const { name, width, scale = 1, letters } of SCREENS) {
    const room = await (scale === 1 ? context(browser, { width }) : browser.newContext({ viewport: { width, height: 450 }, deviceScaleFactor: scale, locale: 'fr-FR', reducedMotion: 'reduce' }));
    const tab = await open(room, origin, file, letters);
    report.judge(`figures: letters at ${name}`, file, await tab.evaluate(measure));
    await room.close();
  }
  for (const scheme of ['light', 'dark']) {
    for (const width of [1280, 375]) {
      const room = await context(browser, { scheme, width });
      report.judge(`figures: contrast ${scheme} ${width}`, file, await (await open(room, origin, file)).evaluate(contrast));
      await room.close();
    }
  }
}

async function open(room, origin, file, letters) {
  const tab = await room.newPage();
  await tab.goto(origin + address(file), { waitUntil: 'load' });
  await tab.evaluate(async (size) => {
    if (size) document.documentElement.style.fontSize = size;
    await document.fonts.ready;
    await new Promise((settled) => requestAnimationFrame(() => requestAnimationFrame(settled)));
  }, letters);
  return tab;
}

/** Runs in the page: every line of text of a drawing as a box that turns with it. */
function measure() {
  const SMALLEST = 11;
  const faults = [];
  const shown = (node) => [...node.getClientRects()].some(({ width, height }) => width > 0 && height > 0) && getComputedStyle(node).visibility === 'visible';
  // Ink, not the line: from a little over capitals to what hangs below.
  const lines = (text) => {
    const found = new Map();
    const transform = text.getScreenCTM();
    const size = Number.parseFloat(getComputedStyle(text).fontSize);
    const letters = text.textContent;
    for (let n = 0; n < text.getNumberOfChars(); n += 1) {
      const { x, width } = text.getExtentOfChar(n);
      const base = Math.round(text.getStartPositionOfChar(n).y * 10) / 10;
      const line = found.get(base) ?? { left: x, right: x, words: '' };
      found.set(base, { left: Math.min(line.left, x), right: Math.max(line.right, x + width), words: line.words + (letters[n] ?? '') });
    }
    const point = (x, y) => new DOMPoint(x, y).matrixTransform(transform);
    return [...found].map(([base, { left, right, words }]) => {
      const [top, bottom] = [base - 0.78 * size, base + 0.2 * size];
      const corners = [point(left, top), point(right, top), point(right, bottom), point(left, bottom)];
      return { text, words: words.trim() || letters.trim(), corners, px: size * Math.sqrt(Math.abs(transform.a * transform.d - transform.b * transform.c)) };
    });
  };
  // Two oriented boxes are apart when one of their sides separates them: a pixel between words that follow each
  // other, while lines one above the other may touch by half of one.
  const apart = (a, b) => [a, b].some(({ corners }) => [0, 1].some((side) => {
    const along = { x: corners[side + 1].x - corners[side].x, y: corners[side + 1].y - corners[side].y };
    const long = Math.hypot(along.x, along.y) || 1;
    const spread = ({ corners: all }) => all.map(({ x, y }) => (x * along.x + y * along.y) / long);
    const [one, other] = [spread(a), spread(b)];
    const least = side === 0 ? 1 : -0.5;
    return Math.min(...other) - Math.max(...one) >= least || Math.min(...one) - Math.max(...other) >= least;
  }));
  for (const svg of document.querySelectorAll('svg.k-g')) {
    if (!shown(svg)) {
      // Both layouts of an older drawing are svgs: one is shown.
      const siblings = [...svg.parentElement.querySelectorAll('svg.k-g')];
      if (!svg.closest('details:not([open])') && !siblings.some(shown)) faults.push('a drawing does not show');
      continue;
    }
    const frame = svg.getBoundingClientRect();
    const title = svg.closest('section')?.querySelector('.k-chart__title')?.textContent.trim() ?? '';
    const boxes = [...svg.querySelectorAll('text')].filter((text) => shown(text) && text.textContent.trim()).flatMap(lines);
    for (const { words, corners, px } of boxes) {
      if (px < SMALLEST - 0.05) faults.push(`« ${title} »: ${px.toFixed(1)} px: ${words}`);
      const out = corners.some(({ x, y }) => x < frame.left - 1 || x > frame.right + 1 || y < frame.top - 1 || y > frame.bottom + 1);
      if (out) faults.push(`« ${title} »: outside its frame: ${words}`);
    }
    for (const [n, one] of boxes.entries()) {
      for (const other of boxes.slice(n + 1)) {
        if (one.text !== other.text && !apart(one, other)) faults.push(`« ${title} »: « ${one.words} » over « ${other.words} »`);
      }
    }
  }
  const width = document.documentElement.clientWidth;
  const wide = [...document.querySelectorAll('.k-chart, .k-chart *')].find((node) => node.getBoundingClientRect().right > width + 1 && !node.closest('.fr-table, .kq-table, details:not([open])'));
  if (wide) faults.push(`a figure is wider than the screen: ${wide.outerHTML.slice(0, 80)}`);
  // Letters enlarged by a script do not move the breakpoints of the page around, as a reader's own setting does.
  const scrolls = !document.documentElement.style.fontSize && document.scrollingElement.scrollWidth > width;
  if (scrolls) faults.push(`the page scrolls sideways: ${document.scrollingElement.scrollWidth} px in ${width}`);
  return faults;
}

/** Runs in the page: WCAG contrast of marks (3:1) and of words (4.5:1) against what is behind them. */
function contrast() {
  const PLAIN = 'path, rect, circle, ellipse, line, polyline, polygon, use';
  const faults = [];
  const channels = (colour) => {
    const numbers = colour.match(/[\d.]+/g)?.map(Number) ?? [0, 0, 0];
    const scale = colour.startsWith('color(') ? 255 : 1;
    return { rgb: numbers.slice(0, 3).map((n) => n * scale), alpha: numbers[3] ?? 1 };
  };
  const over = ({ rgb, alpha }, under) => rgb.map((n, i) => n * alpha + under[i] * (1 - alpha));
  const light = (rgb) => {
    const [r, g, b] = rgb.map((n) => n / 255).map((n) => (n <= 0.04045 ? n / 12.92 : ((n + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [low, high] = [light(one), light(other)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05);
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const colour = channels(getComputedStyle(at).backgroundColor);
      if (colour.alpha === 1) return colour.rgb;
    }
    return [255, 255, 255];
  };
  const opacity = (node, stop) => {
    let all = 1;
    for (let at = node; at && at !== stop.parentElement; at = at.parentElement) all *= Number(getComputedStyle(at).opacity);
    return all;
  };
  const paint = (node, name, svg) => {
    const style = getComputedStyle(node);
    if (style[name] === 'none' || (name === 'stroke' && Number.parseFloat(style.strokeWidth) === 0)) return undefined;
    if (style[name].startsWith('url(')) return undefined;
    const colour = channels(style[name]);
    return { rgb: colour.rgb, alpha: colour.alpha * Number(style[`${name}Opacity`]) * opacity(node, svg) };
  };
  const drawn = (node) => node.getClientRects().length > 0 && getComputedStyle(node).visibility === 'visible' && !node.closest('defs, pattern, clipPath, mask, symbol, marker, title, desc');
  const holds = (mark, x, y) => {
    if (!mark.isPointInFill) return false;
    const inverse = mark.getScreenCTM()?.inverse();
    return inverse !== undefined && mark.isPointInFill(new DOMPoint(x, y).matrixTransform(inverse));
  };
  const within = (box, other) => box.left >= other.left - 1 && box.right <= other.right + 1 && box.top >= other.top - 1 && box.bottom <= other.bottom + 1;
  for (const svg of document.querySelectorAll('svg.k-g')) {
    if (svg.getClientRects().length === 0) continue;
    const title = svg.closest('section')?.querySelector('.k-chart__title')?.textContent.trim() ?? '';
    const ground = behind(svg);
    const marks = [...svg.querySelectorAll(PLAIN)].filter(drawn);
    const dark = [];
    for (const mark of marks) {
      // Grid lines and frames may be pale: nothing is read off them.
      if (mark.closest('.grille, .fond, .cadre')) continue;
      const paints = ['fill', 'stroke'].map((name) => paint(mark, name, svg)).filter(Boolean);
      const hatched = ['fill', 'stroke'].some((name) => getComputedStyle(mark)[name].startsWith('url('));
      if (paints.length === 0 && !hatched) {
        faults.push(`« ${title} »: a mark without paint: ${mark.outerHTML.slice(0, 60)}`);
        continue;
      }
      const best = Math.max(0, ...paints.map((one) => ratio(over(one, ground), ground)));
      // A larger shape below may be the border of a pale one.
      const bordered = dark.some((box) => within(mark.getBoundingClientRect(), box));
      if (best >= 2.995) dark.push(mark.getBoundingClientRect());
      else if (!bordered && !(hatched && paints.length === 0)) faults.push(`« ${title} »: mark at ${best.toFixed(2)}:1, <${mark.tagName} class="${mark.getAttribute('class') ?? ''}"> in « ${mark.parentElement.getAttribute('class') ?? ''} »`);
    }
    for (const text of svg.querySelectorAll('text')) {
      if (!drawn(text) || !text.textContent.trim()) continue;
      const box = text.getBoundingClientRect();
      const spots = [0.1, 0.5, 0.9].map((part) => [box.left + part * box.width, box.top + box.height / 2]);
      const letters = paint(text, 'fill', svg);
      for (const [x, y] of spots) {
        const under = marks.filter((mark) => (mark.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_FOLLOWING) && paint(mark, 'fill', svg) && holds(mark, x, y));
        const back = under.reduce((colour, mark) => over(paint(mark, 'fill', svg), colour), ground);
        const found = letters ? ratio(over(letters, back), back) : 1;
        if (found >= 4.495) continue;
        faults.push(`« ${title} »: text at ${found.toFixed(2)}:1: ${text.textContent.trim().slice(0, 40)}`);
        break;
      }
    }
  }
  return faults;
}
