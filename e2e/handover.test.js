import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { ordinaryBody } from './harness/portal.js';
import { suite } from './harness/suite.js';

describe('the hand-over to the bundle', () => {
  const at = suite();

  for (const id of ['demonstration', 'hauts-de-seine']) {
    it(`puts the very same banner in the place of the server-rendered one: ${id}`, async () => {
      const visitor = await at.visit({ id });
      await visitor.handedOver();
      const [before, after] = await visitor.page.evaluate(() => {
        const describe = (/** @type {Element} */ element) => [element.localName,
          [...element.attributes].map(({ name, value }) => `${name}=${value}`).sort(),
          [...element.childNodes].map((node) => (node instanceof Element ? describe(node) : node.nodeValue))];
        return [window.serverRendered, document.querySelector('#temoin > .temoin-interface')].map((root) => JSON.stringify(describe(root)));
      });
      // The loader makes the link's address absolute; the bundle gets it so.
      assert.equal(after, before);
      await visitor.close();
    });
  }

  it('keeps the focus on the button that has it, and the scrolling', async () => {
    const open = at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit({ width: 320, height: 400 });
    await visitor.see('#temoin-banner');
    await visitor.page.focus('#temoin-refuse');
    await visitor.page.$eval('.temoin-words', (words) => { words.scrollTop = 40; });
    open();
    await visitor.handedOver();
    assert.equal(await visitor.focus(), 'temoin-refuse');
    assert.equal(await visitor.page.$eval('.temoin-words', (words) => words.scrollTop), 40);
    await visitor.close();
  });

  /** @type {Record<string, (visitor: import('./harness/suite.js').Visitor) => Promise<unknown>>} */
  const answers = {
    async refuse(visitor) {
      await visitor.seeNot('#temoin-banner');
      assert.equal((await visitor.choice()).matomo, false);
    },
    customise: (visitor) => visitor.see('#temoin-panel[open]'),
  };
  for (const [button, answered] of Object.entries(answers)) {
    it(`waits for a press to end, so that its click is not lost: ${button}`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit({
        head: `<script>
          window.waiting = false;
          const { addEventListener } = window;
          window.addEventListener = function (type, ...given) {
            // Only what waits for the end of a press listens to this.
            waiting ||= type === 'pointercancel';
            return addEventListener.call(this, type, ...given);
          };
        </script>`,
      });
      const { x, y } = await visitor.place('#temoin-' + button);
      await visitor.page.mouse.move(x, y);
      await visitor.page.mouse.down();
      open();
      await visitor.page.waitForFunction(() => window.waiting);
      await visitor.page.mouse.up();
      await answered(visitor);
      await visitor.close();
    });
  }

  it('breaks its rehearsal off for a press on a button that answers, and begins it anew where the press came to nothing', async () => {
    at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit({
      head: '<script>window.ended = 0; const { terminate } = Worker.prototype; Worker.prototype.terminate = function () { ended++; terminate.call(this); };</script>',
    });
    const bundles = () => at.proxy.log.filter((path) => path.endsWith('.wasm')).length;
    await until(() => bundles() === 1);
    const { x, y } = await visitor.place('#temoin-refuse');
    await visitor.page.mouse.move(x, y);
    await visitor.page.mouse.down();
    await visitor.page.waitForFunction(() => window.ended === 1);
    at.proxy.reset();
    await visitor.page.mouse.move(5, 5);
    await visitor.page.mouse.up();
    await visitor.handedOver();
    assert.equal(bundles(), 1);
    assert.equal(await visitor.page.evaluate(() => document.cookie), '');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  /** What begins and ends a press on "Tout refuser". @type {Record<string, (visitor: import('./harness/suite.js').Visitor, act: 'down' | 'up') => Promise<unknown>>} */
  const presses = {
    async pointer(visitor, act) {
      const { x, y } = await visitor.place('#temoin-refuse');
      await visitor.page.mouse.move(x, y);
      await visitor.page.mouse[act]();
    },
    async keyboard(visitor, act) {
      if (act === 'down') await visitor.page.focus('#temoin-refuse');
      await visitor.page.keyboard[act](' ');
    },
  };
  for (const [means, press] of Object.entries(presses)) {
    it(`begins no other rehearsal while the press that broke it off lasts, nor after its answer: by the ${means}`, async () => {
      at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit({
        body: '<main><input id="search" aria-label="Rechercher"></main><button data-temoin-open>Gérer mes cookies</button>',
        head: '<script>window.made = 0; window.Worker = class extends Worker { constructor(...given) { super(...given); made++; } };</script>',
      });
      await until(() => at.proxy.log.some((path) => path.endsWith('.wasm')));
      at.proxy.reset();
      // A press takes the focus from where it is: that ends nothing.
      await visitor.page.focus('#search');
      await press(visitor, 'down');
      await at.proxy.quiet();
      // As long as its click has time to come, and again.
      await visitor.page.evaluate(() => new Promise((later) => setTimeout(later, 1000)));
      assert.equal(await visitor.page.evaluate(() => window.made), 1);
      await press(visitor, 'up');
      await visitor.seeNot('#temoin-banner');
      assert.equal((await visitor.choice()).matomo, false);
      await at.proxy.quiet();
      assert.equal(await visitor.page.evaluate(() => window.made), 1);
      await visitor.close();
    });
  }

  it('breaks its rehearsal off twice at most: each has the bundle fetched again', async () => {
    at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit({
      head: `<script>
        Object.assign(window, { made: 0, ended: 0 });
        window.Worker = class extends Worker {
          constructor(...given) { super(...given); made++; }
          terminate() { super.terminate(); ended++; }
        };
      </script>`,
    });
    const { x, y } = await visitor.place('#temoin-refuse');
    for (const broken of [1, 2, 2]) {
      await visitor.page.waitForFunction((made) => window.made === made, {}, (await visitor.page.evaluate(() => window.ended)) + 1);
      await visitor.page.mouse.move(x, y);
      await visitor.page.mouse.down();
      assert.equal(await visitor.page.evaluate(() => window.ended), broken);
      await visitor.page.mouse.move(5, 5);
      await visitor.page.mouse.up();
    }
    await visitor.close();
  });

  it('opens the panel at once where a policy forbids the Worker, whoever asks for it', async () => {
    const visitor = await at.visit({ headers: { 'Content-Security-Policy': "worker-src 'none'" }, body: '<main><h1>Portail</h1></main><button id="own" data-temoin-open>Gérer mes cookies</button>' });
    await visitor.see('#temoin-banner');
    // Its rehearsal has failed by then.
    await at.proxy.answered(/portal\.json$/);
    await at.proxy.quiet();
    await visitor.page.$eval('#own', (own) => /** @type {HTMLElement} */ (own).click());
    await visitor.see('#temoin-panel[open]');
    await visitor.close();
  });

  it('opens no panel for who answered while what opens it was on its way', async () => {
    const open = at.proxy.hold(/attendant-/);
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-customise[aria-busy=true]');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    open();
    await visitor.sent();
    await at.proxy.quiet();
    assert.equal(await visitor.page.$('.temoin-interface'), null);
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  it('leaves the focus with who has gone on, where the bundle fails', async () => {
    let fail = () => {};
    at.proxy.answer(/\.wasm$/, new Promise((resolve) => { fail = () => resolve(undefined); }));
    const visitor = await at.visit({ body: '<main><label>Rechercher <input id="search"></label></main><button data-temoin-open>Gérer mes cookies</button>' });
    await until(() => at.proxy.log.some((path) => path.endsWith('.wasm')));
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

  it('answers "Personnaliser" before the bundle is there: busy at once, then the panel', async () => {
    const open = at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-customise[aria-busy=true]');
    open();
    await visitor.see('#temoin-panel[open]');
    assert.equal(await visitor.page.$('[aria-busy]'), null);
    await visitor.close();
  });

  it('never happens after a choice: a bundle still on its way is given up', needs('the list of Workers'), async () => {
    const open = at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit();
    await until(() => at.proxy.log.some((path) => path.endsWith('.wasm')));
    assert.equal(visitor.page.workers().length, 1);
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await until(() => visitor.page.workers().length === 0);
    open();
    assert.equal(await visitor.page.$('.temoin-interface'), null);
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('does not happen before the page has loaded, nor where the owner wants interest first', async () => {
    const visitor = await at.visit({ attributes: 'data-boot="interest"' });
    await visitor.see('#temoin-banner');
    await at.proxy.quiet();
    // What keeps the focus in sight may come.
    assert.deepEqual(at.proxy.log.filter((path) => /\/assets\/(?!attendant)/.test(path)), []);
    const { x, y } = await visitor.place('#temoin-refuse');
    await visitor.page.mouse.move(x, y);
    await visitor.handedOver();
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

  it('does without popover, and without :popover-open', async () => {
    const visitor = await at.visit({
      prepare: ({ page }) => page.evaluateOnNewDocument(() => {
        Reflect.deleteProperty(HTMLElement.prototype, 'showPopover');
        const matches = Element.prototype.matches;
        Element.prototype.matches = function (selector) {
          if (selector.includes('popover')) throw new SyntaxError('unknown pseudo-class');
          return matches.call(this, selector);
        };
      }),
    });
    await visitor.page.waitForSelector('#temoin-banner');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.close();
  });

  it('is not worn out by an element of the portal that is called temoin', async () => {
    const visitor = await at.visit({ body: '<section id="temoin-portail"></section><form name="temoin"></form>' });
    await visitor.see('#temoin-banner');
    await visitor.close();
  });

  it('leaves the portal as it was: links, handlers, history, globals, first element', async () => {
    const body = `${ordinaryBody}<div id="popin">Fenêtre</div>`;
    const head = `<script>
      window.clicks = 0; window.pops = 0;
      window.onclick = () => { clicks++; };
      window.onpopstate = () => { pops++; };
      window.fs = 'the portal\\'s'; window.process = { env: {} };
      window.mine = [window.onclick, window.onpopstate, window.fs, window.process, history.pushState];
    </script>`;
    const visitor = await at.visit({ head, body });
    await visitor.handedOver();
    const globals = await visitor.page.evaluate(() => ({
      same: JSON.stringify([window.onclick, window.onpopstate, window.fs, window.process, history.pushState].map((v, i) => v === window.mine[i])),
      ours: ['Go', 'goappNav', 'goappGetenv', 'goappOnUpdate', 'goappOnAppInstallChange', 'path'].filter((name) => name in window),
      first: document.body.children[1]?.id,
      rest: document.body.children.length,
      lang: document.documentElement.lang,
      title: document.title,
      meta: document.head.querySelectorAll('meta').length,
    }));
    assert.deepEqual(globals, {
      same: '[true,true,true,true,true]', ours: [], first: 'first', rest: 5, lang: 'fr', title: 'Portail', meta: 2,
    });
    await visitor.click('#anchor');
    await visitor.page.waitForFunction(() => location.hash === '#bas' && window.pops === 1);
    // Not by the driver, which waits for a document that this step does not load.
    await visitor.page.evaluate(() => history.back());
    await visitor.page.waitForFunction(() => location.hash === '' && window.pops === 2);
    assert.equal(await visitor.page.evaluate(() => window.clicks), 1);
    await visitor.page.$eval('#link', (link) => link.scrollIntoView());
    const led = visitor.page.waitForNavigation();
    await visitor.click('#link');
    await led;
    assert.equal(await visitor.page.url(), at.portal + '/autre');
    await visitor.close();
  });

  it('keeps clicks on the banner from closing the portal\'s pop-ins', async () => {
    const visitor = await at.visit({ head: '<script>window.heard = 0; document.addEventListener("click", () => { heard++; });</script>' });
    await visitor.handedOver();
    await visitor.click('.temoin-words');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal(await visitor.page.evaluate(() => window.heard), 0);
    await visitor.close();
  });

  it('gives back what it held: after the choice no timer of the program runs, and nothing throws', async () => {
    const visitor = await at.visit({
      head: `<script>
        window.pending = new Set();
        const set = window.setTimeout, clear = window.clearTimeout;
        // A driver sets timers of its own in the page.
        const ours = () => new Error().stack.includes('/assets/');
        window.setTimeout = (call, delay, ...rest) => { const id = set(() => { pending.delete(id); call(...rest); }, delay); if (ours()) pending.add(id); return id; };
        window.clearTimeout = (id) => { pending.delete(id); clear(id); };
      </script>`,
    });
    await visitor.handedOver();
    assert.ok(await visitor.page.evaluate(() => window.pending.size) > 0, 'the program has timers while it runs');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.page.waitForFunction(() => window.pending.size === 0);
    await visitor.page.evaluate(() => { dispatchEvent(new Event('resize')); dispatchEvent(new Event('orientationchange')); });
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('gives back its memory after the choice', needs('collecting garbage on demand'), async () => {
    const visitor = await at.visit({
      head: `<script>
        const instantiate = WebAssembly.instantiate;
        WebAssembly.instantiate = async (...given) => {
          const instance = await instantiate(...given);
          (window.memories ||= []).push(new WeakRef(instance.exports.mem));
          return instance;
        };
      </script>`,
    });
    await visitor.handedOver();
    // A pointer on its way to the button shows interest first.
    const { x, y } = await visitor.place('#temoin-refuse');
    await visitor.page.mouse.move(x, y);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const client = await visitor.page.createCDPSession();
    const held = () => visitor.page.evaluate(() => window.memories.filter((memory) => memory.deref()).length);
    assert.equal(await visitor.page.evaluate(() => window.memories.length), 1);
    // The program ends once the page had time to show what happened.
    for (const end = Date.now() + 20000; await held() && Date.now() < end;) await client.send('HeapProfiler.collectGarbage');
    assert.equal(await held(), 0);
    await visitor.close();
  });
});

/** @param {() => boolean} condition */
async function until(condition) {
  for (const began = Date.now(); !condition();) {
    assert.ok(Date.now() - began < 30000, `never came true: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
