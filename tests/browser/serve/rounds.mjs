// Pages come, go and change elsewhere; the server stops and starts again.
import { picture } from './faults.mjs';

const NOTE = 'kiosque-note';

export async function judgeRounds(tab, served, judge) {
  const { page } = tab;
  await tab.open('/autre/');
  served.edit('content/pages/longue.md', 'Fin de la page.', 'Fin nouvelle.');
  judge('a change of another page is told', await says(tab, 'Une page longue'));
  judge('the hint leads to that page', await page.evaluate((name) => {
    const link = document.querySelector(name)?.shadowRoot.querySelector('a')?.getAttribute('href');
    return link === '/longue/' ? [] : [`it leads to ${link}`];
  }, NOTE));
  await picture(page, 'hint-1280-light');
  await page.locator(`${NOTE} a`).click();
  await page.waitForURL('**/longue/');
  judge('following the hint shows the page', await tab.says('Fin nouvelle.'));

  await tab.open('/autre/');
  const good = served.read('content/pages/autre.md');
  served.remove('content/pages/autre.md');
  judge('a deleted page gives way to the 404 page', await tab.until('the text goes', () => !document.querySelector('main')?.innerText.includes('autre page')));
  judge('the server answers 404', await status(served, '/autre/') === 404 ? [] : [`it answers ${await status(served, '/autre/')}`]);
  served.write('content/pages/autre.md', good);
  judge('the page comes back', await tab.says('autre page.'));
  judge('deletion and return do not reload', await tab.same() ? [] : ['the page was reloaded']);

  served.write('content/pages/nouvelle.md', '---\ntitle: Une nouvelle\n---\nToute neuve.\n');
  judge('a new page is told', await says(tab, 'Une nouvelle'));
  judge('a new page is served', await status(served, '/nouvelle/') === 200 ? [] : ['it is not']);

  const port = new URL(served.origin).port;
  await served.stop();
  judge('a stopped server is told', await says(tab, 'kiosque est arrêté\u00a0: cette page n’est plus à jour'));
  await picture(page, 'lost-1280-light');
  served.edit('content/pages/autre.md', 'autre page.', 'autre page, changée pendant l’arrêt.');
  await served.start(port);
  judge('what changed meanwhile shows once it is back', await tab.says('changée pendant l’arrêt.'));
  judge('the words about the stopped server go', await tab.until('they go', (name) => !document.querySelector(name)?.shadowRoot.textContent.includes('arrêté'), NOTE));
  judge('stop and start do not reload', await tab.same() ? [] : ['the page was reloaded']);
}

function says(tab, words) {
  return tab.until(`the corner says « ${words} »`, ([name, expected]) => document.querySelector(name)?.shadowRoot.textContent.includes(expected), [NOTE, words]);
}

async function status(served, address) {
  return (await fetch(served.origin + address)).status;
}
