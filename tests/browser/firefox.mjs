// Finds Firefox and opens pages in it through WebDriver BiDi: Debian's own package will do, no patched build.
// Playwright speaks to patched builds only, so Puppeteer drives; pages answer to the calls that the judges make.
import fs from 'node:fs';
import path from 'node:path';
import puppeteer from 'puppeteer-core';

const NAMES = ['firefox-esr', 'firefox'];

/** Where the browser is: `FIREFOX`, else the first known name on `PATH`. */
export function executable() {
  if (process.env.FIREFOX) return process.env.FIREFOX;
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name))).find((file) => fs.existsSync(file));
}

export function launch() {
  return puppeteer.launch({ browser: 'firefox', executablePath: executable(), headless: true, timeout: 60_000 });
}

/** A room of its own. The protocol cannot ask this browser for a colour scheme: it is the machine's. */
export async function context(browser, { width = 1280 } = {}) {
  const room = await browser.createBrowserContext();
  return {
    close: () => room.close(),
    async newPage() {
      const page = await room.newPage();
      await page.setViewport({ width, height: 900 });
      return new Page(page);
    },
  };
}

/** Selectors of the judges look into open shadow roots; Puppeteer wants that said. */
const deep = (selector) => selector.replace(/^(kiosque-\w+) /, '$1 >>> ');

class Page {
  constructor(page) {
    this.page = page;
    this.keyboard = page.keyboard;
  }

  on(event, heard) {
    this.page.on(event, heard);
  }

  goto(address, options) {
    return this.page.goto(address, options);
  }

  evaluate(work, argument) {
    return this.page.evaluate(work, argument);
  }

  waitForFunction(test, argument, { timeout = 30_000, polling = 50 } = {}) {
    return this.page.waitForFunction(test, { timeout, polling }, argument);
  }

  waitForSelector(selector) {
    return this.page.waitForSelector(deep(selector));
  }

  waitForURL(pattern) {
    return this.waitForFunction((end) => location.href.endsWith(end), pattern.replace('**', ''));
  }

  waitForTimeout(ms) {
    return new Promise((done) => setTimeout(done, ms));
  }

  inputValue(selector) {
    return this.page.$eval(selector, (field) => field.value);
  }

  screenshot(options) {
    return this.page.screenshot(options);
  }

  locator(selector) {
    return new Elements(this.page, [deep(selector), 0]);
  }
}

/** The elements of a selector: one of them, or what is inside it. */
class Elements {
  constructor(page, ...steps) {
    Object.assign(this, { page, steps });
  }

  nth(index) {
    return new Elements(this.page, ...this.steps.slice(0, -1), [this.steps.at(-1)[0], index]);
  }

  locator(selector) {
    return new Elements(this.page, ...this.steps, [selector, 0]);
  }

  async one() {
    let found = this.page;
    for (const [selector, index] of this.steps) {
      if (index === 0) await this.page.waitForSelector(this.steps[0][0], { timeout: 8_000 });
      found = (await found.$$(selector))[index];
      if (!found) throw new Error(`nothing at ${selector}`);
    }
    return found;
  }

  async click() {
    await (await this.one()).click();
  }

  async focus() {
    await (await this.one()).focus();
  }

  async fill(text) {
    const field = await this.one();
    await field.evaluate((node) => { node.value = ''; });
    await field.type(text);
  }
}
