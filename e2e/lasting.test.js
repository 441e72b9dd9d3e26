import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ordinaryBody } from './harness/portal.js';
import { suite } from './harness/suite.js';

const DAY = 86400;
const SIX_MONTHS = 182 * DAY;

/** @param {number} days by which the page's clock is ahead; what scripts write to cookies_preferences is counted in window.written */
const later = (days) => `<script>
  const now = Date.now;
  Date.now = () => now() + ${days * DAY * 1000};
  const { get, set } = Object.getOwnPropertyDescriptor(Document.prototype, 'cookie');
  window.written = [];
  window.unseen = 0;
  Object.defineProperty(Document.prototype, 'cookie', {
    configurable: true,
    get,
    set(text) {
      set.call(this, text);
      if (String(text).startsWith('cookies_preferences=')) window.written.push(String(text));
      if (!get.call(this).includes('cookies_preferences=')) window.unseen++;
    },
  });
</script>`;

describe('a cookie that lasts', () => {
  const at = suite();

  /** @param {import('./harness/suite.js').Visitor} visitor @returns {Promise<import('puppeteer-core').Cookie[]>} */
  const ours = async (visitor) => (await visitor.cookies()).filter(({ name }) => name === 'cookies_preferences');

  /** Visits a page of a portal on another host than the server's, days after the first visit. @param {import('./harness/suite.js').Visitor} visitor */
  async function visitAfter(visitor, days, attributes = '', id = undefined) {
    const address = at.publish(`/jour-${days}-${id ?? ''}`, { head: later(days) + at.tag(id, attributes), body: ordinaryBody });
    await visitor.page.goto(address, { waitUntil: 'load' });
    await visitor.page.waitForFunction(() => window.temoin?.ready);
    // The loader writes when the page is idle, and was there first.
    await visitor.page.evaluate(() => new Promise((resolve) => { (window.requestIdleCallback ?? setTimeout)(resolve); }));
  }

  it('is written anew on each visit where only scripts write it, for the time that is left and not a day more', async () => {
    const visitor = await at.visitor();
    await visitAfter(visitor, 0);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const [first] = await ours(visitor);
    for (let day = 6; day <= 180; day += 6) {
      await visitAfter(visitor, day);
      const [cookie, ...others] = await ours(visitor);
      assert.deepEqual(others, []);
      assert.equal(cookie.value, first.value, 'the same value, the same time in it');
      assert.equal(cookie.domain, 'portail.localhost', 'host-only as before');
      const left = cookie.expires - Date.now() / 1000;
      assert.ok(Math.abs(left - (SIX_MONTHS - day * DAY)) < 600, `${left / DAY} days are left on day ${day}`);
      const { written, unseen } = await visitor.page.evaluate(() => ({ written: window.written, unseen: window.unseen }));
      assert.equal(written.length, 1, 'written once');
      assert.equal(unseen, 0, 'at no moment is there no choice');
      assert.equal(await visitor.page.$('#temoin-banner'), null);
    }
    await visitAfter(visitor, 183);
    await visitor.see('#temoin-banner');
    assert.deepEqual(await visitor.page.evaluate(() => window.written), [], 'what ran out is not kept alive');
    await visitor.close();
  });

  it('stays what it is where the domain was another then: a choice for one host does not come to stand for all', async () => {
    const visitor = await at.visitor();
    await visitAfter(visitor, 0);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const [first] = await ours(visitor);
    await visitAfter(visitor, 30, 'data-domain="portail.localhost"');
    assert.deepEqual(await ours(visitor), [first]);
    assert.equal(await visitor.page.evaluate(() => window.unseen), 0);
    await visitor.close();
  });

  it('is not touched where it is no choice of ours, or leaves something to ask', async () => {
    const visitor = await at.visitor();
    await visitor.remember({ functional_cookies: true, matomo: true, timestamp: Date.now() - 1000 });
    await visitAfter(visitor, 6);
    await visitor.see('#temoin-banner');
    assert.deepEqual(await visitor.page.evaluate(() => window.written), []);
    await visitor.close();
  });

  it('is written anew where a notice was read', async () => {
    const visitor = await at.visitor();
    await visitAfter(visitor, 0, '', 'hauts-de-seine');
    await visitor.click('#temoin-understood');
    await visitor.seeNot('#temoin-banner');
    await visitAfter(visitor, 60, '', 'hauts-de-seine');
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    const [cookie] = await ours(visitor);
    assert.ok(Math.abs(cookie.expires - Date.now() / 1000 - (SIX_MONTHS - 60 * DAY)) < 600);
    await visitor.close();
  });

  for (const domain of ['', 'portail.localhost']) {
    it(`is the server's where the server has the page's host, and stays so: ${domain ? 'data-domain' : 'host-only'}`, async () => {
      const { port } = new URL(at.temoin);
      const tag = `<script async ${domain && `data-domain="${domain}"`} src="/gate/temoin.js"></script>`;
      at.proxy.answer(/^\/page/, { status: 200, headers: { 'Content-Type': 'text/html' }, body: `<!doctype html><html lang="fr"><head><title>Portail</title>${later(0)}${tag}</head><body>${ordinaryBody}</body></html>` });
      const visitor = await at.visitor();
      const open = async () => {
        await visitor.page.goto(`http://portail.localhost:${port}/page`, { waitUntil: 'load' });
        await visitor.page.waitForFunction(() => window.temoin?.ready);
      };
      await open();
      const goOn = at.proxy.hold(/\/choice/);
      await visitor.click('#temoin-refuse');
      for (const began = Date.now(); !at.proxy.log.some((path) => path.includes('/choice'));) {
        assert.ok(Date.now() - began < 30000, 'the choice was never sent');
        await visitor.page.evaluate(() => new Promise(requestAnimationFrame));
      }
      // What is there afterwards is the answer's alone.
      await visitor.page.evaluate((domain) => {
        document.cookie = `cookies_preferences=; Path=/; Max-Age=0${domain && `; Domain=${domain}`}`;
      }, domain);
      assert.deepEqual(await ours(visitor), []);
      goOn();
      await visitor.page.waitForFunction(() => localStorage.getItem('temoin') === null && localStorage.getItem('temoin-receipt'));
      const [cookie, ...others] = await ours(visitor);
      assert.deepEqual(others, [], 'header and script write one cookie');
      assert.equal(cookie.domain, (domain && '.') + 'portail.localhost');
      await open();
      assert.equal(await visitor.page.$('#temoin-banner'), null);
      assert.deepEqual(await visitor.page.evaluate(() => window.written), [], 'a script would make it short-lived');
      await visitor.close();
    });
  }
});
