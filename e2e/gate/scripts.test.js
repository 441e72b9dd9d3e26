import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';

describe('scripts that are let go', () => {
  const at = gateSuite();
  const js = (/** @type {string} */ name, file = 'a.js') => at.gate.at('mesure', `/${file}?name=${name}`);
  const says = (/** @type {string} */ name) => `(window.ran ||= []).push('${name}')`;
  /** @param {import('../harness/suite.js').Visitor} visitor @param {number} count */
  const ran = async (visitor, count) => {
    await visitor.page.waitForFunction((count) => window.ran?.length >= count, {}, count);
    await at.gate.settled(visitor);
    return visitor.page.evaluate(() => window.ran);
  };

  /** In the page's order: async apart, deferred ones and modules after the others. */
  const page = () => `
    <script type="text/plain" data-temoin="audience" src="${js('1')}"></script>
    <script type="text/plain" data-temoin="audience">${says('2')}</script>
    <script type="text/plain" data-temoin="audience" defer src="${js('8')}"></script>
    <script type="text/plain" data-type="module" data-temoin="audience">${says('9')}</script>
    <template data-temoin="audience"><script>${says('3')}</script><script src="${js('4')}"></script><script>${says('5')}</script></template>
    <script type="text/plain" data-type="module" data-temoin="audience" src="${js('10')}"></script>
    <script type="text/plain" data-temoin="audience" src="${js('missing', 'missing.js')}"></script>
    <script type="text/plain" data-temoin="audience" src="${js('6', 'throws.js')}"></script>
    <script type="text/plain" data-temoin="audience">${says('7')}; throw new Error('fails too')</script>
    <script type="text/plain" data-temoin="audience" defer src="${js('11')}"></script>
    <template data-temoin="audience"><script type="application/json" id="data">{"a":1}</script><script>${says('7b')}</script></template>`;
  const order = ['1', '2', '3', '4', '5', '6', '7', '7b', '8', '9', '10', '11'];

  for (const [when, before] of /** @type {const} */ ([['on the page where the visitor accepts', undefined], ['on a later page', 'accept']])) {
    it(`run in the page's order, each once, whatever fails, ${when}`, async () => {
      const visitor = await at.gate.open({ body: page(), before });
      if (!before) await visitor.click('#temoin-accept');
      assert.deepEqual(await ran(visitor, order.length), order);
      assert.equal(await visitor.page.$eval('#data', (data) => data.type), 'application/json');
      await visitor.close();
    });

    it(`wait for a slow one before them in their service, not for another service's, nor async ones for anybody, ${when}`, async () => {
      const open = at.others.hold(/slow/);
      const visitor = await at.gate.open({
        before,
        body: `<script type="text/plain" data-temoin="audience" src="${js('slow', 'slow.js')}"></script>
          <script type="text/plain" data-temoin="audience">${says('after')}</script>
          <script type="text/plain" data-temoin="audience" async src="${js('async')}"></script>
          <script type="text/plain" data-temoin="video">${says('video')}</script>`,
      });
      if (!before) await visitor.click('#temoin-accept');
      assert.deepEqual((await ran(visitor, 2)).sort(), ['async', 'video']);
      open();
      assert.deepEqual((await ran(visitor, 4)).slice(2), ['slow', 'after']);
      await visitor.close();
    });
  }

  it('that nobody marked keep their order, and their own listeners', async () => {
    const visitor = await at.gate.open({
      body: `<script src="${js('1')}"></script><script src="${js('2')}"></script><script defer src="${js('4')}"></script><script src="${js('3')}"></script>
        <script>const s = document.createElement('script'); s.onload = () => { window.heard = s.src; }; s.src = '${js('dynamic')}'; document.head.append(s)</script>`,
    });
    await visitor.click('#temoin-accept');
    const all = await ran(visitor, 5);
    assert.deepEqual(all.filter((/** @type {string} */ name) => name !== 'dynamic'), ['1', '2', '3', '4']);
    assert.equal(await visitor.page.evaluate(() => window.heard), js('dynamic'));
    await visitor.close();
  });

  it('keep nonce, integrity and crossorigin, and stand where the page had them', async () => {
    const content = await (await fetch(js('whole').replace('mesure.localhost', '127.0.0.1'), { headers: { Host: 'mesure.localhost' } })).text();
    at.others.reset();
    const integrity = 'sha256-' + createHash('sha256').update(content).digest('base64');
    const visitor = await at.visitor();
    const { port } = at.others;
    await visitor.page.goto(at.publish('/nonce', {
      headers: { 'Content-Security-Policy': `script-src 'nonce-n0nce' 'wasm-unsafe-eval'; worker-src blob:` },
      html: `<!doctype html><html lang="fr"><head><title>Nonce</title><link rel="icon" href="data:,"><script nonce="n0nce" src="${at.temoin}/gate/temoin.js"></script></head>
        <body><div id="here"><script type="text/plain" data-temoin="audience" nonce="n0nce" crossorigin="use-credentials" integrity="${integrity}" src="${js('whole')}"></script>
        <script type="text/plain" data-temoin="audience" nonce="n0nce">${says('inline')}</script>
        <script type="text/plain" data-temoin="audience" nonce="n0nce" crossorigin integrity="sha256-wrong" src="${js('forged')}"></script>
        <script type="text/plain" data-temoin="audience">${says('without a nonce')}</script>
        <script type="text/plain" data-temoin="audience" nonce="n0nce">${says('last')}</script></div></body></html>`,
    }));
    await visitor.click('#temoin-accept');
    assert.deepEqual(await ran(visitor, 3), ['whole', 'inline', 'last'], `port ${port}`);
    assert.deepEqual(await visitor.page.evaluate(() => window.tags), [{ name: 'whole', nonce: 'n0nce', integrity, crossOrigin: 'use-credentials', place: 'here' }]);
    await visitor.close();
  });

  it('write into the page where they stand, and never over it', async () => {
    const visitor = await at.gate.open({
      body: `<h1>Portail</h1><div id="here"><script type="text/plain" data-temoin="audience">document.write(\`<p id="inline">Écrit</p><script>${says('nested')}</scr\` + 'ipt>')</script></div>
        <div id="there"><script type="text/plain" data-temoin="audience" src="${js('writer', 'writes.js')}"></script></div>
        <script type="text/plain" data-temoin="audience">${says('last')}</script>`,
    });
    await visitor.page.waitForFunction(() => document.readyState === 'complete');
    await visitor.click('#temoin-accept');
    assert.deepEqual(await ran(visitor, 4), ['nested', 'writer', 'written', 'last']);
    assert.deepEqual(await visitor.page.evaluate(() => ['h1', '#here > #inline', '#there > #written'].map((found) => document.querySelector(found)?.textContent)), ['Portail', 'Écrit', 'Écrit']);
    await visitor.close();
  });

  it('that the visitor withdraws before their turn do not run', async () => {
    const open = at.others.hold(/slow/);
    const visitor = await at.gate.open({
      body: `<script type="text/plain" data-temoin="audience" src="${js('slow', 'slow.js')}"></script><script type="text/plain" data-temoin="audience">${says('after')}</script>`,
    });
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await at.gate.until(visitor, () => at.gate.log.length > 0);
    await at.gate.withdraw(visitor);
    open();
    await at.gate.settled(visitor);
    assert.ok(!(await visitor.page.evaluate(() => window.ran ?? [])).includes('after'));
    await visitor.close();
  });

  it('of an unknown service, or of none, never run', async () => {
    const visitor = await at.gate.open({
      before: 'accept',
      body: `<script type="text/plain" data-temoin="audiance">${says('typo')}</script><script type="text/plain" data-temoin>${says('none')}</script>
        <script type="text/plain" data-temoin="constructor">${says('constructor')}</script><script type="text/plain" data-temoin="login">${says('exempt')}</script>`,
    });
    assert.deepEqual(await ran(visitor, 1), ['exempt']);
    await visitor.close();
  });
});
