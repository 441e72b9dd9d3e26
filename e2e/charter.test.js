import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { fileURLToPath } from 'node:url';
import { suite } from './harness/suite.js';

const headers = ['Nom du prestataire', 'Service et emplacement', 'Nom du cookie', 'Finalités', 'Durée',
  'Dépôt par', 'Responsable du traitement', 'Consentement'];

describe('the charter page', () => {
  const at = suite();
  /** @param {string} id @param {boolean} [javaScript] */
  const open = async (id, javaScript = false) => {
    const visitor = await at.visitor({ javaScript });
    await visitor.page.goto(`${at.temoin}/${id}/charte`);
    return visitor;
  };

  for (const [id, site, publisher] of [['hauts-de-seine', 'https://opendata.hauts-de-seine.fr', 'Département des Hauts-de-Seine'],
    ['epn-agglo', 'https://epn-agglo.opendatasoft.com', 'Évreux Portes de Normandie']]) {
    it(`says without a script what ${id} publishes: text, families and the four cookies`, async () => {
      const visitor = await open(id);
      const words = await visitor.page.$eval('main', (main) => /** @type {HTMLElement} */ (main).innerText);
      for (const said of ['Charte cookies', 'Afin de vous proposer le meilleur service possible', 'Qu\'est-ce qu\'un cookie\u00a0?',
        'Les cookies «\u00a0nécessaires\u00a0», internes', 'Les cookies «\u00a0statistiques\u00a0»', 'Les cookies «\u00a0internes\u00a0» ou «\u00a0first-party\u00a0»',
        'Les cookies dits «\u00a0tiers\u00a0»', `À quoi servent les cookies sur la plateforme ${site}`]) {
        assert.ok(words.includes(said), `${said} is not in: ${words}`);
      }
      const table = await visitor.page.$eval('table', (table) => ({
        caption: table.caption?.textContent,
        head: [...table.querySelectorAll('thead th[scope=col]')].map((th) => th.textContent),
        rows: [...table.tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
        named: table.querySelectorAll('tbody th[scope=row]').length,
      }));
      assert.equal(table.caption, 'Cookies nécessaires au bon fonctionnement de la plateforme / cookies fonctionnels');
      assert.deepEqual(table.head, headers);
      assert.equal(table.named, 4);
      assert.deepEqual(table.rows, [
        ['Opendatasoft', 'Authentification (front et back office)', 'sessionid', 'Se souvenir de l\'utilisateur d\'une page à une autre.', '2\u00a0semaines', 'Le site', publisher, 'Non requis (authentification)'],
        ['Opendatasoft', 'Sélection de la langue (front et back office)', 'django_language', 'Se souvenir de la langue du visiteur', '12\u00a0mois', 'Le site', publisher, 'Non requis (affichage que vous demandez)'],
        ['Opendatasoft', 'API (CSRF) (front et back office)', 'csrftoken', 'Récupérer des données via des appels API', '12\u00a0mois', 'Le site', publisher, 'Non requis (sécurité)'],
        ['Opendatasoft', 'Choix concernant vos préférences sur les cookies', 'cookies_preferences', 'Se souvenir du choix opéré par le visiteur concernant les cookies', '6\u00a0mois', 'Le site', publisher, 'Non requis (mémoire de vos choix)'],
      ]);
      await visitor.close();
    });
  }

  it('has an outline without gaps, a language and one main heading', async () => {
    const visitor = await open('demonstration');
    const levels = await visitor.page.$$eval('h1, h2, h3, h4, h5, h6', (headings) => headings.map((h) => Number(h.localName[1])));
    assert.equal(levels.filter((level) => level === 1).length, 1);
    levels.reduce((before, level) => {
      assert.ok(level <= before + 1, `h${level} after h${before}`);
      return level;
    }, 0);
    assert.equal(await visitor.page.$eval('html', (html) => html.lang), 'fr');
    await visitor.close();
  });

  it('leads past what is above it, at the first Tab (RGAA 12.7)', async () => {
    const visitor = await open('demonstration');
    await visitor.press('Tab');
    const skip = await visitor.page.evaluate(() => ({ text: document.activeElement?.textContent, seen: /** @type {Element} */ (document.activeElement).getBoundingClientRect().height > 0 }));
    assert.deepEqual(skip, { text: 'Aller au contenu', seen: true });
    await visitor.press('Enter');
    await visitor.page.waitForFunction(() => location.hash);
    await visitor.press('Tab');
    assert.equal(await visitor.page.evaluate(() => document.activeElement === document.querySelector('main a')), true);
    await visitor.close();
  });

  it('takes a choice without a script where the server shares the portal\'s host', async () => {
    const visitor = await open('demonstration');
    assert.equal(await visitor.page.$$eval(':checked', (checked) => checked.length), 0);
    await visitor.click('#temoin-youtube-accept');
    const led = visitor.page.waitForNavigation();
    await visitor.click('#temoin-save');
    await led;
    assert.equal(await visitor.page.$eval('[role=status]', (status) => status.textContent), 'Vos choix sont enregistrés.');
    const { youtube, matomo } = await visitor.choice();
    assert.deepEqual({ youtube, matomo }, { youtube: true, matomo: false });
    assert.deepEqual(await visitor.page.$$eval(':checked', (checked) => checked.map((c) => c.id).sort()),
      ['temoin-dailymotion-refuse', 'temoin-matomo-refuse', 'temoin-piano-refuse', 'temoin-youtube-accept']);
    const again = visitor.page.waitForNavigation();
    await visitor.click('#temoin-all-refuse');
    await again;
    assert.equal((await visitor.choice()).youtube, false);
    await visitor.close();
  });

  it('forgets what was selected and not saved, when it comes back with "Back" after another choice', async () => {
    const visitor = await open('demonstration', true);
    const { page } = visitor;
    await visitor.click('#temoin-youtube-accept');
    await page.goto(`${at.temoin}/demonstration/charte?lang=en`);
    await page.evaluate(() => { setTimeout(() => /** @type {HTMLElement} */ (document.querySelector('#temoin-all-refuse')).click()); });
    await page.waitForFunction(() => document.querySelector('[role=status]')?.textContent);
    await visitor.back(2, `${at.temoin}/demonstration/charte`);
    // WebKit keeps the page, and shows the form as it came.
    assert.deepEqual(await page.$$eval(':checked', (checked) => checked.map(({ id }) => id).filter((id) => !id.endsWith('refuse'))), []);
    await visitor.close();
  });

  it('takes Enter in the form for saving, never for accepting all', async () => {
    const visitor = await open('demonstration');
    await visitor.page.focus('#temoin-youtube-refuse');
    await visitor.press('Space');
    const led = visitor.page.waitForNavigation();
    await visitor.page.keyboard.press('Enter');
    await led;
    const { functional_cookies, timestamp, charter, ...answers } = await visitor.choice();
    assert.deepEqual(answers, { dailymotion: false, matomo: false, piano: false, youtube: false });
    await visitor.close();
  });

  it('settles the banner of the portal, without a second question', needs('switching scripts on again'), async () => {
    const visitor = await open('demonstration');
    const led = visitor.page.waitForNavigation();
    await visitor.click('#temoin-all-accept');
    await led;
    await visitor.page.setJavaScriptEnabled(true);
    await visitor.page.goto(at.temoin + '/demonstration/');
    await visitor.page.waitForFunction(() => window.temoin?.granted('matomo'));
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    await visitor.close();
  });

  it('says where to choose instead, where the server has another host than the portal', async () => {
    const visitor = await at.visitor({ javaScript: false });
    await visitor.page.goto(`${at.temoin.replace('localhost', '127.0.0.1')}/demonstration/charte`);
    assert.equal(await visitor.page.$('form'), null);
    const words = await visitor.page.$eval('main', (main) => /** @type {HTMLElement} */ (main).innerText);
    assert.match(words, /Votre choix s'enregistre sur le portail lui-même/);
    await visitor.close();
  });

  it('fits 320 pixels without scrolling sideways', async () => {
    for (const id of ['demonstration', 'hauts-de-seine']) {
      const visitor = await at.visitor({ width: 320, height: 640 });
      await visitor.page.goto(`${at.temoin}/${id}/charte`);
      assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), id);
      await visitor.close();
    }
  });
});

