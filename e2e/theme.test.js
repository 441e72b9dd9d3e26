import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './harness/axe.js';
import { suite } from './harness/suite.js';

describe('a portal\'s own look', () => {
  const at = suite();

  /**
   * Where the banner is; not in the moment in which the bundle puts its own in its place.
   *
   * @param {import('./harness/suite.js').Visitor} visitor
   */
  async function box(visitor) {
    const measure = () => {
      const { left, top, right, bottom, width, height } = document.querySelector('#temoin-banner')?.getBoundingClientRect() ?? new DOMRect();
      return { left, top, right, bottom, width, height };
    };
    await visitor.handedOver();
    return visitor.page.evaluate(measure);
  }

  it('puts the banner into the bottom corner, and on a phone along the bottom', async () => {
    const visitor = await at.visit({ id: 'theme-corner' });
    const wide = await box(visitor);
    assert.ok(wide.width < 500 && wide.right <= 1280 - 16 && wide.bottom <= 800 - 16 && wide.left > 640, JSON.stringify(wide));
    await visitor.page.setViewport({ width: 320, height: 640 });
    const narrow = await box(visitor);
    assert.deepEqual([narrow.left, narrow.right, narrow.bottom], [0, 320, 640]);
    await visitor.close();
  });

  it('puts it to the other side where the language is written from right to left', async () => {
    const visitor = await at.visit({ id: 'theme-corner', attributes: 'data-lang="ar"' });
    const { left, right } = await box(visitor);
    assert.ok(left >= 16 && right < 640, `${left} to ${right}`);
    await visitor.close();
  });

  it('puts it into the centre, where the page beside it can still be used, and moves it off what has the focus', async () => {
    const visitor = await at.visit({ id: 'theme-centre', body: '<button id="beside" onclick="this.textContent = \'Pressé\'">À côté</button><div style="height: 350px"></div><p style="text-align: center"><a id="below" href="#x">Dessous</a></p><div style="height: 1500px"></div><footer><button data-temoin-open>Gérer mes cookies</button></footer>' });
    const { left, right, top, bottom } = await box(visitor);
    // A scrollbar takes its width from the page.
    assert.ok(Math.abs(left - (1280 - right)) < 20 && Math.abs(top - (800 - bottom)) < 20, `it is in the middle: ${left} to ${right}, ${top} to ${bottom}`);
    await visitor.click('#beside');
    assert.equal(await visitor.page.$eval('#beside', (button) => button.textContent), 'Pressé');
    await visitor.page.focus('#below');
    await visitor.page.waitForFunction(() => {
      const a = /** @type {Element} */ (document.querySelector('#below')).getBoundingClientRect();
      const b = /** @type {Element} */ (document.querySelector('#temoin-banner')).getBoundingClientRect();
      return a.bottom <= b.top || a.top >= b.bottom || a.right <= b.left || a.left >= b.right;
    });
    await visitor.close();
  });

  for (const [id, attributes] of [['demonstration', 'data-lang="de"'], ['theme-corner'], ['theme-centre']]) {
    it(`keeps accepting and refusing alike, in ${id}: every computed style, at every width, and all of their row where they have one`, async () => {
      const visitor = await at.visit({ id, attributes });
      await visitor.handedOver();
      for (const width of [320, 480, 600, 768, 1000, 1280]) {
        await visitor.resize(width, 800);
        const differing = await visitor.page.evaluate(() => {
          const [accept, refuse] = ['#temoin-accept', '#temoin-refuse'].map((id) => getComputedStyle(/** @type {Element} */ (document.querySelector(id))));
          return [...accept].filter((name) => accept.getPropertyValue(name) !== refuse.getPropertyValue(name));
        });
        assert.deepEqual(differing.filter((name) => !/origin$/.test(name)), [], `${width}`);
        if (width >= 640) continue;
        const left = await visitor.page.$eval('.temoin-actions', (actions) => {
          const [row, accept, refuse] = [actions, ...actions.children].map((element) => element.getBoundingClientRect());
          return row.width - (refuse.right - accept.left);
        });
        assert.ok(Math.abs(left) < 1, `${width}: ${left} pixels are left`);
      }
      await visitor.close();
    });
  }

  it('reaches banner, panel, placeholder and charter page, light and dark, with contrasts that everybody can read', async () => {
    for (const dark of [false, true]) {
      const visitor = await at.visit({ id: 'theme-corner', dark, body: '<iframe data-temoin="youtube" data-src="https://www.youtube.com/embed/x" width="560" height="315" title="Film"></iframe><footer><button data-temoin-open>Gérer mes cookies</button></footer>' });
      await visitor.handedOver();
      await visitor.see('.temoin-placeholder');
      const [surface, font, accent] = await visitor.page.$eval('#temoin-banner', (banner) => {
        const style = getComputedStyle(banner);
        return [style.backgroundColor, style.fontFamily, style.getPropertyValue('--temoin-accent')];
      });
      assert.equal(surface, dark ? 'rgb(29, 32, 40)' : 'rgb(255, 250, 242)');
      assert.equal(font, 'Georgia, serif');
      assert.equal(await visitor.page.$eval('.temoin-placeholder', (box) => getComputedStyle(box).getPropertyValue('--temoin-accent')), accent);
      await check(visitor, '#temoin');
      await check(visitor, '.temoin-placeholder');
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      assert.equal(await visitor.page.$eval('#temoin-panel', (panel) => getComputedStyle(panel).backgroundColor), surface);
      await check(visitor, '#temoin-panel');
      await visitor.page.goto(at.temoin + '/theme-corner/charte');
      assert.equal(await visitor.page.$eval('#temoin', (page) => getComputedStyle(page).fontFamily), 'Georgia, serif');
      await check(visitor, 'html');
      await visitor.close();
    }
  });

  /** @param {import('./harness/suite.js').Visitor} visitor @param {string} where */
  const check = async (visitor, where) => assert.deepEqual(await faults(visitor, where), [], where);
});
