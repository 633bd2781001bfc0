// What the reader has done to the page stays when its text changes: place, focus, typed text, what is open.
import fs from 'node:fs';
import path from 'node:path';

const PAGE = 'content/pages/longue.md';

export async function judgeKept(tab, served, judge) {
  const { page } = tab;
  await tab.open('/longue/');
  await page.locator('details').nth(1).locator('summary').click();
  await page.locator('input[name=nom]').fill('Camille');
  await page.evaluate(() => document.querySelector('input[name=nom]').setSelectionRange(2, 5));
  await page.evaluate(() => { document.documentElement.dataset.chosen = 'dark'; });

  served.edit(PAGE, 'Début de la page.', 'Début corrigé.');
  judge('an edit of the text shows', await tab.says('Début corrigé.'));
  judge('an edit of the text does not reload', await tab.same() ? [] : ['the page was reloaded']);
  judge('the focus, the selection and the typed text stay', await page.evaluate(() => {
    const input = document.querySelector('input[name=nom]');
    const faults = [];
    if (document.activeElement !== input) faults.push(`the focus is on ${document.activeElement?.localName}`);
    if (input.value !== 'Camille') faults.push(`the field says « ${input.value} »`);
    if (input.selectionStart !== 2 || input.selectionEnd !== 5) faults.push(`selected: ${input.selectionStart} to ${input.selectionEnd}`);
    return faults;
  }));
  judge('what a script set on the root stays', await page.evaluate(() => document.documentElement.dataset.chosen === 'dark' ? [] : ['the attribute has gone']));

  served.edit(PAGE, '<details><summary>Premier', '<details><summary>Volet ajouté</summary><p>Zéro.</p></details>\n\n<details><summary>Premier');
  await tab.says('Volet ajouté');
  judge('the same panel stays open when one is added before it', await page.evaluate(() => {
    const open = Array.from(document.querySelectorAll('details[open] summary'), (node) => node.textContent);
    return open.join() === 'Second volet' ? [] : [`open: ${open.join()}`];
  }));

  await judgePlace(tab, served, judge);

  served.write('themes/plain/assets/style.css', `${served.read('themes/plain/assets/style.css')}\nh2 { color: rgb(1, 2, 3); }\n`);
  judge('an edit of the style sheet shows', await tab.until('the heading has the new colour', () => getComputedStyle(document.querySelector('h2')).color === 'rgb(1, 2, 3)'));
  judge('one style sheet is left', await tab.until('one sheet', () => document.querySelectorAll('link[rel=stylesheet]').length === 1));
  served.edit('themes/plain/templates/base.html', '<footer', '<p>Ligne du gabarit.</p>\n<footer');
  judge('an edit of the template shows', await tab.says('Ligne du gabarit.'));
  judge('neither style sheet nor template reloads', await tab.same() ? [] : ['the page was reloaded']);
  judge('the typed text is still there', await page.inputValue('input[name=nom]') === 'Camille' ? [] : ['lost']);
  await judgeLoaded(tab, served, judge);
}

/** A picture under the same address is fetched again; a script that comes needs the whole page, at the same place. */
async function judgeLoaded(tab, served, judge) {
  const { page } = tab;
  served.edit(PAGE, 'Fin de la page.', 'Fin de la page.\n\n![Un point](/img/point.png)');
  judge('an added picture shows', await tab.until('a picture', () => document.querySelector('main img')?.naturalWidth > 0));
  fs.appendFileSync(path.join(served.root, 'content/img/point.png'), 'changed');
  judge('a changed picture is fetched again', await tab.until('another request', () => {
    const asked = performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/img/point'));
    return asked.length >= 2 && document.querySelector('main img').naturalWidth > 0;
  }));
  judge('pictures do not reload', await tab.same() ? [] : ['the page was reloaded']);

  const before = await page.evaluate(() => {
    window.scrollTo(0, 700);
    return Array.from(document.querySelectorAll('p')).find((node) => node.textContent.startsWith('Paragraphe 15')).getBoundingClientRect().top;
  });
  served.write('themes/plain/assets/essai.js', 'window.essai = 1;\n');
  served.write('themes/plain/theme.yaml', `${served.read('themes/plain/theme.yaml')}  - {from: assets/essai.js, to: /essai.js}\n`);
  served.edit('themes/plain/templates/base.html', '</head>', '<script src="/essai.js" defer></script>\n</head>');
  judge('an added script runs', await tab.until('it has run', () => window.essai === 1));
  // Within the height of the panel above that was open: a reload closes it.
  judge('the place is kept by the reload', await tab.until(`the paragraph is back at ${before}`, (top) => Math.abs(Array.from(document.querySelectorAll('p')).find((node) => node.textContent.startsWith('Paragraphe 15')).getBoundingClientRect().top - top) <= 60, before));
}

/** What is on screen stays where it is when the page grows or shrinks above it. */
async function judgePlace(tab, served, judge) {
  const { page } = tab;
  await page.evaluate(() => document.activeElement.blur());
  const top = () => page.evaluate(() => Array.from(document.querySelectorAll('p')).find((node) => node.textContent.startsWith('Paragraphe 30')).getBoundingClientRect().top);
  await page.evaluate(() => {
    const mark = Array.from(document.querySelectorAll('p')).find((node) => node.textContent.startsWith('Paragraphe 30'));
    window.scrollTo(0, window.scrollY + mark.getBoundingClientRect().top - 200);
  });
  const before = await top();
  const added = Array.from({ length: 12 }, (_, i) => `Ajout ${i} au-dessus.`).join('\n\n');
  served.edit(PAGE, '## Repère du haut', `${added}\n\n## Repère du haut`);
  await tab.says('Ajout 11 au-dessus.');
  await page.waitForTimeout(200);
  const grown = await top();
  judge('the place is kept when the page grows above', Math.abs(grown - before) <= 2 ? [] : [`moved from ${before} to ${grown}`]);
  served.edit(PAGE, `${added}\n\n`, '');
  await tab.until('the added text goes', () => !document.body.innerText.includes('Ajout 11'));
  await page.waitForTimeout(200);
  const shrunk = await top();
  judge('the place is kept when the page shrinks above', Math.abs(shrunk - before) <= 2 ? [] : [`moved from ${before} to ${shrunk}`]);
}
