import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';

/** Matomo's own snippet, as it stands on pages. @param {string} base */
const snippet = (base) => `<script>
  var _paq = window._paq = window._paq || [];
  _paq.push(['trackPageView']);
  _paq.push(['trackEvent', 'video', 'early']);
  _paq.push(['enableLinkTracking']);
  (function() {
    _paq.push(['setTrackerUrl', '${base}matomo.php']);
    _paq.push(['setSiteId', '1']);
    var d = document, g = d.createElement('script'), s = d.getElementsByTagName('script')[0];
    g.async = true; g.src = '${base}matomo.js'; s.parentNode.insertBefore(g, s);
  })();
</script>`;

describe('services that are told', () => {
  const at = gateSuite();
  const base = () => at.gate.at('matomo', '/');
  const hits = () => at.others.calls.filter(({ path }) => path.startsWith('/matomo.php')).map(({ path }) => new URLSearchParams(path.split('?')[1]).get('action'));
  const track = (/** @type {import('../harness/suite.js').Visitor} */ visitor, /** @type {string} */ word) => visitor.page.evaluate((word) => { window._paq.push(['trackEvent', word]); }, word);
  const marked = () => snippet(base()).replace('<script>', '<script type="text/plain" data-temoin="matomo">');

  for (const [how, markup] of /** @type {const} */ ([['held back by its host', snippet], ['marked up', marked]])) {
    it(`Matomo, ${how}: after acceptance this page counts once, and nothing from before is sent`, async () => {
      const visitor = await at.gate.open({ body: markup(base()), head: '<title>Accueil</title>' });
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.log, []);
      if (how !== 'marked up') await track(visitor, 'before');
      await visitor.click('#temoin-accept');
      // Two requests that leave together may arrive in either order.
      await at.gate.until(visitor, () => hits().length > (how === 'marked up' ? 1 : 0));
      await track(visitor, 'after');
      await at.gate.until(visitor, () => hits().includes('event after'));
      if (how === 'marked up') assert.deepEqual(hits().sort(), ['event after', 'event video early', 'view Portail'], 'a snippet that ran after the acceptance was not queued before it');
      else assert.deepEqual(hits(), ['view Portail', 'event after']);

      at.others.reset();
      await at.gate.withdraw(visitor);
      await track(visitor, 'withdrawn');
      await at.gate.settled(visitor);
      assert.deepEqual(hits(), []);
      assert.deepEqual((await visitor.cookies()).filter(({ name, domain }) => /_pk|mtm/.test(name) && domain === 'portail.localhost'), []);
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-all-accept');
      await visitor.seeNot('#temoin-panel');
      await track(visitor, 'again');
      await at.gate.until(visitor, () => hits().length > 0);
      assert.deepEqual(hits(), ['event again'], 'what was tried while it was withdrawn is not sent');
      await visitor.close();
    });
  }

  it('Matomo on a later page: granted from the start, refused never', async () => {
    const visitor = await at.gate.open({ body: snippet(base()), before: 'accept' });
    await at.gate.until(visitor, () => hits().length > 1);
    assert.deepEqual(hits().sort(), ['event video early', 'view Portail']);
    await visitor.close();
    at.others.reset();
    const refused = await at.gate.open({ body: snippet(base()), before: 'refuse' });
    await at.gate.settled(refused);
    assert.deepEqual(at.gate.log, []);
    assert.deepEqual(await refused.page.evaluate(() => window._paq[0]), ['requireConsent']);
    await refused.close();
  });

  it('Matomo where no consent is needed: it runs, until the visitor objects', async () => {
    const visitor = await at.gate.open({ id: 'exempt', body: snippet(base()) });
    await at.gate.until(visitor, () => hits().length > 1);
    assert.deepEqual(hits().sort(), ['event video early', 'view Portail']);
    await visitor.click('#temoin-understood');
    await visitor.seeNot('#temoin-banner');
    await track(visitor, 'goes on');
    await at.gate.until(visitor, () => hits().length > 2);
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    assert.equal(await visitor.page.$eval('#temoin-matomo-accept', (radio) => radio.checked), true, 'what it does now is shown');
    await visitor.click('#temoin-matomo-refuse');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    at.others.reset();
    await track(visitor, 'objected');
    await visitor.page.reload();
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  it('Google: denied at first, updated on a grant and on a withdrawal, and its script only runs between', async () => {
    const gtag = `<script>window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); } gtag('js', 0); gtag('config', 'G-1');</script>
      <script async src="${at.gate.at('google', '/gtag.js?name=gtag')}"></script>`;
    const visitor = await at.gate.open({ body: gtag });
    const commands = () => visitor.page.evaluate(() => window.dataLayer.map((/** @type {any} */ entry) => [Object.prototype.toString.call(entry), ...entry]));
    const command = (/** @type {any[]} */ ...words) => ['[object Arguments]', ...words];
    await at.gate.settled(visitor);
    const first = [command('consent', 'default', { analytics_storage: 'denied' }), command('js', 0), command('config', 'G-1')];
    assert.deepEqual(await commands(), first);
    assert.deepEqual(at.gate.logBut('/gtag.js?name=gtag'), []);
    await at.gate.nothingRan(visitor);
    await visitor.click('#temoin-accept');
    await visitor.page.waitForFunction(() => window.ran?.includes('gtag'));
    assert.deepEqual(await commands(), [...first, command('consent', 'update', { analytics_storage: 'granted' })]);
    await visitor.page.reload();
    assert.deepEqual((await commands()).slice(0, 2), [command('consent', 'default', { analytics_storage: 'denied' }), command('consent', 'update', { analytics_storage: 'granted' })]);
    await at.gate.withdraw(visitor);
    assert.deepEqual((await commands()).at(-1), command('consent', 'update', { analytics_storage: 'denied' }));
    await visitor.close();
  });

  it('a service that cannot be stopped in place has the page loaded anew, after what it stored is gone', async () => {
    const chat = at.gate.at('messagerie', '/chat.js?name=chat');
    const visitor = await at.gate.open({ id: 'reload', body: `<script async src="${chat}"></script><script>document.cookie = 'chat_id=1'</script>`, before: 'accept' });
    await at.gate.until(visitor, () => at.gate.log.length > 0);
    await visitor.page.evaluate(() => { window.mark = true; document.cookie = 'chat_more=1'; });
    at.others.reset();
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    await Promise.all([visitor.page.waitForNavigation(), visitor.click('#temoin-all-refuse')]);
    // Where what erases did not come in time before, it does so now.
    await visitor.page.waitForFunction(() => window.temoin?.ready && !window.mark && !document.cookie.includes('chat'));
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.logBut('/chat.js?name=chat'), []);
    assert.equal(await visitor.page.evaluate(() => window.ran), undefined);
    assert.deepEqual((await visitor.cookies()).filter(({ domain, name }) => /portail/.test(domain) && /chat/.test(name)), []);
    await visitor.close();
  });
});
