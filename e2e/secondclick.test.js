import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { suite } from './harness/suite.js';

/** What a second click at once sends: the drivers of two engines count clicks by the clock. @param {import('./harness/suite.js').Visitor} visitor @param {string} selector */
const again = ({ page }, selector) => page.$eval(selector, (element) => {
  for (const type of ['mousedown', 'mouseup', 'click', 'dblclick']) element.dispatchEvent(new MouseEvent(type, { bubbles: true, cancelable: true, composed: true, detail: 2 }));
});

describe('who double-clicks everything', () => {
  const at = suite();

  it('answers nothing by the second click on "Personnaliser"', needs('a click that says it is a second one'), async () => {
    for (const [width, height] of [[320, 568], [390, 844], [768, 1024]]) {
      const visitor = await at.visit({ width, height });
      await visitor.handedOver();
      const { x, y } = await visitor.place('#temoin-customise');
      await visitor.page.mouse.click(x, y);
      await visitor.see('#temoin-panel[open]');
      await visitor.page.mouse.click(x, y, { clickCount: 2 });
      assert.equal(await visitor.choice(), undefined, `${width}x${height}`);
      assert.notEqual(await visitor.page.$('#temoin-panel[open]'), null);
      await visitor.close();
    }
  });

  it('answers nothing by the second click on "Gérer mes cookies", wherever the panel comes up', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.click('#manage');
    await visitor.see('#temoin-panel[open]');
    for (const button of ['#temoin-all-accept', '#temoin-save']) {
      await again(visitor, button);
      assert.equal(await visitor.choice(), undefined, button);
    }
    assert.notEqual(await visitor.page.$('#temoin-panel[open]'), null);
    await visitor.press('Escape');
    await visitor.seeNot('#temoin-panel');
    // The banner may have come up where something of the page was pressed.
    await again(visitor, '#temoin-accept');
    assert.equal(await visitor.choice(), undefined);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.close();
  });

  it('leaves the page alone: the second click does not follow the link that lay below', async () => {
    const visitor = await at.visit({ body: '<a id="below" href="#suivi" style="position: fixed; inset: 0">Lien</a><button data-temoin-open style="position: fixed; top: 0">Gérer mes cookies</button>' });
    const { page } = visitor;
    await visitor.handedOver();
    await page.evaluate(() => {
      window.heard = [];
      for (const type of ['mousedown', 'mouseup', 'click', 'dblclick']) document.addEventListener(type, (event) => window.heard.push(`${type} ${event.detail}`));
    });
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await page.evaluate(() => { window.heard = []; });
    await again(visitor, '#below');
    assert.deepEqual(await page.evaluate(() => [location.hash, window.heard]), ['', []]);
    // The page's own double clicks are the page's.
    const { x, y } = await visitor.place('#below');
    await page.mouse.click(x, y);
    await again(visitor, '#below');
    assert.deepEqual(await page.evaluate(() => [location.hash, window.heard.filter((said) => said.endsWith('2'))]), ['#suivi', ['mousedown 2', 'mouseup 2', 'click 2', 'dblclick 2']]);
    await visitor.close();
  });
});
