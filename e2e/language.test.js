import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { ordinaryBody } from './harness/portal.js';
import { suite } from './harness/suite.js';

/** What each language calls the two answers. */
const labels = /** @type {const} */ ({
  fr: ['Tout accepter', 'Tout refuser'], en: ['Accept all', 'Reject all'], es: ['Aceptar todo', 'Rechazar todo'], de: ['Alle akzeptieren', 'Alle ablehnen'],
  it: ['Accetta tutto', 'Rifiuta tutto'], nl: ['Alles accepteren', 'Alles weigeren'], pt: ['Aceitar tudo', 'Rejeitar tudo'], ca: ['Accepta-ho tot', 'Rebutja-ho tot'],
  ar: ['قبول الكل', 'رفض الكل'],
});

/** What the files of the portals say in French only, as it stands on an English page in each place, no-break spaces apart. */
const purposes = ['Vidéos intégrées', 'Regarder dans nos pages des vidéos hébergées par ces plateformes.'];
const settings = [...purposes, 'Des statistiques de visite, tenues par la ville sur ses propres serveurs.', 'Des vidéos de la ville, lues dans nos pages.'];
const services = ['Authentification', 'Sélection de la langue', 'API (CSRF)', 'Choix concernant vos préférences sur les cookies'];
const uses = ['Se souvenir de l\'utilisateur d\'une page à une autre.', 'Se souvenir de la langue du visiteur', 'Récupérer des données via des appels API',
  'Se souvenir du choix opéré par le visiteur concernant les cookies'];
const table = [...services.slice(0, 3).map((name) => name + ' (front et back office)'), services[3], ...uses];
const french = {
  banner: purposes, notice: ['authentification', 'sélection de la langue', 'API (CSRF)', 'choix concernant vos préférences sur les cookies'],
  again: ['Cartes', 'Vidéothèque'], placeholder: ['Vidéothèque'],
  charter: [...table, 'toutes les pages', 'page d\'accueil', 'vidéos intégrées', ...settings, ...services],
};

