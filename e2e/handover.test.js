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
    await at.proxy.asked(/\.wasm$/);
    assert.equal(visitor.page.workers().length, 1);
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    for (const began = Date.now(); visitor.page.workers().length > 0;) {
      assert.ok(Date.now() - began < 30000, 'the Worker lives on');
      await visitor.drawn();
    }
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
