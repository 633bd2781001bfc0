// Faults show over the last good page, as text whatever they say, and go when they are repaired.
const PAGE = 'content/pages/autre.md';
const PANEL = 'kiosque-fautes';
const HOSTILE = '<img src=x onerror=window.__owned=1>';

export async function judgeFaults(tab, served, judge) {
  const { page } = tab;
  await tab.open('/autre/');
  const good = served.read(PAGE);
  served.write(PAGE, '---\ntitle: [Autre\n---\nTexte fautif.\n');
  judge('a fault of YAML shows over the page', await shows(tab, ['1 erreur', `${PAGE}:`]));
  judge('the last good page stays below', await tab.says('Une autre page.'));
  judge('the place is marked in an excerpt', await tab.until('a mark', (name) => document.querySelector(name)?.shadowRoot.querySelector('.row.here mark, .row mark')?.textContent.length > 0, PANEL));
  judge('the panel fits a narrow screen', await page.evaluate(() => document.documentElement.scrollWidth <= 320 ? [] : [`${document.documentElement.scrollWidth} px wide`]));
  await picture(page, 'faults-320-dark');

  await page.keyboard.press('Escape');
  judge('Escape folds the panel', await tab.until('a badge', (name) => document.querySelector(name)?.shadowRoot.querySelector('.badge')?.textContent === '1 erreur', PANEL));
  await page.locator(`${PANEL} .badge`).click();
  judge('the badge unfolds it', await tab.until('a dialog', (name) => document.querySelector(name)?.shadowRoot.querySelector('[role=alertdialog]'), PANEL));

  served.write(PAGE, good.replace('Une autre', 'Toujours une autre'));
  judge('the panel goes with the fault', await gone(tab));
  judge('the repaired page shows', await tab.says('Toujours une autre page.'));
  judge('faults do not reload', await tab.same() ? [] : ['the page was reloaded']);

  await judgeHostile(tab, served, judge);
}

async function judgeHostile(tab, served, judge) {
  const { page } = tab;
  const names = [`content/pages/${HOSTILE.replaceAll('/', '')}.md`, 'content/pages/l\'un "et" l’autre & <b>.md'];
  for (const name of names) {
    served.write(name, `---\ntitle: [${HOSTILE}"'</script><script>window.__owned=1</script>\n---\n`);
    judge('a hostile file name and front matter show as text', await shows(tab, ['1 erreur', name, '</script>']));
    judge('hostile words make no element', await page.evaluate((panel) => {
      const made = document.querySelector(panel)?.shadowRoot.querySelectorAll('img, script, b:not(.help b)').length;
      return made === 0 && window.__owned === undefined ? [] : [`${made} elements, owned: ${window.__owned}`];
    }, PANEL));
    served.remove(name);
    judge('the panel goes with the hostile file', await gone(tab));
  }
  const typing = 'content/pages/longue.md';
  await tab.open('/longue/');
  await page.locator('input[name=nom]').focus();
  const good = served.read(typing);
  served.write(typing, '---\ntitle: [\n---\n');
  await shows(tab, ['1 erreur']);
  await page.keyboard.type('abc');
  judge('a fault does not take the focus of who is typing', await page.inputValue('input[name=nom]') === 'abc' ? [] : ['the keys went elsewhere']);
  served.write(typing, good);
  await gone(tab);
}

function shows(tab, words) {
  return tab.until(`the panel says ${words.join(', ')}`, ([name, expected]) => {
    const text = document.querySelector(name)?.shadowRoot.textContent ?? '';
    return expected.every((word) => text.includes(word));
  }, [PANEL, words]);
}

function gone(tab) {
  return tab.until('the panel goes', (name) => !document.querySelector(name), PANEL);
}

/** A picture for the eye, in the folder that `PICTURES` names. */
export async function picture(page, name) {
  if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/${name}.png` });
}
