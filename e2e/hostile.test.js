import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ordinaryBody } from './harness/portal.js';
import { needs } from './harness/engine.js';
import { suite } from './harness/suite.js';

/**
 * Policies and pages under which a banner has no easy life. Where the bundle can run, all works as anywhere; where it cannot, failing.test.js says what then.
 */
describe('in a hostile place', () => {
  const at = suite();

  /** What a browser itself says of a policy is no line of ours. @param {import('./harness/suite.js').Visitor} visitor */
  const ours = (visitor) => visitor.console.filter((line) => /Témoin|^uncaught/.test(line) && !/Error: Content-Security-Policy: The page’s settings/.test(line));

  /** Opens the panel, refuses one service and grants the others by hand. @param {import('./harness/suite.js').Visitor} visitor */
  async function choose(visitor) {
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    await visitor.page.$eval('input[name="youtube"][value="accept"]', (input) => /** @type {HTMLInputElement} */ (input).click());
    await visitor.page.$eval('#temoin-panel form', (form) => /** @type {HTMLFormElement} */ (form).requestSubmit());
    await visitor.seeNot('#temoin-panel');
    const choice = await visitor.choice();
    assert.deepEqual([choice.youtube, choice.matomo], [true, false]);
  }

  const common = (/** @type {string} */ origin) => `connect-src ${origin}; img-src data:; default-src 'none'`;
  /** @type {Record<string, {policy: (origin: string) => string, attributes?: string}>} */
  const policies = {
    'hosts only, no Worker': { policy: (origin) => `script-src ${origin} 'wasm-unsafe-eval'; style-src 'self'; worker-src 'none'; ${common(origin)}` },
    'no style at all': { policy: (origin) => `script-src ${origin} 'wasm-unsafe-eval'; style-src 'none'; worker-src blob:; ${common(origin)}` },
    'nonces only': { policy: (origin) => `script-src 'nonce-n0nce' 'wasm-unsafe-eval'; worker-src blob:; ${common(origin)}`, attributes: 'nonce="n0nce"' },
    'nonces and strict-dynamic': { policy: (origin) => `script-src 'nonce-n0nce' 'strict-dynamic' 'wasm-unsafe-eval'; worker-src blob:; ${common(origin)}`, attributes: 'nonce="n0nce"' },
    'Trusted Types, ours allowed': { policy: (origin) => `require-trusted-types-for 'script'; trusted-types temoin; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob:; ${common(origin)}` },
    'Trusted Types, any allowed': { policy: (origin) => `require-trusted-types-for 'script'; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob:; ${common(origin)}` },
    'Trusted Types, none allowed': { policy: (origin) => `require-trusted-types-for 'script'; trusted-types 'none'; script-src ${origin} 'wasm-unsafe-eval'; worker-src blob:; ${common(origin)}` },
  };
  for (const [name, { policy, attributes }] of Object.entries(policies)) {
    it(`${name}: the banner has its looks, refuses at one click, and the panel works`, async () => {
      const visit = () => at.visit({ attributes, headers: { 'Content-Security-Policy': policy(at.temoin) } });
      const refuser = await visit();
      await refuser.see('#temoin-banner');
      // In one call: the bundle may put its own button there meanwhile.
      const cursor = await refuser.page.evaluate(() => getComputedStyle(/** @type {Element} */ (document.querySelector('#temoin-accept'))).cursor);
      assert.equal(cursor, 'pointer', 'our style sheet is in force');
      await refuser.click('#temoin-refuse');
      await refuser.seeNot('#temoin-banner');
      assert.equal((await refuser.choice()).matomo, false);
      assert.deepEqual(ours(refuser), []);
      await refuser.close();

      const visitor = await visit();
      await choose(visitor);
      assert.deepEqual(ours(visitor), []);
      await visitor.close();
    });
  }

  for (const [way, ability] of [['async', 'scripts of their own time before the first paint'], ['', undefined]]) it(`a <body> that comes late, after the ${way} script: the banner is there as soon as it is`, needs(...ability ? [ability] : []), async () => {
    const on = at.proxy.hold(/\/healthz$/);
    const visitor = await at.visitor();
    // A script that the page waits for, before its <body>.
    const address = at.publish('/late-body', {
      html: `<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>x</title><link rel="icon" href="data:,"><script ${way} src="${at.temoin}/demonstration/temoin.js"></script><script src="${at.temoin}/healthz"></script></head>${ordinaryBody}</html>`,
    });
    const going = visitor.page.goto(address);
    // Nothing is drawn meanwhile: the page is asked, not watched.
    await visitor.page.waitForFunction(() => window.temoin?.ready, { polling: 50 });
    assert.equal(await visitor.page.evaluate(() => document.body), null);
    on();
    await going;
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  /** Has the page open its document, and write it anew. @param {import('./harness/suite.js').Visitor} visitor @param {string} [tag] of a loader of its own */
  async function writeAnew(visitor, tag = at.tag()) {
    // The page counts the banners that were there at a time.
    const html = `<!doctype html><html lang="fr"><head><title>x</title>${tag}</head><body>${ordinaryBody}<template data-temoin="youtube"><p id="let-out">Film</p></template><script>
      window.most = 0;
      new MutationObserver(() => { most = Math.max(most, document.querySelectorAll('.temoin-host').length); }).observe(document.body, { childList: true })</script></body></html>`;
    // Not while the driver waits for an answer out of the document that goes.
    await visitor.page.evaluate((html) => {
      setTimeout(() => {
        document.open();
        document.write(html);
        document.close();
      });
    }, html);
    // Asked anew each time: what was waited for in the document that goes may never come.
    while (await visitor.page.title() !== 'x');
    if (tag) await visitor.see('#temoin-banner');
  }

  it('a page that opens and writes its document anew: the new one has a banner that works, and the gate is shut', async () => {
    const visitor = await at.visit();
    await visitor.see('#temoin-banner');
    await writeAnew(visitor);
    assert.equal(await visitor.page.$('#let-out'), null);
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    await visitor.see('#let-out');
    await visitor.click('#manage');
    await visitor.see('#temoin-panel[open]');
    assert.equal(await visitor.page.evaluate(() => window.most), 1);
    await visitor.close();
  });

  for (const late of [/attendant-/, /runtime-/, /\.wasm$/]) {
    it(`a page that writes its document anew before ${late} has come: the banner is there once, and opens the panel`, async () => {
      const on = at.proxy.hold(late);
      const visitor = await at.visit();
      await visitor.see('#temoin-banner');
      await visitor.page.evaluate(() => window.dispatchEvent(new Event('keydown')));
      await at.proxy.asked(late);
      await writeAnew(visitor);
      on();
      await visitor.handedOver();
      assert.equal(await visitor.page.evaluate(() => window.most), 1);
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      assert.equal((await visitor.page.$$('.temoin-host')).length, 1);
      await visitor.close();
    });
  }

  it('a page that writes its document anew without a loader: no banner comes back, whose buttons would answer nothing', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await writeAnew(visitor, '');
    // What would bring it back waits for a frame.
    await visitor.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    assert.equal(await visitor.page.evaluate(() => window.most), 0);
    await visitor.close();
  });

  it('a framework that puts another <html> in the place of the page\'s: the banner is there once, and goes with the answer', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.page.evaluate(() => {
      document.documentElement.replaceWith(document.documentElement.cloneNode(true));
      /** @type {Element} */ (document.querySelector('#temoin-banner')).setAttribute('data-copy', '');
    });
    await visitor.see('#temoin-banner:not([data-copy])');
    assert.equal((await visitor.page.$$('#temoin-banner')).length, 1);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  const moves = {
    'a router that takes all out of <body>': () => { document.body.replaceChildren(...[...document.body.children].filter(({ id }) => id !== 'temoin')); },
    'a script that writes <body> anew': () => { document.body.innerHTML += '<p>Plus</p>'; },
    'a menu that wraps the whole page': () => {
      const page = document.createElement('div');
      page.style.transform = 'translateX(0)';
      page.append(...document.body.childNodes);
      document.body.append(page);
    },
  };
  for (const [what, move] of Object.entries(moves)) {
    it(`${what}: the banner is in sight all the same, the panel is still one, and Escape shuts it`, async () => {
      const visitor = await at.visit({ body: ordinaryBody + '<p>Ligne</p>'.repeat(100) });
      await visitor.handedOver();
      await visitor.page.evaluate(move);
      await visitor.page.waitForFunction(() => document.querySelector('#temoin')?.matches(':popover-open'));
      assert.deepEqual(await visitor.outside('#temoin-banner button'), []);
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await visitor.page.$eval('#temoin-youtube-accept', (radio) => /** @type {HTMLElement} */ (radio).click());
      await visitor.page.evaluate(move);
      await visitor.page.waitForFunction(() => document.querySelector('#temoin')?.matches(':popover-open') && document.querySelector('#temoin-panel')?.matches(':modal'));
      assert.deepEqual(await visitor.outside('#temoin-close'), []);
      assert.equal(await visitor.page.$eval('#temoin-youtube-accept', (radio) => /** @type {HTMLInputElement} */ (radio).checked), true, 'what was answered stays');
      assert.equal(await visitor.focus(), 'temoin-panel-title');
      await visitor.press('Escape');
      await visitor.seeNot('#temoin-panel');
      await choose(visitor);
      assert.deepEqual(ours(visitor), []);
      await visitor.close();
    });
  }

  it('a portal that takes out of its page whatever is not its own: no banner, but a page that works', async () => {
    const visitor = await at.visit({
      body: `${ordinaryBody}<button id="act" onclick="this.textContent = 'Pressé'">Agir</button><script>
        const known = new Set(document.body.children);
        window.taken = 0;
        new MutationObserver(() => {
          for (const child of [...document.body.children]) if (!known.has(child) && child.localName !== 'script') { child.remove(); taken++; }
        }).observe(document.body, { childList: true })</script>`,
    });
    // Again and again, as long as it takes out what comes back.
    await visitor.page.waitForFunction(() => window.taken > 3);
    await visitor.click('#act');
    assert.equal(await visitor.page.$eval('#act', (button) => button.textContent), 'Pressé');
    await visitor.close();
  });

  it('a modal dialog of the portal\'s, beside which nothing can be pressed: the banner comes when it is closed', async () => {
    const visitor = await at.visit({ body: `${ordinaryBody}<dialog id="welcome"><button id="enter" onclick="welcome.close()">Entrer</button></dialog><script>welcome.showModal()</script>` });
    await visitor.page.waitForFunction(() => window.temoin?.ready);
    await visitor.drawn();
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    await visitor.click('#enter');
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  it('a modal dialog in a shadow tree: the banner lies below it, and comes up when it is closed', async () => {
    const visitor = await at.visit({ body: `${ordinaryBody}<script>
      customElements.define('x-dialog', class extends HTMLElement {
        connectedCallback() {
          this.attachShadow({ mode: 'open' }).innerHTML = '<dialog style="margin-block-end: 0"><slot></slot></dialog>';
          this.shadowRoot.firstChild.showModal();
        }
      })</script><x-dialog id="welcome"><button id="enter" onclick="welcome.shadowRoot.firstChild.close()">Entrer</button></x-dialog>` });
    const raised = () => /** @type {Element} */ (document.querySelector('#temoin')).matches(':popover-open');
    await visitor.page.waitForFunction(`!(${raised})()`);
    await visitor.click('#enter');
    await visitor.page.waitForFunction(raised);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.close();
  });

  for (const [when, undress] of /** @type {const} */ ([['as soon as the banner is there', '#temoin-banner'], ['once it is handed over', '#temoin [data-moved]']])) {
    it(`a portal that replaces its page's style sheets ${when}: ours come back, banner and panel have their looks`, async () => {
      const visitor = await at.visit({
        head: `<script>
          window.undressed = 0;
          const own = new CSSStyleSheet();
          own.replaceSync('h1 { color: rgb(1, 2, 3) }');
          new MutationObserver((_, observer) => {
            if (!document.querySelector('${undress}')) return;
            observer.disconnect();
            document.adoptedStyleSheets = [own];
            undressed++;
          }).observe(document, { childList: true, subtree: true, attributes: true });
        </script>`,
      });
      await visitor.handedOver();
      await visitor.page.$eval('#temoin-banner', (banner) => { banner.dataset.moved = ''; });
      await visitor.page.waitForFunction(() => window.undressed === 1 && getComputedStyle(/** @type {Element} */ (document.querySelector('#temoin-refuse'))).cursor === 'pointer');
      assert.equal(await visitor.page.$eval('h1', (heading) => getComputedStyle(heading).color), 'rgb(1, 2, 3)', 'the portal\'s own stay');
      const top = await visitor.page.$eval('#temoin', (host) => {
        /** @type {HTMLElement} */ (host).dataset.side = 'top';
        const { top } = host.getBoundingClientRect();
        delete /** @type {HTMLElement} */ (host).dataset.side;
        return top;
      });
      assert.equal(top, 0, 'in their order: the banner goes to the other edge where it hides what has the focus');
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      assert.equal(await visitor.page.$eval('#temoin-panel', (panel) => getComputedStyle(panel).display), 'flex');
      await visitor.press('Escape');
      await visitor.seeNot('#temoin-panel');
      await choose(visitor);
      assert.deepEqual(ours(visitor), []);
      await visitor.close();
    });
  }

  it('a page in quirks mode, whose tables have colours of their own: ours have ours', async () => {
    const visitor = await at.visitor({ dark: true });
    await visitor.page.goto(at.publish('/quirks', { html: `<html lang="fr"><head><meta charset="utf-8"><title>x</title>${at.tag()}</head><body bgcolor="#ffffee" text="#000033">${ordinaryBody}</body></html>` }));
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    const [panel, ...cells] = await visitor.page.$$eval('#temoin-panel, #temoin-panel td', (found) => found.map((element) => {
      const { color, lineHeight, fontSize } = getComputedStyle(element);
      return [color, parseFloat(lineHeight) / parseFloat(fontSize)];
    }));
    assert.ok(cells.length > 5);
    for (const cell of cells) assert.deepEqual(cell, panel);
    await visitor.close();
  });

  it('a map that takes the whole screen: it has it, and gives it back to the page with the banner on it', async () => {
    const visitor = await at.visit({ body: `${ordinaryBody}<div id="map" style="width: 300px; height: 200px; background: #cde"><button id="whole" type="button" onclick="map.requestFullscreen()">Plein écran</button></div>` });
    await visitor.handedOver();
    await visitor.click('#whole');
    await visitor.page.waitForFunction(() => document.fullscreenElement?.id === 'map');
    assert.equal(await visitor.page.evaluate(() => document.elementFromPoint(innerWidth / 2, innerHeight - 30)?.id), 'map', 'nothing of ours lies on the map');
    await visitor.page.evaluate(() => document.exitFullscreen());
    await visitor.page.waitForFunction(() => document.fullscreenElement === null);
    await visitor.page.waitForFunction(() => document.elementFromPoint(innerWidth / 2, innerHeight - 30)?.closest('#temoin-banner'));
    await choose(visitor);
    assert.deepEqual(ours(visitor), []);
    await visitor.close();
  });

  for (const whole of ['documentElement', 'body']) {
    it(`a page that takes the whole screen with its ${whole}: the banner lies on it`, async () => {
      const visitor = await at.visit({ body: `${ordinaryBody}<button id="whole" type="button" onclick="document.${whole}.requestFullscreen()">Plein écran</button>` });
      await visitor.handedOver();
      await visitor.click('#whole');
      await visitor.page.waitForFunction(() => document.fullscreenElement);
      await visitor.page.waitForFunction(() => document.elementFromPoint(innerWidth / 2, innerHeight - 30)?.closest('#temoin-banner'));
      assert.equal(await visitor.focus(), 'whole', 'the focus stays where it was');
      await choose(visitor);
      await visitor.close();
    });
  }

  it('the script tag twice, once more from a script: one banner, one panel, one answer', async () => {
    const visitor = await at.visit({ head: at.tag(), body: ordinaryBody + at.tag() });
    await visitor.page.evaluate((address) => {
      document.head.append(Object.assign(document.createElement('script'), { src: address }));
    }, at.temoin + '/demonstration/temoin.js');
    await visitor.handedOver();
    assert.equal((await visitor.page.$$('#temoin, #temoin-banner')).length, 2);
    await choose(visitor);
    assert.deepEqual(ours(visitor), []);
    await visitor.close();
  });

  it('a page in a frame: the banner is the frame\'s own, and works', needs('looking into a frame'), async () => {
    const visitor = await at.visitor();
    const inner = at.publish('/in-a-frame', { head: at.tag(), body: ordinaryBody });
    await visitor.page.goto(at.publish('/frames', { body: `<iframe title="Portail" width="1000" height="600" src="${inner}"></iframe>` }));
    const frame = await (await visitor.page.waitForSelector('iframe'))?.contentFrame();
    await frame?.waitForSelector('#temoin-refuse');
    // In one call: the bundle may put its own button there meanwhile.
    await frame?.evaluate(() => /** @type {HTMLElement} */ (document.querySelector('#temoin-refuse')).click());
    await frame?.waitForSelector('#temoin-banner', { hidden: true });
    // Chromium writes behind the back of the document that wrote, until it reads.
    await frame?.evaluate(() => document.cookie);
    assert.equal((await visitor.choice()).matomo, false);
    assert.equal(await visitor.page.$('#temoin'), null, 'nothing of ours on the page around it');
    await visitor.close();
  });
});
