import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

const services = ['dailymotion', 'matomo', 'piano', 'youtube'];

/** @param {import('./harness/suite.js').Visitor} visitor @returns {Promise<string>} what the browser keeps for the server */
const kept = (visitor) => visitor.page.evaluate(() => localStorage.getItem('temoin') ?? '');

/** Waits until the server has what the browser kept. @param {import('./harness/suite.js').Visitor} visitor */
const sent = (visitor) => visitor.page.waitForFunction(() => localStorage.getItem('temoin') === null && localStorage.getItem('temoin-receipt'));

/** @param {ReturnType<typeof suite>} at @param {import('./harness/suite.js').Visitor} visitor @returns {Promise<any[]>} the registry's entries of this visitor's last receipt */
async function found(at, visitor) {
  const receipt = await visitor.page.evaluate(() => localStorage.getItem('temoin-receipt')?.split(' ')[0]);
  return (await at.recorded()).filter((entry) => entry.receipt === receipt);
}

describe('the record of a choice', () => {
  const at = suite();

  for (const [button, granted] of /** @type {const} */ ([['accept', services], ['refuse', []]])) {
    it(`holds what was answered at the banner: ${button}`, async () => {
      const visitor = await at.visit();
      await visitor.see('#temoin-banner');
      assert.deepEqual(await visitor.page.evaluate(() => Object.keys(localStorage)), [], 'nothing is stored before the choice');
      assert.ok(!at.proxy.log.some((path) => path.endsWith('/choice')), 'nothing is sent before the choice');
      await visitor.click('#temoin-' + button);
      await sent(visitor);
      const [entry, ...others] = await found(at, visitor);
      assert.deepEqual(others, []);
      assert.deepEqual(entry.granted, granted);
      assert.deepEqual([...entry.granted, ...entry.denied].sort(), services);
      assert.deepEqual({ portal: entry.portal, how: entry.how, language: entry.language, delay: entry.delay }, { portal: 'demonstration', how: 'banner', language: 'fr', delay: 0 });
      assert.equal(entry.charter, (await visitor.choice()).charter);
      assert.deepEqual(Object.keys(entry).sort(),
        ['charter', 'delay', 'denied', 'granted', 'how', 'kind', 'language', 'number', 'portal', 'receipt', 'time', 'version']);
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }

  it('tells of the panel, and of a withdrawal', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel');
    await visitor.click('#temoin-youtube-accept');
    await visitor.click('#temoin-save');
    await sent(visitor);
    const [first] = await found(at, visitor);
    assert.deepEqual({ how: first.how, granted: first.granted }, { how: 'panel', granted: ['youtube'] });
    await visitor.click('#manage');
    await visitor.see('#temoin-panel');
    await visitor.click('#temoin-all-refuse');
    await visitor.page.waitForFunction((before) => localStorage.getItem('temoin') === null && !localStorage.getItem('temoin-receipt')?.startsWith(before), {}, first.receipt);
    const [second] = await found(at, visitor);
    assert.deepEqual({ how: second.how, granted: second.granted }, { how: 'withdrawal', granted: [] });
    await visitor.close();
  });

  for (const [outage, pattern, rule] of /** @type {[string, RegExp, import('./harness/proxy.js').Rule][]} */ ([
    ['takes no choices', /\/choice$/, { status: 503 }],
    ['is out of reach, and another answers with a page', /\/choice$/, { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>Hors ligne' }],
    ['is down altogether', /\/(choice|assets\/.*)$/, 'refuse'],
  ])) {
    it(`waits in the browser while the server ${outage}, and is sent once at a later page view`, async () => {
      const before = rule === 'refuse';
      const visitor = await at.visit({ prepare: () => { if (before) at.proxy.answer(pattern, rule); } });
      await visitor.see('#temoin-banner');
      if (!before) at.proxy.answer(pattern, rule);
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      assert.equal((await visitor.choice()).matomo, false);
      assert.ok(await kept(visitor), 'the browser keeps it');
      await visitor.page.goto(at.portal + '/autre', { waitUntil: 'load' });
      await visitor.page.waitForFunction(() => document.readyState === 'complete');
      assert.ok(await kept(visitor), 'the browser keeps it still');
      at.proxy.reset();
      await visitor.page.goto(at.portal + '/autre', { waitUntil: 'load' });
      await sent(visitor);
      assert.equal((await found(at, visitor)).length, 1);
      await at.proxy.quiet();
      at.proxy.reset();
      await visitor.page.goto(at.portal + '/autre', { waitUntil: 'load' });
      await at.proxy.quiet();
      assert.deepEqual(at.proxy.log.filter((path) => !path.endsWith('/temoin.js')), [], 'then nothing is sent any more');
      await visitor.close();
    });
  }

  for (const [header, value] of [['X-Requested-With', 'XMLHttpRequest'], ['Authorization', 'Bearer secret']]) {
    it(`is there where the portal's own fetch adds ${header} to every call, which browsers ask the server about beforehand; and so is the panel`, async () => {
      const visitor = await at.visit({
        head: `<script>
          const plain = window.fetch;
          window.fetch = (input, { headers, ...init } = {}) => plain(input, { ...init, headers: { ...headers, '${header}': '${value}' } });
        </script>`,
      });
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-youtube-accept');
      await visitor.click('#temoin-save');
      await sent(visitor);
      const [{ how, granted }] = await found(at, visitor);
      assert.deepEqual({ how, granted }, { how: 'panel', granted: ['youtube'] });
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }

  it('is one entry where its answer was lost and it was sent again', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await sent(visitor);
    const [entry] = await found(at, visitor);
    // As if the server's answer had never come.
    const line = { ...entry, time: Date.now() };
    const version = await visitor.page.evaluate(async (src) => (await (await fetch(src)).text()).match(/demonstration-([0-9a-f]{12})-/)?.[1], at.temoin + '/demonstration/temoin.js');
    await visitor.page.evaluate(({ receipt, charter, language, granted, denied, how, time }, shown) => {
      localStorage.setItem('temoin', JSON.stringify({ receipt, shown, charter, language, granted, denied, how, time }));
    }, line, version);
    await visitor.page.goto(at.portal + '/autre', { waitUntil: 'load' });
    await sent(visitor);
    assert.equal((await found(at, visitor)).length, 1);
    await visitor.close();
  });

  it('is none where nothing is asked: that a notice was read is sent to nobody', async () => {
    const visitor = await at.visit({ id: 'hauts-de-seine' });
    await visitor.click('#temoin-understood');
    await visitor.seeNot('#temoin-banner');
    await visitor.page.goto(at.portal + '/autre', { waitUntil: 'load' });
    await visitor.page.waitForFunction(() => window.temoin?.ready);
    assert.deepEqual(await visitor.page.evaluate(() => Object.keys(localStorage)), []);
    assert.ok(!at.proxy.log.some((path) => path.endsWith('/choice')));
    await visitor.close();
  });

  it('makes the cookie last on the portal’s own host: the server sets it by header', async () => {
    const visitor = await at.visitor();
    await visitor.page.goto(at.temoin + '/demonstration/', { waitUntil: 'load' });
    await visitor.click('#temoin-refuse');
    const { headers } = await at.proxy.answered(/\/choice$/);
    assert.match(headers['set-cookie']?.join('\n') ?? '', /^cookies_preferences=%7B.*; Path=\/; Max-Age=157\d{5}; SameSite=Lax$/m);
    await sent(visitor);
    assert.equal((await visitor.cookies()).filter(({ name }) => name === 'cookies_preferences').length, 1);
    await visitor.close();
  });
});

describe('the number of a record', () => {
  const at = suite({ chromium: 'whole' });

  it('is said to be copied each time that it is, and only then', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await sent(visitor);
    await visitor.click('#manage');
    await visitor.see('#temoin-copy');
    await visitor.page.evaluate(() => {
      const told = window.told = /** @type {string[]} */ ([]);
      const status = /** @type {Element} */ (document.querySelector('.temoin-receipt [role=status]'));
      new MutationObserver(() => told.push(status.textContent ?? '')).observe(status, { childList: true, characterData: true, subtree: true });
      window.may = window.refused = false;
      Clipboard.prototype.writeText = async () => {
        if (window.may) return;
        window.refused = true;
        throw new Error('not allowed');
      };
    });
    // By the keyboard: the second of two clicks may be a double click's.
    await visitor.page.focus('#temoin-copy');
    await visitor.press('Enter');
    await visitor.page.waitForFunction(() => window.refused);
    await visitor.page.evaluate(() => { window.may = true; });
    for (const said of [['Numéro copié.'], ['Numéro copié.', '', 'Numéro copié.']]) {
      await visitor.press('Enter');
      await visitor.page.waitForFunction((count) => window.told.length >= count, {}, said.length);
      assert.deepEqual(await visitor.page.evaluate(() => window.told), said);
    }
    await visitor.close();
  });

  it('is shown by the panel, and copied', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await sent(visitor);
    await visitor.click('#manage');
    await visitor.see('#temoin-panel');
    const shown = await visitor.page.$eval('#temoin-receipt', (code) => code.textContent);
    assert.match(shown ?? '', /^[0-9A-Z]{4}(-[0-9A-Z]{4}){3}$/);
    assert.equal((await found(at, visitor))[0].receipt, shown);
    await visitor.click('#temoin-copy');
    await visitor.page.waitForFunction(() => document.querySelector('.temoin-receipt [role=status]')?.textContent === 'Numéro copié.');
    // As a person looks at a clipboard: no page may read it unasked.
    await visitor.click('#temoin-close');
    // A dialog that is closed is hidden at once, but gives the focus back with the next frame, when it is taken out.
    await visitor.page.waitForFunction(() => !document.querySelector('#temoin-panel'));
    await visitor.page.focus('#search');
    await visitor.page.keyboard.down('Control');
    await visitor.press('v');
    await visitor.page.keyboard.up('Control');
    await visitor.page.waitForFunction((shown) => /** @type {HTMLInputElement} */ (document.querySelector('#search')).value === shown, {}, shown);
    await visitor.close();
  });
});
