import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { suite } from './harness/suite.js';

const services = ['dailymotion', 'matomo', 'piano', 'youtube'];
const all = (/** @type {boolean} */ granted) => Object.fromEntries(services.map((id) => [id, granted]));
const answers = (/** @type {any} */ choice) => choice && Object.fromEntries(services.map((id) => [id, choice[id]]));
const DAY = 86400000;

describe('the choice', () => {
  const at = suite();

  for (const [button, granted] of /** @type {const} */ ([['accept', true], ['refuse', false]])) {
    for (const bundle of ['before the bundle is there', 'with the bundle']) {
      it(`${button}: stored at one click, ${bundle}`, async () => {
        if (bundle !== 'with the bundle') at.proxy.hold(/\.wasm$/);
        const visitor = await at.visit();
        if (bundle === 'with the bundle') await visitor.handedOver();
        await visitor.click('#temoin-' + button);
        await visitor.seeNot('#temoin-banner');
        const choice = await visitor.choice();
        assert.deepEqual(answers(choice), all(granted));
        assert.equal(choice.functional_cookies, true);
        assert.ok(Math.abs(Date.now() - choice.timestamp) < 60000, 'time in milliseconds');
        assert.match(choice.charter, /^[0-9a-z]{24}$/);
        // What says so comes after the first paint, and may still be on its way.
        await visitor.page.waitForFunction(() => document.querySelector('[role=status]')?.textContent === 'Vos choix sont enregistrés.');
        assert.deepEqual(visitor.console, []);
        await visitor.close();
      });
    }
  }

  it('is written with the right attributes, for six months', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const [cookie] = await visitor.cookies();
    const { name, domain, path, httpOnly, secure, sameSite, session } = cookie;
    assert.deepEqual({ name, domain, path, httpOnly, secure, sameSite, session }, {
      name: 'cookies_preferences', domain: 'portail.localhost', path: '/', httpOnly: false, secure: false, sameSite: 'Lax', session: false,
    });
    assert.ok(Math.abs(cookie.expires - Date.now() / 1000 - 15724800) < 60, 'six months');
    assert.equal((await visitor.cookies()).length, 1);
    await visitor.close();
  });

  for (const bundle of [true, false]) {
    it(`is Secure on https, ${bundle ? 'with' : 'without'} the bundle`, needs('answers of our own to any address'), async () => {
      const visitor = await at.visitor();
      await visitor.page.setRequestInterception(true);
      visitor.page.on('request', async (request) => {
        const { hostname, pathname } = new URL(request.url());
        if (hostname === 'portail.example.fr') {
          request.respond({ contentType: 'text/html', body: '<!doctype html><script async data-boot="interest" src="https://temoin.example.fr/demonstration/temoin.js"></script><p>Portail' });
        } else if (hostname === 'temoin.example.fr' && (bundle || !pathname.endsWith('.wasm'))) {
          const answer = await fetch(at.temoin + pathname);
          const headers = Object.fromEntries([...answer.headers].filter(([name]) => !/^content-(encoding|length)$/.test(name)));
          request.respond({ status: answer.status, headers, body: Buffer.from(await answer.arrayBuffer()) });
        } else {
          request.abort();
        }
      });
      await visitor.page.goto('https://portail.example.fr/');
      await visitor.see('#temoin-banner');
      // The driver cannot answer the requests of a Worker: asking for the panel starts the bundle without one.
      if (bundle) await visitor.page.evaluate(() => window.temoin.open());
      await visitor.click(bundle ? '#temoin-save' : '#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      const [cookie] = await visitor.cookies();
      assert.equal(cookie.name + cookie.secure, 'cookies_preferencestrue');
      await visitor.close();
    });
  }

  it('saved untouched is a refusal: nothing is selected beforehand', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel');
    assert.equal(await visitor.page.$$eval('#temoin :checked', (checked) => checked.length), 0);
    assert.equal(await visitor.page.$$eval('#temoin-panel input[type=radio]', (radios) => radios.length), 2 * services.length);
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(answers(await visitor.choice()), all(false));
    await visitor.close();
  });

  it('can differ from service to service', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.click('#temoin-youtube-accept');
    await visitor.click('#temoin-matomo-accept');
    await visitor.click('#temoin-matomo-refuse');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(answers(await visitor.choice()), { ...all(false), youtube: true });
    await visitor.close();
  });

  /** Each after YouTube was accepted in the panel, and not saved. @type {Record<string, {happens: () => void, youtube: boolean}>} */
  const meanwhile = {
    'it was asked for again while it was there': { happens: () => document.getElementById('temoin-customise')?.click(), youtube: true },
    'it was closed and asked for again in one moment': {
      happens: () => {
        const panel = /** @type {HTMLDialogElement} */ (document.getElementById('temoin-panel'));
        panel.dataset.closed = '';
        panel.close();
        document.getElementById('temoin-customise')?.click();
      },
      youtube: false,
    },
    'a script selected the other answer and told nobody': {
      happens: () => { /** @type {HTMLInputElement} */ (document.getElementById('temoin-youtube-refuse')).checked = true; },
      youtube: false,
    },
  };
  for (const [what, { happens, youtube }] of Object.entries(meanwhile)) {
    it(`is what the panel shows when it is saved, also where ${what}`, async () => {
      const visitor = await at.visit();
      await visitor.handedOver();
      await visitor.click('#temoin-customise');
      await visitor.click('#temoin-youtube-accept');
      await visitor.page.evaluate(happens);
      await visitor.see('#temoin-panel[open]:not([data-closed])');
      assert.equal(await visitor.page.$eval('#temoin-youtube-accept', (radio) => /** @type {HTMLInputElement} */ (radio).checked), youtube);
      await visitor.click('#temoin-save');
      await visitor.seeNot('#temoin-panel');
      assert.deepEqual(answers(await visitor.choice()), { ...all(false), youtube });
      await visitor.close();
    });
  }

  for (const [button, granted] of /** @type {const} */ ([['accept', true], ['refuse', false]])) {
    it(`can be made for all services at once in the panel: ${button}`, async () => {
      const visitor = await at.visit();
      await visitor.click('#temoin-customise');
      await visitor.click('#temoin-all-' + button);
      await visitor.seeNot('#temoin-panel');
      assert.deepEqual(answers(await visitor.choice()), all(granted));
      assert.equal(await visitor.page.$('#temoin-banner'), null);
      await visitor.close();
    });
  }

  it('spares the return visit banner, bundle and everything but the loader', async () => {
    const visitor = await at.visit();
    // Nothing of the bundle is on its way by then.
    await visitor.handedOver();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await at.followed(visitor);
    await at.proxy.quiet();
    at.proxy.reset();
    await visitor.page.reload({ waitUntil: 'load' });
    await at.proxy.quiet();
    await visitor.page.waitForFunction(() => window.temoin?.ready);
    assert.equal(await visitor.page.$('#temoin'), null);
    assert.ok(at.proxy.log.every((path) => path === '/demonstration/temoin.js'), `asked for ${at.proxy.log}`);
    await visitor.close();
  });

  it('holds for six months from the day it was made, refusal like acceptance, and is never prolonged', async () => {
    for (const granted of [true, false]) {
      for (const [days, banner] of /** @type {const} */ ([[179, false], [186, true]])) {
        const charter = await fingerprint();
        const timestamp = Date.now() - days * DAY;
        const visitor = await at.visit({
          prepare: (v) => v.remember({ functional_cookies: true, ...all(granted), timestamp, charter }),
        });
        await visitor.page.waitForFunction(() => window.temoin?.ready);
        if (banner) await visitor.see('#temoin-banner');
        assert.equal(await visitor.page.$('#temoin-banner') !== null, banner, `${granted} after ${days} days`);
        assert.equal((await visitor.choice()).timestamp, timestamp);
        assert.equal(await visitor.page.evaluate(() => window.temoin.granted('matomo')), granted && !banner);
        await visitor.close();
      }
    }
  });

  it('is asked again when the charter is another one, and until then nothing is granted', async () => {
    const visitor = await at.visit({
      prepare: (v) => v.remember({ functional_cookies: true, ...all(true), timestamp: Date.now() - 1000, charter: 'aaaaaabbbbbbccccccdddddd' }),
    });
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.page.evaluate(() => window.temoin.granted('matomo')), false);
    await visitor.close();
  });

  it('keeps what other readers of the cookie wrote into it', async () => {
    for (const bundle of [true, false]) {
      if (!bundle) at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit({
        prepare: (v) => v.remember({ functional_cookies: true, xiti: true, eulerian: false, timestamp: 1750000000 }),
      });
      if (bundle) await visitor.handedOver();
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      const { xiti, eulerian, ...ours } = await visitor.choice();
      assert.deepEqual({ xiti, eulerian }, { xiti: true, eulerian: false });
      assert.deepEqual(answers(ours), all(false));
      await visitor.close();
    }
  });

  it('is shown again by "Gérer mes cookies", and can be changed at once', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await at.followed(visitor);
    await visitor.page.reload();
    await visitor.click('#manage');
    await visitor.see('#temoin-panel');
    assert.deepEqual(await visitor.page.$$eval('#temoin :checked', (checked) => checked.map((c) => c.id).sort()),
      services.map((id) => `temoin-${id}-accept`));
    await visitor.click('#temoin-youtube-refuse');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(answers(await visitor.choice()), { ...all(true), youtube: false });
    assert.equal(await visitor.focus(), 'manage');
    // And again in the same visit: the program ended, and starts anew.
    await visitor.click('#manage');
    await visitor.click('#temoin-all-refuse');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(answers(await visitor.choice()), all(false));
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('is confirmed as long where another was confirmed a moment before', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.page.evaluate(() => {
      const status = /** @type {Element} */ (document.querySelector('.temoin-status'));
      window.told = /** @type {number[]} */ ([]);
      new MutationObserver(() => window.told.push(performance.now())).observe(status, { childList: true });
    });
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.page.waitForFunction(() => performance.now() - window.told[0] > 2000);
    await visitor.click('#manage');
    await visitor.click('#temoin-all-accept');
    await visitor.seeNot('#temoin-panel');
    await visitor.page.waitForFunction(() => !document.querySelector('.temoin-status')?.textContent);
    const [end, begin] = (await visitor.page.evaluate(() => window.told)).reverse();
    assert.ok(end - begin > 5000, `it was there for ${Math.round(end - begin)} ms`);
    await visitor.close();
  });

  it('holds in the other tabs: one that was open before grants nothing that was withdrawn since', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    const other = await visitor.page.browserContext().newPage();
    await other.goto(await visitor.page.url());
    await other.waitForFunction(() => window.temoin?.granted('matomo'));
    await other.click('#manage');
    await other.waitForSelector('#temoin-panel[open]');
    await other.click('#temoin-all-refuse');
    await other.waitForSelector('#temoin-panel', { hidden: true });
    await visitor.page.bringToFront();
    await visitor.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await visitor.page.waitForFunction(() => !window.temoin.granted('matomo'));
    await visitor.click('#manage');
    await visitor.see('#temoin-panel');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(answers(await visitor.choice()), all(false));
    await visitor.close();
  });

  it('holds in the other tabs: what opened the panel there, or waits for it, is let go', async () => {
    const open = at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit({ attributes: 'data-boot="interest"' });
    const { page } = visitor;
    const other = await page.browserContext().newPage();
    await other.goto(await page.url());
    await page.bringToFront();
    await visitor.click('#manage');
    await visitor.see('#manage[aria-busy]');
    await other.waitForFunction(() => document.querySelector('#temoin-refuse'), { polling: 50 });
    // In a task of its own, which WebKit's answer does not wait for.
    await other.evaluate(() => { setTimeout(() => /** @type {HTMLElement} */ (document.querySelector('#temoin-refuse')).click()); });
    await page.waitForFunction(() => !document.querySelector('#temoin-banner'), { polling: 50 });
    assert.equal(await page.$('[aria-busy]'), null);
    open();
    await page.focus('#manage');
    await visitor.press('Enter');
    await visitor.see('#temoin-panel[open]');
    await other.bringToFront();
    await other.evaluate(() => window.temoin.open());
    await other.waitForFunction(() => document.querySelector('#temoin-panel[open]'), { polling: 50 });
    await other.evaluate(() => { setTimeout(() => /** @type {HTMLElement} */ (document.querySelector('#temoin-all-accept')).click()); });
    await page.bringToFront();
    await page.waitForFunction(() => !document.querySelector('#temoin-panel'), { polling: 50 });
    await page.waitForFunction(() => document.activeElement?.id === 'manage');
    await visitor.close();
  });

  it('fits the cookie, and is found again, whatever else is in it', async () => {
    for (const foreign of [{ padding: 'x'.repeat(3700), timestamp: 1750000000000 }, { timestamp: Date.now() + 365 * DAY, matomo: true }]) {
      const visitor = await at.visit({ prepare: (v) => v.remember(foreign) });
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      await at.followed(visitor);
      await visitor.page.reload();
      await visitor.page.waitForFunction(() => window.temoin?.ready);
      assert.equal(await visitor.page.$('#temoin-banner'), null);
      await visitor.close();
    }
  });

  it('is told to the page: window.temoin, temoin:ready and temoin:change', async () => {
    const visitor = await at.visit({
      head: `<script>
        window.heard = [];
        for (const type of ['temoin:ready', 'temoin:change']) document.addEventListener(type, (event) => heard.push([type, event.detail]));
      </script>`,
    });
    await visitor.see('#temoin-banner');
    assert.deepEqual(await visitor.page.evaluate(() => [window.temoin.choice, window.temoin.granted('matomo'), window.temoin.granted('authentication'),
      window.temoin.granted('unknown'), window.temoin.granted('constructor')]), [null, false, true, false, false]);
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    // The page hears of a grant when what was held back has been let go.
    await visitor.page.waitForFunction(() => window.heard.length === 2);
    await visitor.click('#manage');
    await visitor.click('#temoin-all-refuse');
    await visitor.seeNot('#temoin-panel');
    assert.deepEqual(await visitor.page.evaluate(() => window.heard), [
      ['temoin:ready', null],
      ['temoin:change', { granted: all(true), first: true }],
      ['temoin:change', { granted: all(false), first: false }],
    ]);
    assert.deepEqual(await visitor.page.evaluate(() => window.temoin.choice?.granted), all(false));
    await visitor.close();
  });

  /** @returns {Promise<string>} of demonstration, as a choice stores it */
  async function fingerprint() {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const { charter } = await visitor.choice();
    await visitor.close();
    return charter;
  }
});
