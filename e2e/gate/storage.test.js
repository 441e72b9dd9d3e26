import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engine, needs } from '../harness/engine.js';
import { lacks } from '../harness/limits.js';
import { gateSuite } from './harness.js';

describe('what services store', () => {
  const at = gateSuite();
  /** @param {import('../harness/suite.js').Visitor} visitor */
  const names = async (visitor) => {
    // Another process writes what cookieStore is told.
    await visitor.page.evaluate(async () => { await window.storing; });
    return (await visitor.cookies()).filter(({ domain }) => /portail/.test(domain)).map(({ name }) => name).sort();
  };
  const write = `
    for (const name of ['_mesure_id', 'video_seen', '_pk_id.1.1fff', 'mtm_consent', '_ga', '_ga_XYZ', 'sessionid', 'csrftoken', 'django_language', '_mesure_exempt', 'unknown', 'player', '_mesure'])
      document.cookie = name + '=1; Path=/; Max-Age=3600';
    document.cookie = ' _mesure_spaces =1';
    window.storing = Promise.allSettled([cookieStore.set('_mesure_store', '1'), cookieStore.set({ name: '_mesure_store2', value: '1' }), cookieStore.set('other_store', '1')]);
    for (const store of [localStorage, sessionStorage]) for (const key of ['_mesure_key', 'mine']) store.setItem(key, '1');`;
  /** Cookies that stay; one of them is written by cookieStore. */
  const free = ['_mesure', '_mesure_exempt', 'csrftoken', 'django_language', 'other_store', 'player', 'sessionid', 'unknown'].filter((name) => name !== 'other_store' || !lacks(engine, 'a cookieStore that writes'));

  for (const before of /** @type {const} */ ([undefined, 'refuse'])) {
    it(`${before ? 'after a refusal' : 'before a choice'}: only what is exempt, unknown or a third party's is written`, async () => {
      const visitor = await at.gate.open({ body: `<script>${write}</script>`, before });
      await at.gate.settled(visitor);
      assert.deepEqual((await names(visitor)).filter((name) => name !== 'cookies_preferences'), free);
      assert.deepEqual(await visitor.page.evaluate(() => [Object.keys(localStorage).filter((key) => !key.startsWith('temoin')), Object.keys(sessionStorage)]), [['mine'], ['mine']]);
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }

  it('after acceptance everything is written', async () => {
    const visitor = await at.gate.open({ body: `<script>${write}</script>`, before: 'accept' });
    await at.gate.settled(visitor);
    for (const name of ['_mesure_id', 'video_seen', '_pk_id.1.1fff', '_ga_XYZ', '_mesure_spaces']) assert.ok((await names(visitor)).includes(name), name);
    await visitor.close();
  });

  it('after acceptance cookieStore writes what it is told', needs('a cookieStore that writes'), async () => {
    const visitor = await at.gate.open({ body: `<script>${write}</script>`, before: 'accept' });
    await at.gate.settled(visitor);
    for (const name of ['_mesure_store', '_mesure_store2', 'other_store']) assert.ok((await names(visitor)).includes(name), name);
    await visitor.close();
  });

  for (const act of /** @type {const} */ (['refuse', 'withdraw'])) {
    it(`${act === 'refuse' ? 'the first refusal takes away what earlier visits left' : 'a withdrawal takes away everything'}: every domain and path, storages, databases, caches`, async () => {
      const portal = at.portal.replace('portail.localhost', 'data.portail.localhost');
      const visitor = await at.visitor();
      at.publish('/explore/dataset/arbres', { head: at.gate.tag(), body: '' });
      await visitor.page.goto(portal + '/explore/dataset/arbres');
      if (act === 'withdraw') {
        await visitor.click('#temoin-accept');
        await visitor.seeNot('#temoin-banner');
      }
      const set = (/** @type {object} */ cookie) => visitor.page.browserContext().setCookie(/** @type {any} */ ({ value: '1', path: '/', domain: 'data.portail.localhost', ...cookie }));
      await set({ name: '_mesure_host' });
      await set({ name: '_mesure_parent', domain: '.portail.localhost' });
      await set({ name: '_mesure_own', domain: '.data.portail.localhost' });
      await set({ name: '_mesure_path', path: '/explore' });
      await set({ name: '_mesure_deep', path: '/explore/dataset/' });
      await set({ name: '_mesure_twice' });
      await set({ name: '_mesure_twice', domain: '.portail.localhost', path: '/explore/dataset' });
      await set({ name: 'sessionid' });
      await set({ name: '_mesure_exempt' });
      await set({ name: 'foreign', domain: '.portail.localhost' });
      await visitor.page.evaluate(async () => {
        const { setItem } = Storage.prototype;
        const frame = document.body.appendChild(document.createElement('iframe'));
        // From a window of its own, where nobody stands in front.
        for (const name of ['localStorage', 'sessionStorage']) {
          frame.contentWindow[name].setItem('_mesure_key', '1');
          frame.contentWindow[name].setItem('mine', '1');
        }
        for (const name of ['mesure-base', 'portal-base']) {
          await new Promise((done) => { const open = indexedDB.open(name); open.onsuccess = () => { open.result.close(); done(undefined); }; });
          await frame.contentWindow.caches.open(name);
        }
        frame.remove();
        return setItem.length;
      });
      if (act === 'refuse') await visitor.click('#temoin-refuse');
      else await at.gate.withdraw(visitor);
      await visitor.seeNot('#temoin-banner');
      await visitor.page.waitForFunction(async () => (await indexedDB.databases()).length === 1 && (await caches.keys()).length === 1);
      assert.deepEqual(await names(visitor), ['_mesure_exempt', 'cookies_preferences', 'foreign', 'sessionid']);
      assert.deepEqual(await visitor.page.evaluate(async () => [Object.keys(localStorage).filter((key) => !key.startsWith('temoin')), Object.keys(sessionStorage), (await indexedDB.databases()).map(({ name }) => name), await caches.keys()]),
        [['mine'], ['mine'], ['portal-base'], ['portal-base']]);
      await visitor.close();
    });
  }

  it('what no script can delete (HttpOnly) the server expires, where it shares the page\'s origin', async () => {
    const visitor = await at.visitor();
    const page = `${at.temoin}/demonstration/`;
    await visitor.page.goto(page);
    const set = (/** @type {string} */ name, httpOnly = true) => visitor.page.browserContext().setCookie({ name, value: '1', domain: 'localhost', path: '/', httpOnly });
    for (const name of ['_pk_id.1.abcd', '_pcid', 'sessionid', 'foreign']) await set(name);
    await visitor.click('#temoin-refuse');
    assert.equal((await at.proxy.answered(/\/demonstration\/trackers$/)).status, 204);
    const left = async () => (await visitor.cookies()).map(({ name }) => name).sort();
    for (const began = Date.now(); (await left()).length > 3 && Date.now() - began < 10000;) await at.gate.settled(visitor);
    assert.deepEqual(await left(), ['cookies_preferences', 'foreign', 'sessionid']);
    await visitor.close();
  });

  it('a copy of the choice on another domain is deleted: the newest wins', async () => {
    const portal = at.portal.replace('portail.localhost', 'data.portail.localhost');
    const visitor = await at.visitor();
    at.publish('/copies', { head: at.gate.tag(), body: '' });
    await visitor.page.goto(portal + '/copies');
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    const [{ value }] = await visitor.cookies();
    const old = encodeURIComponent(JSON.stringify({ ...JSON.parse(decodeURIComponent(value)), audience: false, timestamp: Date.now() - 86400000 }));
    await visitor.page.browserContext().setCookie({ name: 'cookies_preferences', value: old, domain: '.portail.localhost', path: '/' });
    await visitor.page.reload();
    await visitor.page.waitForFunction(() => window.temoin?.granted('audience'));
    // The others go when the page is idle.
    const single = () => visitor.page.waitForFunction(() => document.cookie.split('cookies_preferences=').length === 2);
    await single();
    const copies = await visitor.cookies();
    assert.equal(copies.length, 1);
    assert.equal(copies[0].value, value);
    assert.ok(Math.abs(copies[0].expires - JSON.parse(decodeURIComponent(value)).timestamp / 1000 - 15724800) < 60, 'six months from the choice');
    // A withdrawal leaves one copy too, wherever the others were.
    await visitor.page.browserContext().setCookie({ name: 'cookies_preferences', value: old, domain: '.portail.localhost', path: '/' });
    await at.gate.withdraw(visitor);
    await single();
    assert.equal((await visitor.cookies()).length, 1);
    await visitor.close();
  });

  it('unknown cookies are listed on the console where the owner asks for it', async () => {
    const visitor = await at.gate.open({ attributes: 'data-report', body: `<script>${write}</script>` });
    const told = () => visitor.console.filter((line) => line.startsWith('info')).map((line) => line.match(/"(.*)"/)?.[1] ?? '').sort();
    const unknown = free.filter((name) => /^(_mesure|other_store|player|unknown)$/.test(name));
    await at.gate.until(visitor, () => told().length >= unknown.length);
    assert.deepEqual(told(), unknown);
    await visitor.close();
  });
});

describe('what services store, on other pages of the visitor', () => {
  const at = gateSuite({ chromium: 'whole' });

  it('a choice holds in the other tabs at once, and after Back', async () => {
    const visitor = await at.gate.open({ body: `<iframe data-temoin="video" width="300" height="200" data-src="${at.gate.at('video', '/a-frame')}"></iframe><a href="/autre">Autre</a>`, path: '/tab',
      headers: { 'Cache-Control': 'no-cache' },
    });
    // A tab behind another one is drawn no more: it is asked, not watched.
    const other = await visitor.page.browserContext().newPage();
    await other.goto(await visitor.page.url());
    await visitor.page.bringToFront();
    await visitor.click('#temoin-accept');
    await other.waitForFunction(() => window.temoin.granted('audience') && document.querySelector('iframe')?.hasAttribute('src') && !document.querySelector('#temoin-banner'), { polling: 50 });
    await at.gate.withdraw(visitor);
    await other.waitForFunction(() => !window.temoin.granted('audience') && !document.querySelector('iframe')?.hasAttribute('src'), { polling: 50 });
    await other.close();

    // A page that is still sending holds a lock, and Chromium remembers none that does.
    await visitor.sent();
    await visitor.page.evaluate(async () => {
      window.mark = true;
      while ((await navigator.locks?.query())?.held?.length) await new Promise((later) => setTimeout(later, 20));
    });
    at.publish('/autre', { head: at.gate.tag(), body: '<p>Autre page' });
    await visitor.page.goto(at.portal + '/autre');
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    await visitor.click('#temoin-all-accept');
    await visitor.seeNot('#temoin-panel');
    await visitor.back(1, at.portal + '/tab');
    await visitor.page.waitForFunction(() => window.temoin?.granted('video') && document.querySelector('iframe')?.hasAttribute('src'));
    assert.equal(await visitor.page.evaluate(() => window.mark), true, 'the page came from memory (bfcache)');
    await visitor.close();
  });
});
