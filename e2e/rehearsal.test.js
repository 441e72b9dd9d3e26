import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

describe('the rehearsal of the bundle\'s start', () => {
  const at = suite();

  it('breaks off for a press on a button that answers, and begins anew where the press came to nothing', async () => {
    at.proxy.hold(/\.wasm$/);
    const visitor = await at.visit({
      head: '<script>window.ended = 0; const { terminate } = Worker.prototype; Worker.prototype.terminate = function () { ended++; terminate.call(this); };</script>',
    });
    const bundles = () => at.proxy.log.filter((path) => path.endsWith('.wasm')).length;
    await at.proxy.asked(/\.wasm$/);
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
    it(`begins no other while the press that broke it off lasts, nor after its answer: by the ${means}`, async () => {
      at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit({
        body: '<main><input id="search" aria-label="Rechercher"></main><button data-temoin-open>Gérer mes cookies</button>',
        head: '<script>window.made = 0; window.Worker = class extends Worker { constructor(...given) { super(...given); made++; } };</script>',
      });
      await at.proxy.asked(/\.wasm$/);
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

  it('breaks off twice at most: each has the bundle fetched again', async () => {
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

  it('is done without where a policy forbids the Worker: the panel opens at once, whoever asks for it', async () => {
    const visitor = await at.visit({ headers: { 'Content-Security-Policy': "worker-src 'none'" }, body: '<main><h1>Portail</h1></main><button id="own" data-temoin-open>Gérer mes cookies</button>' });
    await visitor.see('#temoin-banner');
    // Its rehearsal has failed by then.
    await at.proxy.answered(/portal\.json$/);
    await at.proxy.quiet();
    await visitor.page.$eval('#own', (own) => /** @type {HTMLElement} */ (own).click());
    await visitor.see('#temoin-panel[open]');
    await visitor.close();
  });
});
