import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from '../harness/engine.js';
import { gateSuite } from './harness.js';
import { marked } from './ways.js';

describe('whatever fails, the gate is shut and the portal works', () => {
  const at = gateSuite();
  const body = () => `<h1>Portail</h1><button id="works" onclick="this.textContent = 'marche'">essai</button>${Object.values(marked).map((way) => way(at.gate.at)).join('\n')}`;

  /** @param {import('../harness/suite.js').Visitor} visitor */
  async function shut(visitor) {
    await visitor.page.$eval('#works', (button) => button.click());
    assert.equal(await visitor.page.$eval('#works', (button) => button.textContent), 'marche');
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
  }

  for (const [what, rule] of /** @type {const} */ ([
    ['does not come', 'refuse'], ['is an error', { status: 500, body: 'no' }], ['is HTML', { status: 200, headers: { 'Content-Type': 'text/html' }, body: '<h1>Entretien</h1>' }],
  ])) {
    for (const async of [true, false]) {
      it(`the loader ${what}, ${async ? 'async' : 'first in <head>'}`, async () => {
        const visitor = await at.visitor();
        at.proxy.answer(/temoin\.js/, rule);
        await visitor.page.goto(at.publish('/failing', { head: async ? at.tag('gate') : at.gate.tag(), body: body() }));
        await shut(visitor);
        await visitor.close();
      });
    }
  }

  it('the loader is cut off half-way', async () => {
    const whole = await (await fetch(at.temoin + '/gate/temoin.js')).text();
    at.proxy.answer(/temoin\.js/, { status: 200, headers: { 'Content-Type': 'text/javascript' }, body: whole.slice(0, whole.length / 2) });
    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/cut', { head: at.gate.tag(), body: body() }));
    await shut(visitor);
    await visitor.close();
  });

  it('the loader comes late', async () => {
    const open = at.proxy.hold(/temoin\.js/);
    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/late', { head: at.tag('gate'), body: body() }), { waitUntil: 'domcontentloaded' });
    await shut(visitor);
    open();
    await visitor.see('#temoin-banner');
    await shut(visitor);
    await visitor.close();
  });

  it('what lets go of what is granted does not come: the console says so', async () => {
    at.proxy.answer(/release-/, 'refuse');
    const visitor = await at.gate.open({ body: body() });
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await visitor.hears(/Témoin: /);
    await shut(visitor);
    await visitor.close();
  });

  it('the cookie cannot be read', async () => {
    for (const value of ['%', '%7B%22audience%22%3Atrue%7D', 'true', encodeURIComponent('{"audience":true,"timestamp":99999999999999,"charter":"x"}')]) {
      const visitor = await at.visitor();
      await visitor.remember(value);
      await visitor.page.goto(at.publish('/unreadable', { head: at.gate.tag(), body: body() }));
      await visitor.see('#temoin-banner');
      await shut(visitor);
      await visitor.close();
    }
  });

  it('cookies and storage are forbidden: nothing runs before a choice, and a choice holds for the page', needs('looking into a frame'), async () => {
    const visitor = await at.visitor();
    at.publish('/sandboxed', { head: at.gate.tag(), body: body() });
    await visitor.page.goto(at.publish('/outer', { body: '<iframe id="outer" sandbox="allow-scripts" width="1200" height="700" src="/sandboxed"></iframe>' }));
    const frame = await (await visitor.page.waitForSelector('#outer'))?.contentFrame();
    await frame?.waitForSelector('#temoin-banner');
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
    await frame?.$eval('#temoin-accept', (button) => button.click());
    await at.gate.until(visitor, () => at.gate.log.length > 0);
    assert.notDeepEqual(at.gate.log, []);
    await frame?.evaluate(() => window.temoin.open());
    await visitor.close();
  });

  it('a second loader on the page changes nothing', async () => {
    const visitor = await at.gate.open({ head: at.tag('gate'), body: body() });
    await visitor.see('#temoin-banner');
    await shut(visitor);
    assert.equal(await visitor.page.$$eval('#temoin-banner', (found) => found.length), 1);
    await visitor.close();
  });
});
