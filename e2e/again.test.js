import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { ordinaryBody } from './harness/portal.js';
import { suite } from './harness/suite.js';

const DAY = 86400000;

/** What each language says before the names of what is new, and of what changed. */
const words = /** @type {const} */ ({
  fr: ['Nouveau : ', 'Modifié : '], en: ['New: ', 'Changed: '], es: ['Nuevo: ', 'Modificado: '], de: ['Neu: ', 'Geändert: '], it: ['Novità: ', 'Modifiche: '],
  nl: ['Nieuw: ', 'Gewijzigd: '], pt: ['Novo: ', 'Alterado: '], ca: ['Nou: ', 'Modificat: '], ar: ['جديد: ', 'معدّل: '],
});

/** The portals are one portal at three times: before, after a change of a service and a new one, and reworded. */
describe('asking again', () => {
  const at = suite();

  /** @param {string} id of the portal @param {string} [lang] @param {string} [body] @returns {string} the address of a page that carries its loader */
  const page = (id, lang = 'fr', body = ordinaryBody) => at.publish(`/${id}-${lang}-${Math.random()}`, {
    html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,">${at.tag(id)}</head><body>${body}</body></html>`,
  });

  /**
   * A visitor who chose thirty days ago, and comes back.
   *
   * @param {'accept' | 'refuse'} button pressed then
   * @param {{to?: string, lang?: string, body?: string, assisted?: boolean}} [options]
   */
  async function comeBack(button, { to = 'after', lang, body, assisted } = {}) {
    const visitor = await at.visitor({ assisted });
    await visitor.page.goto(page('before'));
    await visitor.click('#temoin-' + button);
    await visitor.seeNot('#temoin-banner');
    await visitor.page.waitForFunction(() => localStorage.getItem('temoin') === null && localStorage.getItem('temoin-receipt'));
    const earlier = { ...await visitor.choice(), timestamp: Date.now() - 30 * DAY };
    await visitor.remember(earlier);
    at.proxy.log.length = 0;
    await visitor.page.goto(page(to, lang, body));
    return { visitor, earlier };
  }

  /** @param {import('./harness/suite.js').Visitor} visitor @returns {Promise<string[]>} what the banner says, but for its no-break spaces */
  const lines = (visitor) => visitor.page.$$eval('#temoin-banner .temoin-words > :not(ul), #temoin-banner small', (all) => all.map((element) => (element.textContent ?? '').replaceAll('\u00a0', ' ')));

  /** Shows interest: a bundle that was held for five seconds waits for it. @param {import('./harness/suite.js').Visitor} visitor */
  const interested = async (visitor) => {
    const { x, y } = await visitor.place('#temoin-banner');
    await visitor.page.mouse.move(x, y);
  };

  it('says what is new and what changed, and asks for that only', async () => {
    const open = at.proxy.hold(/\.wasm$/);
    const { visitor } = await comeBack('accept');
    await visitor.see('#temoin-banner');
    const [title, added, changed, intro, names, more, ...others] = (await lines(visitor));
    assert.deepEqual([title, added, changed, names], ['Cookies : à vous de choisir', 'Nouveau : Cartes.', 'Modifié : Vidéothèque.', 'Vidéothèque, Cartes']);
    assert.match(intro, /^Vous avez déjà fait vos choix pour le portail Portail d'essai \(Ville d'essai\), et ils sont conservés\./);
    assert.match(more, /Votre réponse s'ajoute à vos choix, conservés six mois en tout\./);
    assert.deepEqual(others, []);
    assert.deepEqual(await visitor.page.evaluate(() => ['audience', 'video', 'maps'].map((id) => window.temoin.granted(id))), [true, false, false], 'what was granted goes on');
    assert.equal(await visitor.page.evaluate(() => document.activeElement === document.body), true, 'the focus stays where it was');
    const server = await visitor.page.$eval('#temoin-banner', (banner) => banner.outerHTML);
    open();
    await interested(visitor);
    await visitor.handedOver();
    assert.deepEqual(await parts(visitor), await parts(visitor, server), 'the bundle shows the same');
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('says so to the end, also where something else brings what starts the bundle before that banner is there', needs('a load that waits for no import'), async () => {
    const open = at.proxy.hold(/\/again-/);
    const { visitor } = await comeBack('accept', { body: '<main><div data-temoin-charter></div></main>' });
    await visitor.see('[data-temoin-filled]');
    open();
    await visitor.handedOver();
    assert.equal((await lines(visitor))[1], 'Nouveau : Cartes.');
    await visitor.close();
  });

  it('asks all, in the portal\'s own language, where its words come to a halt on their way', async () => {
    at.proxy.hold(/-(again|words)\.json/);
    const { visitor } = await comeBack('accept', { lang: 'en' });
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.page.$eval('#temoin-accept', (button) => button.textContent), 'Tout accepter');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const { audience, video, maps } = await visitor.choice();
    assert.deepEqual({ audience, video, maps }, { audience: false, video: false, maps: false });
    await visitor.close();
  });

  for (const bundle of [false, true]) {
    const when = bundle ? 'with the bundle' : 'before the bundle is there';

    it(`refusing keeps the earlier grant and its age, ${when}`, async () => {
      if (!bundle) at.proxy.hold(/\.wasm$/);
      const { visitor, earlier } = await comeBack('accept');
      await visitor.see('#temoin-banner');
      if (bundle) await visitor.handedOver();
      await visitor.click('#temoin-again-refuse');
      await visitor.seeNot('#temoin-banner');
      const { charter, ...choice } = await visitor.choice();
      assert.deepEqual(choice, { functional_cookies: true, audience: true, maps: false, video: false, timestamp: earlier.timestamp });
      assert.equal(charter.length, 18);
      const left = (await visitor.cookies())[0].expires - Date.now() / 1000;
      assert.ok(Math.abs(left - (182 - 30) * 86400) < 60, 'the cookie goes when the earlier answers run out');
      await at.followed(visitor);
      await visitor.page.goto(page('after'));
      await visitor.page.waitForFunction(() => window.temoin?.choice);
      assert.equal(await visitor.page.$('#temoin-banner'), null, 'nothing is left to ask');
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });

    it(`accepting grants only what is asked, ${when}`, async () => {
      if (!bundle) at.proxy.hold(/\.wasm$/);
      const { visitor, earlier } = await comeBack('refuse');
      await visitor.see('#temoin-banner');
      if (bundle) await visitor.handedOver();
      await visitor.click('#temoin-again-accept');
      await visitor.seeNot('#temoin-banner');
      const { charter, ...choice } = await visitor.choice();
      assert.deepEqual(choice, { functional_cookies: true, audience: false, maps: true, video: true, timestamp: earlier.timestamp });
      assert.equal(charter.length, 18);
      await visitor.close();
    });
  }

  it('is recorded as what it is, at the time of the act', async () => {
    const { visitor } = await comeBack('accept');
    const before = await visitor.page.evaluate(() => localStorage.getItem('temoin-receipt'));
    await visitor.click('#temoin-again-refuse');
    await visitor.page.waitForFunction((before) => localStorage.getItem('temoin') === null && localStorage.getItem('temoin-receipt') !== before, {}, before);
    const receipt = await visitor.page.evaluate(() => localStorage.getItem('temoin-receipt')?.split(' ')[0]);
    const { portal, how, granted, denied, delay, charter } = (await at.recorded()).find((entry) => entry.receipt === receipt);
    assert.deepEqual({ portal, how, granted, denied, delay }, { portal: 'after', how: 'again', granted: ['audience'], denied: ['maps', 'video'], delay: 0 });
    assert.equal(charter, (await visitor.choice()).charter);
    await visitor.close();
  });

  it('"Personnaliser" shows the earlier answers, and marks what is not answered', async () => {
    const { visitor, earlier } = await comeBack('accept', { assisted: true });
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    assert.deepEqual(await visitor.page.$$eval('#temoin-panel :checked', (checked) => checked.map(({ id }) => id)), ['temoin-audience-accept']);
    assert.deepEqual(await visitor.page.$$eval('#temoin-panel .temoin-mark', (marks) => marks.map(({ id, textContent }) => [id, textContent])),
      [['temoin-service-video-mark', 'Modifié'], ['temoin-service-maps-mark', 'Nouveau']]);
    await visitor.told('radiogroup "Cartes Nouveau"');
    await visitor.click('#temoin-maps-accept');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    const { audience, video, maps, timestamp } = await visitor.choice();
    assert.deepEqual({ audience, video, maps }, { audience: true, video: false, maps: true });
    assert.ok(timestamp > earlier.timestamp + DAY, 'all was on screen: all is answered now');
    await visitor.close();
  });

  it('"Tout refuser" in the panel refuses all', async () => {
    const { visitor, earlier } = await comeBack('accept');
    await visitor.click('#temoin-customise');
    await visitor.click('#temoin-all-refuse');
    await visitor.seeNot('#temoin-panel');
    const { audience, video, maps, timestamp } = await visitor.choice();
    assert.deepEqual({ audience, video, maps }, { audience: false, video: false, maps: false });
    assert.ok(timestamp > earlier.timestamp + DAY);
    await visitor.close();
  });

  it('leaves what was granted at a placeholder meanwhile', async () => {
    const { visitor } = await comeBack('refuse');
    await visitor.see('#temoin-banner');
    // What the placeholder of a map does, in another tab of an older page that is not told.
    const now = await visitor.choice();
    await visitor.page.evaluate(() => { document.body.insertAdjacentHTML('beforeend', '<iframe width="400" height="300" data-temoin="maps" data-src="about:blank"></iframe>'); });
    await visitor.see('.temoin-placeholder [data-temoin-action="allow"]');
    await visitor.page.$eval('.temoin-placeholder [data-temoin-action="allow"]', (button) => /** @type {HTMLElement} */ (button).click());
    await visitor.page.waitForFunction(() => window.temoin.granted('maps'));
    const { maps, video, charter, timestamp } = await visitor.choice();
    assert.deepEqual({ maps, video, timestamp }, { maps: true, video: false, timestamp: now.timestamp });
    assert.equal(charter.length, 18, 'the former digest of what changed stays');
    await visitor.page.goto(page('after'));
    await visitor.see('#temoin-banner');
    const [, changed] = await lines(visitor);
    assert.equal(changed, 'Modifié : Vidéothèque.');
    await visitor.close();
  });

  it('asks all of a visitor who granted a single service before answering the banner', async () => {
    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/film', { head: at.tag('before'), body: '<iframe width="400" height="300" data-temoin="video" data-src="about:blank"></iframe>' }));
    await visitor.see('.temoin-placeholder [data-temoin-action="allow"]');
    await visitor.page.$eval('.temoin-placeholder [data-temoin-action="allow"]', (button) => /** @type {HTMLElement} */ (button).click());
    await visitor.page.waitForFunction(() => window.temoin.granted('video'));
    await visitor.page.goto(page('before'));
    await visitor.see('#temoin-accept');
    assert.equal(await visitor.page.$('[data-temoin-again]'), null);
    await visitor.close();
  });

  it('asks nothing after typos were mended', async () => {
    const { visitor } = await comeBack('accept', { to: 'reworded' });
    await visitor.page.waitForFunction(() => window.temoin?.choice);
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    assert.ok(!at.proxy.log.some((path) => path.includes('again')));
    await visitor.close();
  });

  it('costs a first visit nothing', async () => {
    const visitor = await at.visit({ id: 'after' });
    await visitor.handedOver();
    assert.ok(!at.proxy.log.some((path) => path.includes('again')), at.proxy.log.join('\n'));
    await visitor.close();
  });

  for (const [what, pattern] of /** @type {const} */ ([['the module', /\/again-[^/]*\.js$/], ['its words', /-again\.json$/]])) {
    it(`asks all, as on the first visit, where ${what} does not come`, async () => {
      at.proxy.answer(pattern, 'refuse');
      const { visitor } = await comeBack('accept');
      await visitor.see('#temoin-accept');
      await visitor.handedOver();
      assert.equal(await visitor.page.$('[data-temoin-again]'), null, 'the bundle asks what the loader asks');
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      const { audience, video, maps } = await visitor.choice();
      assert.deepEqual({ audience, video, maps }, { audience: false, video: false, maps: false });
      await visitor.close();
    });
  }

  for (const [lang, [added, changed]] of Object.entries(words)) {
    it(`speaks ${lang}`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const { visitor } = await comeBack('refuse', { lang });
      await visitor.see('#temoin-again-accept');
      const [, first, second] = await lines(visitor);
      assert.deepEqual([first, second], [`${added}Cartes.`, `${changed}Vidéothèque.`]);
      assert.equal(await visitor.page.$eval('#temoin-banner', (banner) => getComputedStyle(banner).direction), lang === 'ar' ? 'rtl' : 'ltr');
      const server = await visitor.page.$eval('#temoin-banner', (banner) => banner.outerHTML);
      open();
      await interested(visitor);
      await visitor.handedOver();
      assert.deepEqual(await parts(visitor), await parts(visitor, server));
      await visitor.close();
    });
  }

  it('is answered by keyboard', async () => {
    const { visitor } = await comeBack('accept');
    await visitor.see('#temoin-banner');
    await visitor.press('Tab');
    assert.equal(await visitor.focus(), 'temoin-charter-link');
    await visitor.press('Tab', 'Tab');
    assert.equal(await visitor.focus(), 'temoin-again-refuse');
    await visitor.press('Enter');
    await visitor.seeNot('#temoin-banner');
    const { audience, video } = await visitor.choice();
    assert.deepEqual({ audience, video }, { audience: true, video: false });
    await visitor.close();
  });

  /** @param {import('./harness/suite.js').Visitor} visitor @param {string} [html] instead of the banner that is there @returns {Promise<any[]>} elements, attributes and texts */
  const parts = (visitor, html) => visitor.page.evaluate((html) => {
    const banner = html ? Object.assign(document.createElement('template'), { innerHTML: html }).content.firstElementChild : document.querySelector('#temoin-banner');
    return [banner, .../** @type {Element} */ (banner).querySelectorAll('*')].map((element) => {
      const { localName, id, className, childElementCount, textContent } = /** @type {HTMLElement} */ (element);
      const asked = element?.getAttribute('data-temoin-again');
      return { localName, id, className: className.trim(), asked, text: childElementCount ? '' : textContent };
    });
  }, html);
});
