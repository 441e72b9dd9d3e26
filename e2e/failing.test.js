import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

/** @typedef {import('./harness/suite.js').Visitor} Visitor */

describe('where the bundle fails', () => {
  const at = suite();

  it('leaves the focus with who has gone on, where the bundle fails', async () => {
    let fail = () => {};
    at.proxy.answer(/\.wasm$/, new Promise((resolve) => { fail = () => resolve(undefined); }));
    const visitor = await at.visit({ body: '<main><label>Rechercher <input id="search"></label></main><button data-temoin-open>Gérer mes cookies</button>' });
    await at.proxy.asked(/\.wasm$/);
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-customise[aria-busy=true]');
    await visitor.click('#search');
    await visitor.page.keyboard.type('budget');
    at.proxy.reset();
    at.proxy.answer(/\.wasm$/, { status: 500 });
    // What the proxy holds back still comes; to fail, it is taken for something else.
    await visitor.page.evaluate(() => { WebAssembly.instantiate = () => Promise.reject(new Error('no')); });
    fail();
    await visitor.page.waitForFunction(() => !document.querySelector('[aria-busy]'));
    assert.equal(await visitor.focus(), 'search');
    assert.equal(await visitor.page.$eval('#search', (search) => /** @type {HTMLInputElement} */ (search).value), 'budget');
    await visitor.close();
  });

  it('leaves a visitor who goes elsewhere without a press on the page ("Back", the address bar) on the way there', async () => {
    // What the page waits for fails as soon as the browser sets out, in Firefox and WebKit.
    const open = at.proxy.hold(/\.wasm$/);
    const arrive = at.proxy.hold(/epn-agglo\/charte/);
    const visitor = await at.visit({ attributes: 'data-boot="interest"' });
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-customise[aria-busy=true]');
    await at.proxy.asked(/\.wasm$/);
    await visitor.page.evaluate((elsewhere) => { setTimeout(() => location.assign(elsewhere)); }, at.temoin + '/epn-agglo/charte');
    await at.proxy.asked(/epn-agglo\/charte/);
    // A page that is led away is so at once.
    await new Promise((resolve) => setTimeout(resolve, 500));
    arrive();
    await visitor.page.waitForFunction(() => location.pathname.endsWith('/charte') && document.readyState === 'complete');
    assert.equal(await visitor.page.evaluate(() => location.pathname), '/epn-agglo/charte');
    open();
    await visitor.close();
  });

  const failures = {
    'the bundle\'s request fails': { rule: [/\.wasm$/, 'refuse'] },
    'the bundle\'s request hangs': { rule: [/\.wasm$/, new Promise(() => {})], hurried: true },
    'the bundle is cut half-way': { rule: [/\.wasm$/, 'cut'] },
    'the runtime\'s request fails': { rule: [/runtime-.*\.js$/, 'refuse'] },
    'the server answers HTML for the bundle': { rule: [/\.wasm$/, { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<p>Erreur' }] },
    'the server answers 500 for the bundle': { rule: [/\.wasm$/, { status: 500 }] },
    'the policy forbids WebAssembly': { policy: (/** @type {string} */ origin) => `script-src 'self' ${origin}; connect-src ${origin}; style-src 'self'; default-src 'none'` },
    'the policy forbids to fetch': { policy: (/** @type {string} */ origin) => `script-src 'self' ${origin} 'wasm-unsafe-eval'; style-src 'self'; default-src 'none'` },
    'the browser has no WebAssembly': { without: 'WebAssembly' },
  };
  for (const [failure, { rule, policy, without, hurried }] of Object.entries(failures)) {
    it(`fails softly where ${failure}: accept and refuse work, "Personnaliser" leads to the form`, async () => {
      if (rule) at.proxy.answer(.../** @type {[RegExp, any]} */ (rule));
      const visit = () => at.visit({
        headers: policy ? { 'Content-Security-Policy': policy(at.temoin) } : undefined,
        prepare: async ({ page }) => {
          if (without) await page.evaluateOnNewDocument((name) => { Reflect.deleteProperty(window, name); }, without);
          // The seconds after which the bundle is given up are tenths of a second here.
          if (hurried) {
            await page.evaluateOnNewDocument(() => {
              const { setTimeout } = window;
              // Not those of the loader, which waits no longer than this for the scripts that set the others.
              const hurries = (/** @type {number} */ delay) => delay >= 1000 && new Error().stack?.includes('/assets/');
              window.setTimeout = /** @type {any} */ ((/** @type {Function} */ act, delay = 0, /** @type {any[]} */ ...given) => setTimeout(act, hurries(delay) ? delay / 10 : delay, ...given));
            });
          }
        },
      });
      for (const [action, granted] of /** @type {const} */ ([['accept', true], ['refuse', false]])) {
        const visitor = await visit();
        const { x, y } = await visitor.place('#temoin-' + action);
        await visitor.page.mouse.move(x, y);
        await visitor.hears(/Témoin/);
        await visitor.click('#temoin-' + action);
        await visitor.seeNot('#temoin-banner');
        assert.equal((await visitor.choice()).matomo, granted);
        assert.equal(visitor.console.filter((line) => line.startsWith('warn')).length, 1, 'one line for the owner');
        await visitor.close();
      }
      const visitor = await visit();
      await visitor.see('#temoin-banner');
      const led = visitor.page.waitForNavigation();
      await visitor.click('#temoin-customise');
      // Who presses again what is busy still waits.
      if (hurried) await visitor.click('#temoin-customise');
      await led;
      assert.equal(await visitor.page.url(), at.temoin + '/demonstration/charte#choix');
      await visitor.close();
    });
  }

  /** @returns a visitor who has pressed "Personnaliser", and waits for what opens the panel; "late" ends the loader's five seconds (loader/config.js) */
  async function waiting() {
    at.proxy.hold(/attendant-/);
    const visitor = await at.visit({
      body: `<main><label>Rechercher <input id="search"></label> <label>Année <select id="year"><option>2024<option>2025</select></label>
        <div id="letter" contenteditable role="textbox" aria-label="Lettre"></div><iframe id="map" title="Carte" srcdoc="<p>Carte"></iframe></main>`,
      prepare: ({ page }) => page.evaluateOnNewDocument(() => {
        const { setTimeout } = window;
        window.late = [];
        window.setTimeout = /** @type {any} */ ((/** @type {Function} */ act, delay = 0, /** @type {any[]} */ ...given) => (delay === 5000 ? window.late.push(act) : setTimeout(act, delay, ...given)));
      }),
    });
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-customise[aria-busy=true]');
    return { visitor, late: () => visitor.page.evaluate(() => setTimeout(() => window.late.forEach((act) => act()))) };
  }

  it('leads a visitor who waits to the form, when the script that opens the panel hangs', async () => {
    const { visitor, late } = await waiting();
    const led = visitor.page.waitForNavigation();
    await late();
    await led;
    assert.equal(await visitor.page.url(), at.temoin + '/demonstration/charte#choix');
    await visitor.close();
  });

  const goneOn = {
    'writes in a field': { at: 'search', does: (/** @type {Visitor} */ visitor) => visitor.page.keyboard.type('budget'), made: 'budget' },
    'chooses from a list': { at: 'year', does: (/** @type {Visitor} */ visitor) => visitor.page.$eval('#year', (year) => { /** @type {HTMLSelectElement} */ (year).value = '2025'; }), made: '2025' },
    'writes in an editor': { at: 'letter', does: (/** @type {Visitor} */ visitor) => visitor.page.keyboard.type('Madame'), made: 'Madame' },
    'looks at a frame': { at: 'map', does: () => {}, made: undefined },
  };
  for (const [what, { at: id, does, made }] of Object.entries(goneOn)) {
    it(`leaves a visitor who ${what} where they are, when the script that opens the panel hangs`, async () => {
      const { visitor, late } = await waiting();
      await visitor.page.$eval('#' + id, (element) => /** @type {HTMLElement} */ (element).focus());
      await does(visitor);
      await late();
      await visitor.page.waitForFunction(() => !document.querySelector('[aria-busy]'));
      assert.equal(await visitor.focus(), id);
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      assert.equal(await visitor.page.$eval('#' + id, (element) => 'value' in element ? element.value : element.textContent || undefined), made);
      await visitor.close();
    });
  }

  it('leaves withdrawing possible where the bundle cannot run: "Gérer mes cookies" brings the banner back', async () => {
    const visitor = await at.visit({
      headers: { 'Content-Security-Policy': failures['the policy forbids WebAssembly'].policy(at.temoin) },
      // The seconds after which who waits for the panel is led to the form (attendant/bundle.js).
      prepare: ({ page }) => page.evaluateOnNewDocument(() => {
        const { setTimeout, clearTimeout } = window;
        Object.assign(window, { waits: 0, waiting: new Set() });
        window.setTimeout = /** @type {any} */ ((/** @type {Function} */ act, /** @type {number} */ delay, /** @type {any[]} */ ...given) => {
          const id = setTimeout(act, delay, ...given);
          if (delay === 10000) window.waiting.add(id) && window.waits++;
          return id;
        });
        window.clearTimeout = (id) => {
          window.waiting.delete(id);
          clearTimeout(id);
        };
      }),
    });
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await visitor.click('#manage');
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.page.$('[aria-busy]'), null);
    assert.deepEqual(await visitor.page.evaluate(() => [window.waits, window.waiting.size]), [1, 0], 'who reads the banner is not led away from it later');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });
});
