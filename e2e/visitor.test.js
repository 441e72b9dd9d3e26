import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ordinaryBody } from './harness/portal.js';
import { suite } from './harness/suite.js';

/** What every other test takes for granted, and WebKit's visitors, who follow one another in one browser, would be the first to lose (harness/webkit/forget.js). */
describe('a visitor', () => {
  const at = suite();

  /** @param {string} version of a script that browsers may keep for an hour */
  const publish = (version) => {
    at.publish('/kept.js', { html: `window.version = '${version}'`, headers: { 'Content-Type': 'text/javascript', 'Cache-Control': 'max-age=3600' } });
    at.publish('/worker.js', { html: 'addEventListener("fetch", () => {})', headers: { 'Content-Type': 'text/javascript' } });
    return at.publish('/visited', { head: `${at.tag()}<script src="/kept.js"></script>`, body: ordinaryBody, headers: { 'Set-Cookie': 'seen=1; HttpOnly; Path=/' } });
  };

  it('was never here: of the one before, nothing is left', async () => {
    const earlier = await at.visitor({ width: 320, height: 568 });
    await earlier.page.goto(publish('earlier'));
    await earlier.click('#temoin-refuse');
    await earlier.seeNot('#temoin-banner');
    await earlier.page.evaluate(async () => {
      document.cookie = 'own=1; Max-Age=3600';
      localStorage.setItem('own', '1');
      sessionStorage.setItem('own', '1');
      await new Promise((done) => { indexedDB.open('own').onsuccess = done; });
      await caches.open('own').then((cache) => cache.put('/kept.js', new Response('')));
      await navigator.serviceWorker.register('/worker.js').then(() => navigator.serviceWorker.ready);
    });
    const other = await earlier.page.browserContext().newPage();
    await other.goto(at.portal + '/vide');
    await earlier.page.mouse.move(100, 100);
    await earlier.page.keyboard.down('Shift');
    await earlier.close();

    const later = await at.visitor({ width: 1000, height: 700 });
    await later.page.goto(publish('later').replace('visited', 'vide'));
    const left = await later.page.evaluate(async () => ({
      cookie: document.cookie, local: { ...localStorage }, session: { ...sessionStorage }, databases: await indexedDB.databases(), caches: await caches.keys(),
      workers: (await navigator.serviceWorker.getRegistrations()).length,
    }));
    assert.deepEqual(left, { cookie: '', local: {}, session: {}, databases: [], caches: [], workers: 0 });
    assert.deepEqual(await later.cookies(), []);
    await later.page.goto(at.portal + '/visited');
    await later.see('#temoin-banner');
    assert.equal(await later.page.evaluate(() => window.version), 'later');
    await later.page.focus('#search');
    await later.press('a');
    assert.equal(await later.page.$eval('#search', (field) => field.value), 'a');
    assert.deepEqual(await later.page.evaluate(() => [innerWidth, innerHeight, document.hasFocus()]), [1000, 700, true]);
    await later.close();
  });
});