describe('languages', () => {
  const at = suite();

  /** @typedef {{lang?: string, attributes?: string, id?: string, body?: string}} Page that says it is in a language */
  /** @param {Page} [options] */
  async function visit(options) {
    const visitor = await at.visitor();
    await goOn(visitor, options);
    return visitor;
  }
  /** @param {import('./harness/suite.js').Visitor} visitor @param {Page} [options] */
  async function goOn(visitor, { lang = 'fr', attributes = '', id = 'demonstration', body = ordinaryBody } = {}) {
    await visitor.page.goto(at.publish(`/in-${lang}-${Math.random()}`, {
      html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${at.tag(id, attributes)}</head><body>${body}</body></html>`,
    }));
  }
  /** @param {import('./harness/suite.js').Visitor} visitor */
  const said = async (visitor) => {
    await visitor.see('#temoin-banner');
    return visitor.page.$$eval('#temoin-accept, #temoin-refuse', (buttons) => buttons.map((button) => button.textContent));
  };

  /** @param {import('./harness/suite.js').Visitor} visitor @returns {Promise<number[][]>} of accept and refuse */
  const boxes = (visitor) => visitor.page.$$eval('#temoin-accept, #temoin-refuse', (buttons) => buttons.map((button) => {
    const { width, height } = button.getBoundingClientRect();
    return [width, height];
  }));

  /**
   * @param {import('./harness/suite.js').Visitor} visitor
   * @param {string} selector
   * @returns {Promise<{text: string, lang: string, direction: string}[]>} each text in it, as a screen reader takes it
   */
  const passages = (visitor, selector) => visitor.page.$eval(selector, (root) => {
    const all = [];
    for (const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT); walker.nextNode();) {
      const { data, parentElement } = /** @type {Text & {parentElement: HTMLElement}} */ (walker.currentNode);
      const { lang } = /** @type {HTMLElement} */ (parentElement.closest('[lang]'));
      if (data.trim()) all.push({ text: data.replaceAll('\u00a0', ' '), lang, direction: getComputedStyle(parentElement).direction });
    }
    return all;
  });
  /** @param {string[]} texts */
  const each = (texts) => [...new Set(texts)].sort();
  /**
   * Holds what is told to be in French to what is.
   *
   * @param {import('./harness/suite.js').Visitor} visitor
   * @param {string} lang of the layer: English, in which the catalogue has all its texts, or Arabic
   * @param {string} selector
   * @param {string[]} texts
   */
  async function told(visitor, lang, selector, texts) {
    const all = await passages(visitor, selector);
    const inFrench = all.filter((passage) => passage.lang === 'fr');
    // In Arabic the catalogue speaks French, too.
    const found = each(inFrench.map(({ text }) => text)).filter((text) => lang === 'en' || texts.includes(text));
    assert.deepEqual(found, each(texts), `what ${selector} tells to be in French`);
    assert.deepEqual(inFrench.filter(({ direction }) => direction !== 'ltr'), []);
    const others = all.filter((passage) => passage.lang !== 'fr' && (lang === 'en' || /\p{Script=Arabic}/u.test(passage.text)));
    assert.deepEqual(others.filter((passage) => passage.lang !== lang || passage.direction !== (lang === 'ar' ? 'rtl' : 'ltr')), [], `the rest of ${selector}`);
    return all;
  }

  for (const lang of ['en', 'ar']) {
    it(`tells of each French text that it is in French, on a page in ${lang}: in the banner, before and after it is taken over, the panel and the charter`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await visit({ lang });
      await visitor.see('#temoin-banner');
      const server = await told(visitor, lang, '#temoin-banner', french.banner);
      open();
      await visitor.handedOver();
      assert.deepEqual(await told(visitor, lang, '#temoin-banner', french.banner), server, 'the bundle tells what the server told');
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await told(visitor, lang, '#temoin-panel', french.charter);
      await visitor.page.goto(`${at.temoin}/demonstration/charte?lang=${lang}`);
      // The other languages' names, above, are in each.
      await told(visitor, lang, 'main', french.charter);
      await visitor.page.goto(`${at.temoin}/hauts-de-seine/charte?lang=${lang}`);
      await told(visitor, lang, 'main', [...table, ...services]);
      await goOn(visitor, { lang, body: ordinaryBody + '<div data-temoin-charter></div>' });
      await visitor.see('[data-temoin-filled]');
      await told(visitor, lang, '[data-temoin-charter]', [...table, 'toutes les pages', 'page d\'accueil', 'vidéos intégrées']);
      await visitor.close();
    });

    it(`tells of each French name that it is in French, on a page in ${lang}: where all is exempt, where some is asked again, and in the place of a film`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await visit({ lang, id: 'hauts-de-seine' });
      await visitor.see('#temoin-banner');
      await told(visitor, lang, '#temoin-banner', french.notice);
      await goOn(visitor, { lang, id: 'before' });
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      await visitor.sent();
      await goOn(visitor, { lang, id: 'after' });
      await visitor.see('#temoin-again-refuse');
      const server = await told(visitor, lang, '#temoin-banner', french.again);
      open();
      const { x, y } = await visitor.place('#temoin-banner');
      await visitor.page.mouse.move(x, y);
      await visitor.handedOver();
      assert.deepEqual(await told(visitor, lang, '#temoin-banner', french.again), server, 'the bundle tells what the server told');
      await visitor.click('#temoin-again-refuse');
      await visitor.seeNot('#temoin-banner');
      await goOn(visitor, { lang, id: 'after', body: ordinaryBody + '<iframe data-temoin="video" data-src="about:blank" width="600" height="400" title="Film"></iframe>' });
      await visitor.see('.temoin-placeholder');
      await told(visitor, lang, '.temoin-placeholder', french.placeholder);
      assert.match(String(await visitor.page.$eval('.temoin-placeholder [role=group]', (group) => group.getAttribute('aria-label'))), /Vidéothèque/);
      await visitor.close();
    });
  }

  for (const [lang, words] of Object.entries(labels)) {
    it(`speaks ${lang} on a page in ${lang}, server-rendered and taken over, in banner and panel, in 320 pixels, and leads to the charter in ${lang}`, async () => {
      // The bundle would take the banner's place while it is looked at.
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await visit({ lang });
      assert.deepEqual(await said(visitor), words);
      const fetched = at.proxy.log.filter((path) => path.includes('-words.json'));
      assert.equal(fetched.length, lang === 'fr' ? 0 : 1, 'one request for another language, none for the portal\'s own');
      assert.equal(await visitor.page.$eval('#temoin', (host) => /** @type {HTMLElement} */ (host).lang), lang);
      const direction = lang === 'ar' ? 'rtl' : 'ltr';
      assert.equal(await visitor.page.$eval('#temoin-banner', (banner) => getComputedStyle(banner).direction), direction);
      const server = await visitor.page.$eval('#temoin-banner', (banner) => banner.outerHTML);
      open();
      await visitor.handedOver();
      assert.deepEqual(await said(visitor), words);
      assert.equal(await visitor.page.$eval('#temoin-banner', (banner) => banner.textContent), await visitor.page.evaluate((html) => {
        const template = document.createElement('template');
        template.innerHTML = html;
        return template.content.textContent;
      }, server), 'the bundle says what the server said');
      const charter = await visitor.page.$eval('#temoin-charter-link', (link) => /** @type {HTMLAnchorElement} */ (link).href);
      assert.equal(charter, `${at.temoin}/demonstration/charte${lang === 'fr' ? '' : '?lang=' + lang}`);
      await visitor.resize(320, 256);
      assert.deepEqual(await visitor.broken('#temoin-banner button'), []);
      // Three columns share out what is left of 64ths of a pixel.
      const [acceptLow, refuseLow] = (await boxes(visitor)).map((box) => box.map((pixels) => Math.round(10 * pixels)));
      assert.deepEqual(acceptLow, refuseLow, 'accepting and refusing alike, in a window of 320 by 256');
      await visitor.resize(320, 640);
      const wide = await visitor.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 320, `${wide} pixels wide`);
      const [accept, refuse] = await boxes(visitor);
      assert.deepEqual(accept, refuse, 'accepting and refusing alike');
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      assert.deepEqual(await visitor.page.$$eval('#temoin-panel .temoin-all button', (buttons) => buttons.map((button) => button.textContent)), words);
      assert.equal(await visitor.page.$eval('#temoin-panel', (panel) => getComputedStyle(panel).direction), direction);
      assert.deepEqual(visitor.console, []);
      await visitor.page.goto(charter);
      assert.deepEqual(await visitor.page.$eval('html', (html) => [html.lang, html.dir]), [lang, direction]);
      await visitor.close();
    });
  }

  it('takes the language without its region', async () => {
    const visitor = await visit({ lang: 'en-GB' });
    assert.deepEqual(await said(visitor), labels.en);
    await visitor.close();
  });

  it('obeys data-lang before the page', async () => {
    const visitor = await visit({ lang: 'fr', attributes: 'data-lang="de"' });
    assert.deepEqual(await said(visitor), labels.de);
    await visitor.close();
  });

  it('speaks the portal\'s own language where the page\'s is not offered, is not said, or does not come', async () => {
    for (const lang of ['br', '']) {
      const visitor = await visit({ lang });
      assert.deepEqual(await said(visitor), labels.fr);
      assert.ok(!at.proxy.log.some((path) => path.includes('-words.json')));
      await visitor.close();
    }
    at.proxy.answer(/-words\.json/, 'refuse');
    const visitor = await visit({ lang: 'en' });
    assert.deepEqual(await said(visitor), labels.fr);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  it('asks for the words of another language at once, while the page is still on its way', needs('fetches beside a script that the page waits for'), async () => {
    const on = at.proxy.hold(/\/healthz$/);
    const visitor = await at.visitor();
    // A script that the page waits for, before its <body>.
    const going = visitor.page.goto(at.publish('/on-its-way', {
      html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${at.tag().replace('async', '')}<script src="${at.temoin}/healthz"></script></head><body>${ordinaryBody}</body></html>`,
    }));
    await at.proxy.asked(/-words\.json/);
    // The driver may hear of the page later than the server.
    await visitor.page.waitForFunction(() => location.pathname === '/on-its-way');
    assert.equal(await visitor.page.evaluate(() => document.body), null);
    on();
    await going;
    assert.deepEqual(await said(visitor), labels.en);
    await visitor.close();
  });

  it('stores the same choice in every language', async () => {
    const choices = [];
    for (const lang of ['fr', 'ar']) {
      const visitor = await visit({ lang });
      await visitor.click('#temoin-accept');
      await visitor.seeNot('#temoin-banner');
      const { timestamp, ...choice } = await visitor.choice();
      choices.push(choice);
      await visitor.close();
    }
    assert.deepEqual(choices[0], choices[1]);
  });

  it('names Témoin\'s own control in the page\'s language where the page has none', async () => {
    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/without', {
      html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${at.tag()}</head><body><p>x</p></body></html>`,
    }));
    await visitor.click('#temoin-refuse');
    assert.equal(await (await visitor.see('.temoin-reopen'))?.evaluate((button) => button.textContent), 'Manage my cookies');
    await visitor.close();
  });
});
