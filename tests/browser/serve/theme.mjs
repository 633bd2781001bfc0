// The site's own theme: what its scripts have done to the page stays.
const PAGE = 'content/pages/essai.md';

const TEXT = `---
title: Page d’essai
---
Texte du début.

:::accordion[Volet un]
Contenu du volet un.
:::

:::accordion[Volet deux]
Contenu du volet deux.
:::

## Une section

Texte de la section.
`;

export async function judgeTheme(tab, served, judge) {
  const { page } = tab;
  served.write(PAGE, TEXT);
  for (let tries = 0; tries < 200 && (await fetch(`${served.origin}/essai/`)).status !== 200; tries += 1) await page.waitForTimeout(50);
  await tab.open('/essai/');
  const buttons = page.locator('.fr-accordion__btn');
  await buttons.nth(1).click();
  await page.waitForSelector('.fr-collapse--expanded');
  await page.evaluate(() => document.documentElement.setAttribute('data-fr-scheme', 'dark'));
  await page.waitForFunction(() => document.documentElement.getAttribute('data-fr-theme') === 'dark');
  const made = await page.evaluate(() => document.querySelectorAll('[data-fr-js-accordion], [data-fr-js-collapse]').length);

  served.edit(PAGE, 'Texte du début.', 'Texte corrigé.');
  judge('an edit shows', await tab.says('Texte corrigé.'));
  served.edit(PAGE, 'Contenu du volet deux.', 'Contenu ouvert, corrigé.');
  judge('an edit inside an open accordion shows', await tab.says('Contenu ouvert, corrigé.'));
  judge('the open accordion stays open', await panels(tab, 'Volet un false false, Volet deux true true'));
  served.edit(PAGE, ':::accordion[Volet un]', ':::accordion[Volet zéro]\nAjouté.\n:::\n\n:::accordion[Volet un]');
  judge('the same accordion stays open when one is added before it', await panels(tab, 'Volet zéro false false, Volet un false false, Volet deux true true'));
  await buttons.nth(0).click();
  judge('an added accordion works', await tab.until('it opens', () => document.querySelector('.fr-accordion .fr-collapse').classList.contains('fr-collapse--expanded')));
  judge('dark stays', await page.evaluate(() => {
    const root = document.documentElement;
    const told = `${root.getAttribute('data-fr-scheme')} ${root.getAttribute('data-fr-theme')}`;
    return told === 'dark dark' ? [] : [told];
  }));
  const kept = await page.evaluate(() => document.querySelectorAll('[data-fr-js-accordion], [data-fr-js-collapse]').length);
  judge('the marks of the theme’s script stay', kept >= made && made > 0 ? [] : [`${made} before, ${kept} after`]);

  served.write('themes/dsfr/assets/theme.css', `${served.read('themes/dsfr/assets/theme.css')}\nh2 { letter-spacing: 3px; }\n`);
  judge('an edit of the theme’s style shows', await tab.until('the letters are spaced', () => getComputedStyle(document.querySelector('h2')).letterSpacing === '3px'));
  judge('nothing reloads', await tab.same() ? [] : ['the page was reloaded']);
}

/** The theme's script prepares an added accordion a moment after it has come. */
function panels(tab, expected) {
  return tab.until(`the accordions are: ${expected}`, (told) => Array.from(document.querySelectorAll('.fr-accordion'), (each) => {
    const button = each.querySelector('.fr-accordion__btn');
    return `${button.textContent.trim()} ${button.getAttribute('aria-expanded')} ${each.querySelector('.fr-collapse').classList.contains('fr-collapse--expanded')}`;
  }).join(', ') === told, expected);
}
