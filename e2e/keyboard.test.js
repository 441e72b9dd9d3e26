import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

describe('with the keyboard alone', () => {
  const at = suite();

  /** @param {import('./harness/suite.js').Visitor} visitor @param {...string} keys */
  const press = (visitor, ...keys) => visitor.press(...keys);

  it('the banner comes first, in order, and lets go again', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    const order = [];
    for (let i = 0; i < 5; i++) {
      await press(visitor, 'Tab');
      order.push(await visitor.focus());
    }
    assert.deepEqual(order, ['temoin-charter-link', 'temoin-accept', 'temoin-refuse', 'temoin-customise', 'link']);
    await visitor.close();
  });

  for (const key of ['Enter', 'Space']) {
    it(`refusing takes ${key} on the button; the focus goes to the message, and from there to the page`, async () => {
      const visitor = await at.visit();
      await visitor.handedOver();
      await press(visitor, 'Tab', 'Tab', 'Tab');
      assert.equal(await visitor.focus(), 'temoin-refuse');
      await press(visitor, key);
      await visitor.seeNot('#temoin-banner');
      assert.equal(await visitor.focus(), 'temoin-status');
      await press(visitor, 'Tab');
      assert.equal(await visitor.focus(), 'link');
      assert.equal((await visitor.choice()).matomo, false);
      await visitor.close();
    });
  }

  it('a button that has the focus shows it', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await press(visitor, 'Tab', 'Tab');
    const outline = await visitor.page.$eval('#temoin-accept', (button) => getComputedStyle(button).outline);
    assert.match(outline, /solid 3px/);
    await visitor.close();
  });

  it('the panel takes the focus, keeps it, and Escape decides nothing and gives it back', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await press(visitor, 'Tab', 'Tab', 'Tab', 'Tab', 'Enter');
    await visitor.see('#temoin-panel[open]');
    assert.equal(await visitor.focus(), 'temoin-panel-title');
    for (let i = 0; i < 60; i++) {
      await press(visitor, 'Tab');
      assert.ok(await visitor.page.evaluate(() => document.activeElement === document.body ||
        document.querySelector('#temoin-panel')?.contains(document.activeElement)), `after ${i + 1} tabs`);
    }
    await press(visitor, 'Escape');
    await visitor.seeNot('#temoin-panel');
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.focus(), 'temoin-customise');
    assert.equal(await visitor.choice(), undefined);
    await visitor.close();
  });

  it('a service is answered with the arrows, and the form is saved with Enter', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.page.focus('#temoin-customise');
    await press(visitor, 'Enter');
    await visitor.see('#temoin-panel[open]');
    await visitor.page.focus('#temoin-matomo-accept');
    await press(visitor, 'Space');
    await visitor.page.focus('#temoin-youtube-accept');
    await press(visitor, 'ArrowDown', 'ArrowUp');
    await visitor.page.focus('#temoin-save');
    await press(visitor, 'Enter');
    await visitor.seeNot('#temoin-panel');
    const { matomo, youtube, piano } = await visitor.choice();
    assert.deepEqual({ matomo, youtube, piano }, { matomo: true, youtube: true, piano: false });
    await visitor.close();
  });

  /** @returns a visitor who refused, and has the focus on "Gérer mes cookies" */
  const refusedAndAtManage = async () => {
    const visitor = await at.visit();
    // The message that takes the focus has come with the click by then.
    await visitor.handedOver();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await visitor.page.focus('#manage');
    return visitor;
  };

  it('"Gérer mes cookies" gets the focus back when the panel closes', async () => {
    const visitor = await refusedAndAtManage();
    for (const end of ['Escape', '#temoin-close', '#temoin-save']) {
      await press(visitor, 'Enter');
      await visitor.see('#temoin-panel[open]');
      if (end.startsWith('#')) {
        await visitor.page.focus(end);
        await press(visitor, 'Enter');
      } else {
        await press(visitor, end);
      }
      await visitor.seeNot('#temoin-panel');
      assert.equal(await visitor.focus(), 'manage', end);
    }
    await visitor.close();
  });

  /** @type {[string, string, string][]} */
  const menus = [
    ['shuts at the press', '<button id="menu" aria-controls="list">Menu</button><div id="list" onclick="this.hidden = true"><button id="entry" data-temoin-open>Gérer mes cookies</button></div>', 'menu'],
    ['a popover, which the panel shuts', '<button id="menu" popovertarget="list">Menu</button><div id="list" popover><button id="entry" data-temoin-open>Gérer mes cookies</button></div><script>list.showPopover()</script>', 'menu'],
    ['which nothing names, and shuts', '<details open><summary id="menu">Menu</summary><button id="entry" data-temoin-open onclick="this.parentElement.open = false">Gérer mes cookies</button></details>', 'menu'],
    ['drawn anew meanwhile', '<div onclick="setTimeout(() => { this.innerHTML = this.innerHTML.replace(/entry/, `drawn`); })"><button id="entry" data-temoin-open>Gérer mes cookies</button></div>', 'drawn'],
  ];
  for (const [what, menu, back] of menus) {
    it(`the panel asked for in a menu (${what}): the keyboard goes on from there when it closes`, async () => {
      const visitor = await at.visit({ body: `<header><a id="link" href="#x">Accueil</a></header><main><h1>Portail</h1></main><footer>${menu}</footer>` });
      await visitor.handedOver();
      await visitor.page.focus('#entry');
      await press(visitor, 'Enter');
      await visitor.see('#temoin-panel[open]');
      await press(visitor, 'Escape');
      // The panel tells that it has closed a moment after it has.
      await visitor.page.waitForFunction((back) => document.activeElement?.id === back, {}, back);
      await visitor.close();
    });
  }

  for (const [how, attribute] of [['marked', 'data-temoin-open'], ['that calls us', 'onclick="temoin.open()"']]) {
    it(`a button ${how} in a portal's own element gets the focus back when the panel closes, also with a choice`, async () => {
      const visitor = await at.visit({ body: `<main><h1>Portail</h1></main><x-footer></x-footer><script>
        customElements.define('x-footer', class extends HTMLElement {
          connectedCallback() { this.attachShadow({ mode: 'open' }).innerHTML = '<button id="inside" ${attribute}>Gérer mes cookies</button>'; }
        })</script>` });
      await visitor.handedOver();
      const inside = () => !document.querySelector('#temoin-panel') && document.querySelector('x-footer')?.shadowRoot?.activeElement?.id;
      await visitor.page.$eval('x-footer', (footer) => /** @type {HTMLElement} */ (footer.shadowRoot?.firstChild).focus());
      for (const end of ['#temoin-close', '#temoin-save']) {
        await visitor.press('Enter');
        await visitor.see('#temoin-panel[open]');
        await visitor.page.focus(end);
        await visitor.press('Enter');
        await visitor.page.waitForFunction(`(${inside})() === 'inside' && !document.querySelector('[aria-busy]')`);
      }
      await visitor.close();
    });
  }

  it('the panel can be asked for again in the very moment it closes', async () => {
    const visitor = await refusedAndAtManage();
    await press(visitor, 'Enter');
    await visitor.see('#temoin-panel[open]');
    for (let i = 0; i < 10; i++) {
      await press(visitor, 'Escape', 'Enter');
      await visitor.see('#temoin-panel[open]');
    }
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('a portal without "Gérer mes cookies" gets one of ours', async () => {
    const visitor = await at.visit({ body: '<main><h1>Portail</h1></main>' });
    await visitor.click('#temoin-refuse');
    await visitor.click('.temoin-reopen');
    await visitor.see('#temoin-panel[open]');
    await press(visitor, 'Escape');
    await visitor.seeNot('#temoin-panel');
    await visitor.page.waitForFunction(() => document.activeElement?.className === 'temoin-reopen');
    await visitor.close();
  });

  it('Enter that is held down closes the panel, and does not press what has the focus back', async () => {
    const visitor = await at.visit();
    const { page } = visitor;
    await visitor.handedOver();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    for (const button of ['#temoin-close', '#temoin-save']) {
      await page.focus('#manage');
      await press(visitor, 'Enter');
      await visitor.see('#temoin-panel[open]');
      await page.focus(button);
      await page.keyboard.down('Enter');
      await visitor.seeNot('#temoin-panel');
      await page.waitForFunction(() => document.activeElement?.id === 'manage');
      // WebKit's driver repeats no key: its page is told what a keyboard would say.
      for (let times = 0; times < 3; times++) await page.keyboard.down('Enter');
      const taken = await page.$eval('#manage', (manage) => !manage.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', repeat: true, bubbles: true, cancelable: true })));
      await page.keyboard.up('Enter');
      await visitor.drawn();
      assert.deepEqual([taken, await page.$('#temoin-panel[open]'), await visitor.focus()], [true, null, 'manage'], button);
    }
    await press(visitor, 'Enter');
    await visitor.see('#temoin-panel[open]');
    await visitor.close();
  });

  it('the page stays where it is under a click, and where the focus is on what is taller than the room beside the banner', async () => {
    const visitor = await at.visit({ body: `<div id="app" tabindex="-1">${'<p>Ligne</p>'.repeat(120)}<div id="region" tabindex="0" role="region" aria-label="Carte" style="height: 700px">Carte</div><footer><button data-temoin-open>Gérer mes cookies</button></footer></div>` });
    await visitor.handedOver();
    for (const scrolled of [1000, 2000, 500]) {
      await visitor.page.evaluate((top) => scrollTo(0, top), scrolled);
      await visitor.page.mouse.click(200, 300);
      await visitor.drawn();
      assert.deepEqual([await visitor.focus(), await visitor.page.evaluate(() => scrollY)], ['app', scrolled]);
      await visitor.page.evaluate(() => /** @type {HTMLElement} */ (document.activeElement).blur());
    }
    const region = await visitor.page.evaluate(() => {
      const region = /** @type {HTMLElement} */ (document.querySelector('#region'));
      scrollTo(0, region.offsetTop - 100);
      region.focus({ preventScroll: true });
      return scrollY;
    });
    await visitor.drawn();
    assert.equal(await visitor.page.evaluate(() => scrollY), region);
    assert.equal(await visitor.page.$eval('#temoin', (host) => /** @type {HTMLElement} */ (host).dataset.side), undefined);
    await visitor.close();
  });

  it('the banner makes way for what is fixed, and the page stays where it is', async () => {
    const visitor = await at.visit({ body: `<a id="first" href="#x">Lien</a><button id="help" style="position: fixed; right: 20px; bottom: 20px">Aide</button>${'<p>Ligne</p>'.repeat(120)}<footer><button data-temoin-open>Gérer mes cookies</button></footer>` });
    await visitor.handedOver();
    await visitor.page.focus('#first');
    await press(visitor, 'Tab');
    assert.equal(await visitor.focus(), 'help');
    await visitor.page.waitForFunction(() => {
      const a = /** @type {Element} */ (document.querySelector('#help')).getBoundingClientRect();
      const b = /** @type {Element} */ (document.querySelector('#temoin-banner')).getBoundingClientRect();
      return a.top >= b.bottom || a.bottom <= b.top;
    });
    assert.equal(await visitor.page.evaluate(() => scrollY), 0);
    await visitor.close();
  });
});
