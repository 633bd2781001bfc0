// A page looked at in other ways: on paper, on the narrowest screen, with letters twice as large, in colours of its
// reader's own, with nothing that moves.
import { context } from './chromium.mjs';
import { charts, cut, faint, moving, onPaper, states } from './looks.mjs';
import { address } from './site.mjs';

/** What is left of a sheet of A4 between its margins, in CSS pixels. */
const PAPER = 700;

/** Each way of looking: how the page is opened, and what is asked of it. */
const LOOKS = {
  paper: async (open, judge) => open({}, async (tab) => {
    await tab.emulateMedia({ media: 'print' });
    await tab.setViewportSize({ width: PAPER, height: 1000 });
    judge('whole on paper', await tab.evaluate(onPaper));
  }),
  room: narrow(true),
  plain: narrow(false),
  colours: async (open, judge) => open({}, async (tab) => {
    await tab.emulateMedia({ forcedColors: 'active' });
    await settled(tab);
    judge('drawings in forced colours', await tab.evaluate(charts));
    judge('the focus in forced colours', await tab.evaluate(faint));
    judge('states in forced colours', await stateless(tab));
    judge('nothing moves', await tab.evaluate(moving));
  }),
};

function narrow(script) {
  const how = script ? '' : ' without JavaScript';
  return async (open, judge) => open({ script }, async (tab) => {
    for (const width of [320, 640]) {
      await tab.setViewportSize({ width, height: 800 });
      judge(`nothing is cut at ${width} px${how}`, await tab.evaluate(cut));
    }
    await tab.setViewportSize({ width: 1280, height: 900 });
    await tab.evaluate(() => {
      const root = document.documentElement;
      root.style.fontSize = `${2 * Number.parseFloat(getComputedStyle(root).fontSize)}px`;
      dispatchEvent(new Event('resize'));
    });
    await settled(tab);
    judge(`nothing is cut with letters twice as large${how}`, await tab.evaluate(cut));
  });
}

export async function judgeMedia(browser, origin, file, report, looks = Object.keys(LOOKS)) {
  const open = async (options, work) => {
    const room = await context(browser, options);
    try {
      const tab = await room.newPage();
      await tab.goto(origin + address(file), { waitUntil: 'load' });
      await settled(tab);
      await work(tab);
    } finally {
      await room.close();
    }
  };
  for (const look of looks) await LOOKS[look](open, (check, faults) => report.judge(`media: ${check}`, file, faults));
}

async function settled(tab) {
  await tab.evaluate(() => document.fonts.ready.then(() => {}));
  // Timers of a page without scripts never ring: it is waited for from here.
  await new Promise((done) => setTimeout(done, 200));
}

/** The states that show no difference: each is pictured as it is and without it. */
async function stateless(tab) {
  const faults = [];
  for (const name of await tab.evaluate(states)) {
    const node = tab.locator(`[data-state-judged="${name}"]`);
    await node.scrollIntoViewIfNeeded();
    const box = await node.boundingBox();
    const shot = () => tab.screenshot({ clip: { x: box.x - 4, y: box.y - 4, width: box.width + 8, height: box.height + 8 }, animations: 'disabled' });
    const before = await shot();
    const told = await node.evaluate((element) => {
      document.activeElement?.blur?.();
      if (element.matches(':checked')) element.checked = false;
      else for (const state of ['aria-current', 'aria-selected', 'aria-pressed']) element.removeAttribute(state);
      return `${element.localName}.${element.className} « ${element.textContent.trim().slice(0, 30)} »`;
    });
    await new Promise((done) => setTimeout(done, 60));
    if ((await shot()).equals(before)) faults.push(`looks the same with and without its state: ${told}`);
  }
  return faults;
}
