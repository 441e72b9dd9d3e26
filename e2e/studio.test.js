import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { suite } from './harness/suite.js';

describe('the studio', () => {
  const at = suite();

  /** @param {{width?: number, forced?: boolean, javaScript?: boolean}} [options] */
  async function open(options) {
    const visitor = await at.visitor(options);
    await visitor.page.goto(at.temoin + '/');
    return visitor;
  }
  /** @param {import('./harness/suite.js').Visitor} visitor @param {Record<string, string>} choices */
  const choose = (visitor, choices) => visitor.page.evaluate((choices) => {
    const form = /** @type {HTMLFormElement} */ (document.querySelector('#studio'));
    for (const [name, value] of Object.entries(choices)) {
      /** @type {HTMLInputElement} */ (form.elements.namedItem(name)).value = value;
      form.dispatchEvent(new Event('input'));
    }
  }, choices);
  /** Waits until what is in the frame satisfies a condition. @param {import('./harness/suite.js').Visitor} visitor @param {string} selector @param {string} [text] */
  const shows = (visitor, selector, text = '') => visitor.page.waitForFunction((selector, text) => {
    const page = /** @type {HTMLIFrameElement} */ (document.querySelector('#scene')).contentDocument;
    const found = page?.querySelector(selector);
    return found && found.getClientRects().length > 0 && (found.textContent ?? '').includes(text);
  }, {}, selector, text).catch((cause) => {
    throw new Error(`the frame never showed ${selector} ${text}; the server was asked for ${at.proxy.log.join(' ')}`, { cause });
  });

  /** Waits until the bundle has taken the frame's banner over: one that is left before says what did not come. @param {import('./harness/suite.js').Visitor} visitor */
  const handedOver = (visitor) => visitor.page.waitForFunction(() => {
    const { contentWindow: window } = /** @type {HTMLIFrameElement} */ (document.querySelector('#scene'));
    const root = window?.document.querySelector('#temoin > .temoin-interface');
    return root && window?.serverRendered && root !== window.serverRendered;
  });

  it('shows banner, panel and charter, in any language, light and dark, at each width, under its own strict policy', async () => {
    const visitor = await open();
    await handedOver(visitor);
    await choose(visitor, { portal: 'demonstration' });
    // The portal that was shown until now says the same.
    await visitor.page.waitForFunction(() => /** @type {HTMLIFrameElement} */ (document.querySelector('#scene')).contentWindow?.location.pathname === '/demonstration/');
    await shows(visitor, '#temoin-banner', 'Tout refuser');
    await handedOver(visitor);
    for (const [lang, refuse] of [['ar', 'رفض الكل'], ['en', 'Reject all']]) {
      await choose(visitor, { lang });
      await shows(visitor, '#temoin-banner', refuse);
      await handedOver(visitor);
    }
    await choose(visitor, { layer: 'panel', scheme: 'dark' });
    await shows(visitor, '#temoin-panel[open]', 'Manage my cookies');
    /** @param {string} colour */
    const isOn = (colour) => visitor.page.waitForFunction((colour) => {
      const { contentDocument: page, contentWindow: window } = /** @type {HTMLIFrameElement} */ (document.querySelector('#scene'));
      const layer = page?.querySelector('#temoin-panel[open], body#temoin');
      return layer && window?.getComputedStyle(layer).backgroundColor === colour;
    }, {}, colour);
    await isOn('rgb(29, 32, 40)');
    await choose(visitor, { layer: 'charter' });
    await shows(visitor, 'h1', 'Cookie policy');
    await isOn('rgb(29, 32, 40)');
    await choose(visitor, { scheme: 'light' });
    await isOn('rgb(255, 255, 255)');
    for (const [device, width] of [['phone', 360], ['tablet', 768], ['desktop', 1280]]) {
      await choose(visitor, { device: String(device) });
      await visitor.page.waitForFunction((width) => /** @type {HTMLIFrameElement} */ (document.querySelector('#scene')).contentWindow?.innerWidth === width, {}, width);
    }
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('offers the lines of the portal that is chosen, with a way to the charter without a script, and copies them', async () => {
    const visitor = await open();
    await choose(visitor, { portal: 'hauts-de-seine' });
    const shown = await visitor.page.$$eval('article:not([hidden])', (articles) => articles.map((article) => article.getAttribute('data-of')));
    assert.deepEqual(shown, ['hauts-de-seine']);
    assert.match(await visitor.page.$eval('#balise-hauts-de-seine', (code) => code.textContent ?? ''), /^<script async fetchpriority="high" src="http:\/\/localhost:\d+\/hauts-de-seine\/temoin.js"><\/script>$/);
    const lines = await visitor.page.$eval('#lien-hauts-de-seine', (code) => code.textContent ?? '');
    assert.match(lines, /<button type="button" data-temoin-open>Gérer mes cookies<\/button>/);
    assert.match(lines, /<noscript><a href="http:\/\/localhost:\d+\/hauts-de-seine\/charte#choix">Comment changer d'avis\u00a0\?<\/a><\/noscript>/);
    await visitor.click('[data-copy="balise-hauts-de-seine"]');
    await visitor.page.waitForFunction(() => /Copi|copier/.test(document.querySelector('[data-copy="balise-hauts-de-seine"] + [role=status]')?.textContent ?? ''));
    await visitor.close();
  });

  it('fits 320 pixels without scrolling sideways', async () => {
    const visitor = await open({ width: 320 });
    await visitor.see('#scene');
    assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
    await visitor.close();
  });

  it('shows what is chosen also where colours are forced', needs('forced colours'), async () => {
    const visitor = await open({ forced: true });
    await visitor.see('#scene');
    const [chosen, other] = await visitor.page.evaluate(() => [':checked', ':not(:checked)']
      .map((state) => getComputedStyle(/** @type {Element} */ (document.querySelector(`[name=device]${state} + span`))).backgroundColor));
    assert.notEqual(chosen, other);
    await visitor.close();
  });

  it('lists the portals and their lines without a script', async () => {
    const visitor = await open({ javaScript: false });
    const words = await visitor.page.$eval('main', (main) => /** @type {HTMLElement} */ (main).innerText);
    for (const said of ['Open Data Hauts-de-Seine', '/epn-agglo/temoin.js', 'Lire la charte cookies']) assert.ok(words.includes(said), said);
    assert.ok(!words.includes('Téléphone'));
    await visitor.close();
  });
});
