import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
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

describe('the preview page', () => {
  const at = suite();

  for (const id of ['demonstration', 'hauts-de-seine', 'epn-agglo']) {
    it(`shows the banner of ${id} under the server's own strict policy, with a clean console`, async () => {
      const visitor = await at.visitor();
      await visitor.page.goto(`${at.temoin}/${id}/`);
      await visitor.handedOver();
      await visitor.click('#temoin-banner button');
      await visitor.seeNot('#temoin-banner');
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
