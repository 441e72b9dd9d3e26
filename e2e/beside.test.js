import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { suite } from './harness/suite.js';

/** What a portal's scripts do to everything on their page (send forms, forbid, hide, replace what is the browser's) ends where ours begins. */
describe('beside a portal\'s scripts', () => {
  const at = suite();
  const OPENER = '<button id="manage" data-temoin-open>Gérer mes cookies</button>';

  /** @param {string} script */
  async function panelBeside(script) {
    const visitor = await at.visit({ head: `<script>${script}</script>`, body: `<main><h1>Portail</h1></main>${OPENER}` });
    await visitor.handedOver();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    return visitor;
  }

  for (const [what, script] of Object.entries({
    'send a form as soon as something changes': 'document.addEventListener("change", ({ target }) => target.form?.submit())',
    'keep changes and forms to themselves': 'for (const type of ["input", "change", "submit"]) document.addEventListener(type, (event) => { event.stopPropagation(); event.preventDefault(); }, true)',
    'have an Event of their own': 'window.Event = function () {}; for (const type of ["click", "keydown"]) document.addEventListener(type, (event) => event.preventDefault())',
    'freeze what events inherit': 'Object.freeze(Event.prototype)',
  })) {
    it(`that ${what}: an answer in the panel is saved as it was given`, async () => {
      const visitor = await panelBeside(script);
      await visitor.click('#temoin-youtube-accept');
      await visitor.click('#temoin-save');
      await visitor.seeNot('#temoin-panel');
      const { youtube, matomo } = await visitor.choice();
      assert.deepEqual({ youtube, matomo }, { youtube: true, matomo: false });
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }

  for (const [whose, script] of Object.entries({
    'jQuery\'s': 'document.addEventListener("focus", ({ target }) => { if (!inside.contains(target)) inside.firstChild.focus(); }, true)',
    'a11y-dialog\'s': 'document.body.addEventListener("focus", ({ target }) => { if (!target.closest("[aria-modal]")) inside.firstChild.focus(); }, true)',
  })) it(`that bring the focus back into an open dialog of theirs, in ${whose} way: the keyboard has the banner, and what is behind it waits for its focus as for the pointer`, async () => {
    const visitor = await at.visit({
      attributes: 'data-boot="interest"',
      body: `<main><h1>Portail</h1></main>${OPENER}<div id="inside" role="dialog" aria-modal="true" aria-label="Lettre"><button id="ok">Fermer</button></div><script>${script}</script>`,
    });
    await at.proxy.answered(/attendant-/);
    await visitor.see('#temoin-banner');
    await visitor.page.focus('#temoin-accept');
    await visitor.handedOver();
    await visitor.press('Tab', 'Tab');
    assert.equal(await visitor.focus(), 'temoin-customise');
    await visitor.press('Enter');
    await visitor.see('#temoin-panel[open]');
    await visitor.press('Escape');
    await visitor.seeNot('#temoin-panel');
    assert.equal(await visitor.focus(), 'temoin-customise');
    await visitor.page.focus('#manage');
    assert.equal(await visitor.focus(), 'ok', 'the page\'s own stays trapped');
    await visitor.page.focus('#temoin-refuse');
    await visitor.press('Enter');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  it('that take the wheel: what is ours still scrolls', async () => {
    const visitor = await panelBeside('for (const type of ["wheel", "touchmove"]) document.addEventListener(type, (event) => event.preventDefault(), { passive: false })');
    const { x, y } = await visitor.page.$eval('.temoin-layer', (layer) => {
      const { left, top, width, height } = layer.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await visitor.page.mouse.move(x, y);
    await visitor.page.mouse.wheel({ deltaY: 120 });
    await visitor.page.waitForFunction(() => /** @type {Element} */ (document.querySelector('.temoin-layer')).scrollTop > 0);
    await visitor.close();
  });

  it('whose style sheet hides every scroll bar: what scrolls of ours has one', needs('colours of scroll bars'), async () => {
    const visitor = await at.visit({ head: '<style>* { scrollbar-width: none !important; scrollbar-color: auto !important } ::-webkit-scrollbar { display: none !important }</style>', width: 640, height: 400 });
    await visitor.handedOver();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    // The tests' browsers draw none, or over the text: what is asked is what has the portal's ::-webkit-scrollbar mean nothing.
    for (const scrolls of ['.temoin-words', '.temoin-layer']) {
      const { scrollbarWidth, scrollbarColor } = await visitor.page.$eval(scrolls, (element) => {
        const { scrollbarWidth, scrollbarColor } = getComputedStyle(element);
        return { scrollbarWidth, scrollbarColor };
      });
      assert.equal(scrollbarWidth, 'auto', scrolls);
      assert.match(scrollbarColor, /^rgb/, scrolls);
    }
    await visitor.close();
  });

  it('whose style sheet draws the mark of every list: the charter\'s have the browser\'s', async () => {
    const visitor = await at.visit({ head: '<style>li::marker { content: "→ "; color: rgb(255, 0, 0) }</style>', body: OPENER });
    await visitor.handedOver();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    const [mark, text] = await visitor.page.$eval('.temoin-charter li', (item) => {
      const { content, color } = getComputedStyle(item, '::marker');
      return [[content, color], getComputedStyle(item).color];
    });
    assert.deepEqual(mark, ['normal', text]);
    await visitor.close();
  });

  it('that hide all but their own dialog from assistive technology: what is ours is told', async () => {
    const visitor = await panelBeside('');
    await visitor.page.evaluate(() => document.querySelector('#temoin')?.setAttribute('aria-hidden', 'true'));
    await visitor.page.waitForFunction(() => !document.querySelector('#temoin')?.hasAttribute('aria-hidden'));
    await visitor.close();
  });

  it('that take all but their own dialog out of reach: what is ours is still there', async () => {
    const visitor = await at.visit({
      body: `<main id="main"><h1>Portail</h1></main>${OPENER}<div id="modal" role="dialog" aria-label="Lettre"><button id="ok">Fermer</button></div>`,
    });
    await visitor.handedOver();
    await visitor.page.evaluate(() => { for (const child of document.body.children) /** @type {HTMLElement} */ (child).inert = child.id !== 'modal'; });
    await visitor.page.waitForFunction(() => !(/** @type {HTMLElement} */ (document.querySelector('#temoin')).inert));
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    assert.equal(await visitor.page.$eval('#main', (main) => /** @type {HTMLElement} */ (main).inert), true);
    await visitor.close();
  });

  it('that are in a sandbox, where nothing can be stored: nothing throws', async () => {
    const visitor = await at.visit({ headers: { 'Content-Security-Policy': 'sandbox allow-scripts' }, body: '<main><h1>Portail</h1></main>' });
    await visitor.handedOver();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await at.proxy.answered(/release-/);
    await at.proxy.quiet();
    assert.deepEqual(visitor.console.filter((line) => /uncaught|unhandled|undefined/i.test(line)), []);
    await visitor.close();
  });

  it('that replace Array.from: the choice is recorded all the same', async () => {
    const visitor = await at.visit({ head: '<script>Array.from = (list) => [].slice.call(list)</script>', body: OPENER });
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.sent();
    const receipt = await visitor.page.evaluate(() => localStorage['temoin-receipt'].split(' ')[0]);
    assert.match(receipt, /^(?:[0-9A-Z]{4}-){3}[0-9A-Z]{4}$/);
    assert.ok((await at.recorded()).some((choice) => choice.receipt === receipt));
    await visitor.close();
  });

  for (const [id, width, height, zoom] of [['demonstration', 360, 640, 1.25], ['demonstration', 360, 640, 2], ['demonstration', 768, 1024, 1.5], ['demonstration', 1000, 700, 2],
    ['demonstration', 1100, 800, 2], ['demonstration', 1280, 800, 1.5], ['theme-corner', 1280, 800, 1.5],
    ['theme-centre', 1280, 800, 1.5], ['theme-centre', 800, 500, 1.5]]) {
    it(`on a page that its reader has enlarged (zoom: ${zoom}), the banner of ${id} is within the window of ${width} by ${height}, and leaves a part of the page in sight`, async () => {
      const visitor = await at.visit({ id, width, height, head: `<style>html { zoom: ${zoom} }</style>`, body: '<main><h1>Portail</h1></main>' });
      await visitor.handedOver();
      assert.deepEqual(await visitor.outside('#temoin-banner, #temoin-banner h2, #temoin-banner button'), []);
      assert.deepEqual(await visitor.spilt('#temoin-banner > *', '#temoin-banner'), []);
      const covered = await visitor.page.evaluate(() => {
        let hits = 0;
        for (let place = 0; place < 400; place++) hits += Number(document.elementFromPoint(innerWidth * (place % 20 + 0.5) / 20, innerHeight * (Math.floor(place / 20) + 0.5) / 20)?.closest('#temoin') != null);
        return hits / 400;
      });
      assert.ok(covered <= 0.9, `the banner covers ${covered} of the window`);
      await visitor.close();
    });
  }

  for (const [width, height, zoom] of [[360, 640, 1.25], [1280, 800, 1.25], [1280, 800, 1.5]]) {
    it(`on a page that its reader has enlarged (zoom: ${zoom}), the panel is within the window of ${width} by ${height}`, async () => {
      const visitor = await at.visit({ width, height, head: `<style>html { zoom: ${zoom} }</style>`, body: `<main><h1>Portail</h1></main>${OPENER}` });
      await visitor.handedOver();
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.see('#temoin-panel[open]');
      assert.deepEqual(await visitor.outside('#temoin-panel, #temoin-close, #temoin-save'), []);
      await visitor.close();
    });
  }
});