describe('the charter on a portal, in three ways', () => {
  const at = suite();
  const settings = '<footer><button type="button" data-temoin-open>Gérer mes cookies</button></footer>';

  it('by a link: readable without a script, in each language', async () => {
    const visitor = await at.visitor({ javaScript: false });
    await visitor.page.goto(at.publish('/link', { body: `<a id="to" href="${at.temoin}/demonstration/charte">Charte cookies</a>` }));
    const led = visitor.page.waitForNavigation();
    await visitor.click('#to');
    await led;
    assert.equal(await visitor.page.$eval('h1', (title) => title.textContent), 'Charte cookies');
    const again = visitor.page.waitForNavigation();
    await visitor.click('nav a[hreflang="nl"]');
    await again;
    assert.deepEqual(await visitor.page.$eval('html', (html) => html.lang), 'nl');
    assert.equal(await visitor.page.$eval('h1', (title) => title.textContent), 'Cookiebeleid');
    await visitor.close();
  });

  it('in a place of the page\'s own, in its typography, below its headings, and with the panel at hand', async () => {
    const visitor = await at.visit({
      head: '<style>body { font-family: Georgia; color: rgb(1, 2, 3) } table { border: 7px solid }</style>',
      body: `<main><h1>Cookies</h1><h2>Notre charte</h2><div data-temoin-charter="3"><a href="/charte">Charte cookies</a></div></main>${settings}`,
    });
    await visitor.see('[data-temoin-charter] table');
    const place = await visitor.page.$eval('[data-temoin-charter]', (place) => ({
      headings: [...new Set([...place.querySelectorAll('h1, h2, h3, h4, h5')].map((heading) => heading.localName))],
      styles: ['fontFamily', 'color'].map((name) => getComputedStyle(/** @type {Element} */ (place.querySelector('p')))[/** @type {any} */ (name)]),
      border: getComputedStyle(/** @type {Element} */ (place.querySelector('table'))).borderTopWidth,
      tables: place.querySelectorAll('table').length,
      ours: [...place.querySelectorAll('*')].filter((element) => element.className || element.id).length,
      link: place.querySelector('a[href="/charte"]'),
    }));
    assert.deepEqual(place, { headings: ['h3', 'h4'], styles: ['Georgia', 'rgb(1, 2, 3)'], border: '7px', tables: 3, ours: 0, link: null });
    await visitor.click('[data-temoin-charter] [data-temoin-open]');
    await visitor.see('#temoin-panel[open]');
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('in a place that comes late, and in the page\'s language', async () => {
    const visitor = await at.visit({ attributes: 'data-lang="en"', body: settings, head: `<script>
      addEventListener('load', () => setTimeout(() => document.body.insertAdjacentHTML('beforeend', '<div data-temoin-charter></div>'), 600));</script>` });
    assert.equal(await (await visitor.see('[data-temoin-charter] h2'))?.evaluate((title) => title.textContent), 'Cookie policy');
    await visitor.close();
  });

  it('asks for nothing where the page has no such place', async () => {
    const visitor = await at.visit({ body: settings });
    await visitor.handedOver();
    assert.ok(!at.proxy.log.some((path) => /charter/.test(path)), at.proxy.log.join('\n'));
    await visitor.close();
  });

  it('pasted into the portal\'s own page, where no script and no style is allowed', async () => {
    const visitor = await at.visitor();
    const charter = execFileSync(fileURLToPath(new URL('../bin/temoin', import.meta.url)), ['charter', 'demonstration', '--portals', fileURLToPath(new URL('../portals', import.meta.url))], { encoding: 'utf8' });
    await visitor.page.goto(at.publish('/pasted', { headers: { 'Content-Security-Policy': "default-src 'none'; img-src data:" }, body: `<h1>Charte</h1>${charter}` }));
    assert.equal(await visitor.page.$$eval('table', (tables) => tables.length), 3);
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });
});

describe('the preview page', () => {
  const at = suite();

  for (const id of ['demonstration', 'hauts-de-seine', 'epn-agglo']) {
    it(`shows the banner of ${id} under the server's own strict policy, with a clean console`, async () => {
      const visitor = await at.visitor();
      await visitor.page.goto(`${at.temoin}/${id}/`);
      await visitor.handedOver();
      await visitor.click('#temoin-banner button');
      await visitor.seeNot('#temoin-banner');
      // The server's answer to the choice sets the cookie once more.
      await visitor.sent();
      await visitor.click('footer [data-temoin-open]');
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-close');
      await visitor.seeNot('#temoin-panel');
      await visitor.click('[href="revoir"]');
      await visitor.see('#temoin-banner');
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }
});
