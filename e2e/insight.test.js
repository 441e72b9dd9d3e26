import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

/** What has the focus is never hidden by what is ours (WCAG 2.4.11, RGAA 10.7), on whatever page. */
describe('what has the focus is in sight', () => {
  const at = suite();

  /** @typedef {import('./harness/suite.js').Visitor} Visitor */

  const links = (/** @type {number} */ count) => Array.from({ length: count }, (_, i) => `<p><a id="lien-${i}" href="#x">Lien ${i}</a></p>`).join('');
  const OPENER = '<button data-temoin-open>Gérer mes cookies</button>';

  /** Waits until nothing of ours lies over all of it. @param {Visitor} visitor */
  const inSight = (visitor) => visitor.page.waitForFunction(() => {
    let { activeElement: at } = document;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    if (!at || at === document.body || at.closest('#temoin')) return true;
    const box = at.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight) return false;
    return [...document.querySelectorAll('.temoin-banner, .temoin-reopen, .temoin-status')].every((ours) => {
      const over = ours.getBoundingClientRect();
      return box.top < over.top || box.bottom > over.bottom || box.left < over.left || box.right > over.right;
    });
  });

  /** @param {Visitor} visitor @param {number} times */
  async function tabThrough(visitor, times) {
    for (let i = 0; i < times; i++) {
      await visitor.press('Tab');
      await inSight(visitor);
    }
  }

  it('on a page that has not loaded yet', async () => {
    // The portal's page waits for a picture that never comes.
    const visitor = await at.visitor({ width: 360, height: 640 });
    at.proxy.hold(/never/);
    const address = at.publish('/unloaded', { head: at.tag(), body: `<img src="${at.temoin}/never.png" alt="">${links(30)}${OPENER}` });
    await visitor.page.goto(address, { waitUntil: 'domcontentloaded' });
    await visitor.see('#temoin-banner');
    // Not by way of the banner: that would be interest in it.
    await visitor.page.focus('#lien-0');
    await tabThrough(visitor, 9);
    // A banner that went to the other edge may lie under the pointer, which is interest, too.
    assert.ok(!at.proxy.log.some((path) => path.includes('.wasm')), 'the bundle waits for the load, or for interest in the banner');
    await tabThrough(visitor, 20);
    assert.equal(await visitor.page.evaluate(() => document.readyState), 'interactive');
    await visitor.close();
  });

  it('in a portal\'s own elements, which tell nobody where the focus moves inside', async () => {
    const visitor = await at.visit({ width: 360, height: 640, body: `<div id="app"></div>${OPENER}<script>
      document.querySelector('#app').attachShadow({ mode: 'open' }).innerHTML = ${JSON.stringify(links(24))}</script>` });
    await visitor.handedOver();
    await tabThrough(visitor, 28);
    await visitor.close();
  });

  for (const [where, style] of [['in the page', 'margin-top: 300px'], ['in what is fixed', 'position: fixed; inset: 300px 0 auto']]) {
    it(`a suggestion that the arrows are on, while the search field ${where} keeps the focus`, async () => {
      const suggestions = Array.from({ length: 9 }, (_, i) => `<li role="option" id="option-${i}" style="height: 40px">Jeu ${i}</li>`).join('');
      const visitor = await at.visit({ width: 1280, height: 720, body: `<div style="${style}"><input id="search" role="combobox" aria-expanded="true" aria-controls="list" aria-label="Rechercher">
        <div style="position: relative"><ul id="list" role="listbox" style="position: absolute; margin: 0">${suggestions}</ul></div></div><div style="height: 200vh"></div>${OPENER}<script>
        let on = -1;
        search.onkeydown = ({ key }) => { if (key === 'ArrowDown') search.setAttribute('aria-activedescendant', 'option-' + ++on); };</script>` });
      await visitor.handedOver();
      await visitor.page.focus('#search');
      for (let i = 0; i < 9; i++) {
        await visitor.press('ArrowDown');
        await visitor.page.waitForFunction((id) => ['#search', id].every((selector) => {
          const box = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect();
          const over = /** @type {Element} */ (document.querySelector('.temoin-banner')).getBoundingClientRect();
          return box.bottom > 0 && box.top < innerHeight && (box.bottom <= over.top || box.top >= over.bottom);
        }), {}, `#option-${i}`);
      }
      assert.equal(await visitor.focus(), 'search');
      await visitor.close();
    });
  }

  it('where the page itself does not scroll, but what it holds does', async () => {
    const visitor = await at.visit({ width: 360, height: 640,
      head: '<style>html, body { height: 100%; margin: 0; overflow: hidden } main { height: 100%; overflow: auto }</style>', body: `<main>${links(30)}${OPENER}</main>` });
    await visitor.handedOver();
    await tabThrough(visitor, 34);
    await visitor.close();
  });

  it('where the page snaps to its sections', async () => {
    const section = (/** @type {number} */ i) => `<section><p><a href="#x">Haut ${i}</a></p><p><a href="#y">Bas ${i}</a></p></section>`;
    const visitor = await at.visit({ width: 360, height: 640,
      head: `<style>html { scroll-snap-type: y mandatory } body { margin: 0 } p { margin: 0; padding: 20px }
        section { height: 100vh; display: flex; flex-direction: column; justify-content: space-between; scroll-snap-align: start }</style>`,
      body: `${[0, 1, 2, 3].map(section).join('')}${OPENER}` });
    await visitor.handedOver();
    await tabThrough(visitor, 12);
    await visitor.close();
  });

  it('where the page scrolls smoothly, and snaps to its sections', async () => {
    const section = (/** @type {number} */ i) => `<section><p><a href="#x">Haut ${i}</a></p><p style="margin-top: 380px"><a href="#y">Bas ${i}</a></p></section>`;
    const visitor = await at.visit({ width: 1000, height: 700,
      head: `<style>html { scroll-snap-type: y mandatory; scroll-behavior: smooth } section { min-height: 100vh; scroll-snap-align: start; padding: 2rem; box-sizing: border-box }</style>`,
      body: `${[0, 1, 2].map(section).join('')}${OPENER}` });
    await visitor.handedOver();
    for (let i = 0; i < 10; i++) {
      await visitor.press('Tab');
      // It comes by, in sight, where it does not stay.
      await visitor.page.waitForFunction(() => {
        const { top = 0 } = document.activeElement?.getBoundingClientRect() ?? {};
        window.steady = top === window.before ? (window.steady ?? 0) + 1 : 0;
        window.before = top;
        return window.steady > 20;
      });
      await inSight(visitor);
    }
    await visitor.close();
  });

  it('when the window gets lower, as a telephone\'s does that is turned', async () => {
    const visitor = await at.visit({ width: 400, height: 800, body: links(30) + OPENER });
    await visitor.handedOver();
    await visitor.page.evaluate(() => {
      const { top } = /** @type {Element} */ (document.querySelector('#temoin-banner')).getBoundingClientRect();
      const last = [...document.querySelectorAll('main a, a[id^="lien"]')].filter((link) => link.getBoundingClientRect().bottom < top).pop();
      /** @type {HTMLElement} */ (last).focus({ preventScroll: true });
    });
    for (const [width, height] of [[400, 560], [740, 360]]) {
      await visitor.resize(width, height);
      await inSight(visitor);
    }
    await visitor.close();
  });

  it('in a frame of the page\'s', async () => {
    const frame = '<iframe title="Carte" height="120" style="display: block; margin-top: 60px" srcdoc="<p><a href=x>Un</a> <a href=y>Deux</a></p>"></iframe>';
    const visitor = await at.visit({ width: 1280, height: 720, body: `<main>${links(12)}${frame}${links(4)}</main>${OPENER}` });
    await visitor.handedOver();
    await visitor.page.focus('#lien-11');
    await inSight(visitor);
    await visitor.press('Tab');
    assert.equal(await visitor.page.evaluate(() => document.activeElement?.localName), 'iframe');
    await inSight(visitor);
    await visitor.close();
  });

  for (const [what, height] of [['taller than the window', '1400px'], ['that is the page, and scrolls', '100vh']]) {
    it(`in a frame ${what}, whose page lets us look`, async () => {
      const visitor = await at.visit({ width: 640, height: 480, head: '<style>body { margin: 0 }</style>',
        body: `<iframe title="Explorateur" style="display: block; width: 100%; border: 0; height: ${height}" srcdoc='${links(24)}'></iframe>${OPENER}` });
      await visitor.handedOver();
      await visitor.page.focus('#temoin-customise');
      const hidden = () => {
        const frame = /** @type {HTMLIFrameElement} */ (document.querySelector('iframe'));
        const inner = frame.contentDocument?.activeElement;
        if (inner?.localName !== 'a') return false;
        const over = /** @type {Element} */ (document.querySelector('#temoin-banner')).getBoundingClientRect();
        const { top, bottom } = inner.getBoundingClientRect();
        const edge = frame.getBoundingClientRect().top;
        return edge + bottom > over.top && edge + top < over.bottom;
      };
      for (let i = 0; i < 24; i++) {
        await visitor.press('Tab');
        await visitor.page.waitForFunction(`!(${hidden})()`);
      }
      assert.equal(await visitor.page.$eval('iframe', (frame) => frame.contentDocument?.activeElement?.id), 'lien-23');
      await visitor.close();
    });
  }

  for (const zoomed of ['html', 'body', 'main']) {
    it(`on a page whose <${zoomed}> is zoomed`, async () => {
      const visitor = await at.visit({ width: 640, height: 480, head: `<style>${zoomed} { zoom: 1.5 }</style>`, body: `<main>${links(24)}</main>${OPENER}` });
      await visitor.handedOver();
      await visitor.page.focus('#temoin-customise');
      for (let i = 0; i < 24; i++) {
        await visitor.press('Tab');
        // By what lies there: engines tell boxes in pixels of their own.
        await visitor.page.waitForFunction(() => {
          const at = document.activeElement;
          for (let x = 4; x < innerWidth; x += 8) for (let y = 4; y < innerHeight; y += 8) if (document.elementFromPoint(x, y) === at) return true;
        });
      }
      assert.equal(await visitor.focus(), 'lien-23');
      await visitor.close();
    });
  }

  it('under the message that the choice is saved, at the end of the page', async () => {
    const visitor = await at.visit({
      width: 1280, height: 720, head: '<style>body { margin: 0 } footer { padding: 10px 20px 28px }</style>', body: `<main>${links(40)}</main><footer>${OPENER}</footer>`,
    });
    await visitor.handedOver();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    await visitor.page.focus('[data-temoin-open]');
    await visitor.press('Enter');
    await visitor.see('#temoin-panel[open]');
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    await visitor.see('.temoin-status:not(:empty)');
    await visitor.page.waitForFunction(() => {
      const [status, opener] = ['.temoin-status', '[data-temoin-open]'].map((selector) => /** @type {Element} */ (document.querySelector(selector)));
      const [over, box] = [status, opener].map((element) => element.getBoundingClientRect());
      const clear = box.right <= over.left || box.left >= over.right || box.bottom <= over.top || box.top >= over.bottom;
      return window.message ??= !status.textContent ? 'gone' : clear && document.activeElement === opener ? 'beside what has the focus' : undefined;
    });
    assert.equal(await visitor.page.evaluate(() => window.message), 'beside what has the focus');
    await visitor.close();
  });

  it('a portal\'s dialog that lies over the banner moves nothing', async () => {
    const visitor = await at.visit({ width: 1280, height: 800, body: `${links(3)}<dialog id="dialog" style="margin: auto auto 0"><button id="ok">Fermer</button></dialog>${OPENER}` });
    await visitor.handedOver();
    await visitor.page.evaluate(() => /** @type {HTMLDialogElement} */ (document.querySelector('#dialog')).showModal());
    await visitor.page.focus('#ok');
    await visitor.drawn();
    await visitor.drawn();
    assert.equal(await visitor.page.$eval('#temoin', (host) => /** @type {HTMLElement} */ (host).dataset.side), undefined);
    await visitor.close();
  });

  for (const [what, width, height] of /** @type {['panel' | 'charte', number, number][]} */ ([['panel', 390, 844], ['panel', 320, 180], ['charte', 320, 568], ['charte', 768, 1024]])) {
    it(`in our own ${what} of ${width} by ${height} pixels, all of it, whichever way one goes`, async () => {
      const visitor = await at.visitor({ width, height });
      await visitor.page.goto(what === 'charte' ? `${at.temoin}/demonstration/charte` : at.publish('/panneau', { head: at.tag(), body: OPENER }));
      if (what === 'panel') {
        await visitor.page.evaluate(() => window.temoin.open());
        await visitor.see('#temoin-panel[open]');
      }
      // From before the form, so that what comes is scrolled to from below.
      await visitor.page.$$eval(what === 'charte' ? 'table a' : '#temoin-close', (all) => /** @type {HTMLElement} */ (all[all.length - 1]).focus());
      for (let i = 0; i < 44; i++) {
        if (i === 22) await visitor.page.keyboard.down('Shift');
        await visitor.press('Tab');
        await visitor.page.waitForFunction(() => {
          const at = /** @type {Element} */ (document.activeElement);
          const save = /** @type {Element} */ (document.querySelector('.temoin-save'));
          const top = document.querySelector('.temoin-bar:not(:focus-within)')?.getBoundingClientRect().bottom ?? 0;
          // What scrolls takes the focus, too, and shows it within; and after the page's end, nothing has it.
          if (at.contains(save)) return at.localName === 'body' || at.localName === 'html' || parseFloat(getComputedStyle(at).outlineOffset) <= -3;
          const box = (at.closest('label') ?? at).getBoundingClientRect();
          const bar = save.getBoundingClientRect();
          return box.top >= top - 1 && box.bottom <= innerHeight + 1 && (save.contains(at) || box.bottom <= bar.top + 1 || box.top >= bar.bottom - 1);
        });
      }
      await visitor.page.keyboard.up('Shift');
      await visitor.close();
    });
  }

  it('in our own panel, whose bar with "Fermer" stays where it is in a window that gets lower', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    await visitor.click('#temoin-youtube-accept');
    for (const [width, height] of [[1280, 200], [320, 200], [640, 400], [1280, 800]]) {
      await visitor.resize(width, height);
      // What keeps the focus in sight has its turn.
      await visitor.drawn();
      assert.deepEqual(await visitor.outside('#temoin-close'), [], `${width}x${height}`);
    }
    assert.deepEqual(await visitor.page.$$eval('#temoin :checked', (checked) => checked.map(({ id }) => id)), ['temoin-youtube-accept']);
    await visitor.close();
  });

  it('in our own panel when a telephone is turned, and turned back', async () => {
    for (const id of ['temoin-youtube-accept', 'temoin-matomo-refuse', 'temoin-save']) {
      const visitor = await at.visit({ width: 320, height: 568 });
      await visitor.handedOver();
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await visitor.page.focus('#' + id);
      for (const [width, height] of [[568, 320], [320, 568]]) {
        await visitor.resize(width, height);
        await visitor.page.waitForFunction((id) => {
          const own = /** @type {HTMLElement} */ (document.querySelector('#' + id));
          const seen = own.closest('label') ?? own;
          const { left, top, right, bottom } = seen.getBoundingClientRect();
          return document.activeElement === own && [top + 1, bottom - 1].every((y) => seen.contains(document.elementFromPoint((left + right) / 2, y)));
        }, {}, id);
      }
      await visitor.close();
    }
  });

  for (const [what, widget] of [['button', '<button id="chat">Aide</button>'], ['frame', '<iframe id="chat" title="Aide"></iframe>']]) {
    it(`our own "Gérer mes cookies" leaves a fixed ${what} to the portal, wherever the page is scrolled to`, async () => {
      const visitor = await at.visit({ width: 360, height: 640, head: '<style>#chat { position: fixed; left: 16px; bottom: 16px; width: 56px; height: 56px }</style>', body: links(60) + widget });
      await visitor.click('#temoin-refuse');
      await visitor.see('.temoin-reopen');
      for (const y of [0, 500, 100000]) {
        await visitor.page.evaluate((y) => scrollTo(0, y), y);
        await visitor.page.waitForFunction(() => [20, 44, 68].every((x) => document.elementFromPoint(x, innerHeight - 44)?.id === 'chat'));
      }
      await visitor.click('.temoin-reopen');
      await visitor.see('#temoin-panel[open]');
      await visitor.close();
    });
  }

  const footer = '<a id="mentions" href="#m">Mentions légales</a><br><a id="plan" href="#p">Plan du site</a>';
  for (const [width, what, body] of /** @type {[number, string, string][]} */ ([
    [360, 'the end of the page', `${links(30)}<footer>${footer}</footer>`],
    [360, 'the end of the page, where it is filled', `${links(30)}<footer>${footer.replace('<br>', ' ')}</footer>`],
    [360, 'the end of the page, where links hold pictures', `${links(30)}<footer style="display: flow-root">${['mentions', 'plan'].map((id, i) => `<a href="#${id}"><img id="${id}"
      alt="${id}" src="data:," style="float: ${i ? 'right' : 'left'}; width: 150px; height: 80px; background: #ccc"></a>`).join('')}</footer>`],
    [1280, 'the end of the page', `${links(30)}<footer>${footer}</footer>`],
    [1280, 'what is fixed there', `<h1>Portail</h1><footer style="position: fixed; inset: auto auto 0 0; padding: 16px">${footer}</footer>`],
  ])) {
    it(`our own "Gérer mes cookies" leaves ${what} to the portal, at ${width} pixels`, async () => {
      const visitor = await at.visit({ width, height: 640, head: '<style>body { margin: 0 }</style>', body });
      await visitor.click('#temoin-refuse');
      await visitor.see('.temoin-reopen');
      await visitor.page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
      await visitor.page.waitForFunction(() => ['#mentions', '#plan'].every((selector) => {
        const link = /** @type {Element} */ (document.querySelector(selector));
        const { left, top, width, height } = link.getBoundingClientRect();
        return [2, width / 2, width - 2].every((x) => document.elementFromPoint(left + x, top + height / 2) === link);
      }));
      assert.ok(await visitor.page.$eval('.temoin-reopen', (button) => button.getBoundingClientRect().height) >= 44, 'it is 44 pixels high');
      await visitor.page.focus('#mentions');
      await inSight(visitor);
      await visitor.click('.temoin-reopen');
      await visitor.see('#temoin-panel[open]');
      await visitor.close();
    });
  }
});
