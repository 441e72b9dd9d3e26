import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { engine } from './harness/engine.js';
import { lacks } from './harness/limits.js';
import { suite } from './harness/suite.js';

describe('the banner', () => {
  const at = suite({ requests: true });

  it('asks where a service needs consent: three buttons, in order', async () => {
    const visitor = await at.visit();
    await visitor.see('#temoin-banner');
    const labels = await visitor.page.$$eval('#temoin-banner button', (buttons) => buttons.map((b) => b.textContent));
    assert.deepEqual(labels, ['Tout accepter', 'Tout refuser', 'Personnaliser']);
    await visitor.close();
  });

  it('names the purposes, who, what refusing changes, and how to change one\'s mind', async () => {
    const visitor = await at.visit();
    const words = await (await visitor.see('#temoin-banner'))?.evaluate((banner) => /** @type {HTMLElement} */ (banner).innerText) ?? '';
    for (const said of ['Mesure d\'audience', 'Vidéos intégrées', 'Matomo, Piano Analytics', 'YouTube, Dailymotion', 'Ville de Belle-Rive',
      'Si vous refusez', 'six mois', '«\u00a0Gérer mes cookies\u00a0»']) {
      assert.ok(words.includes(said), `${said} is not in: ${words}`);
    }
    const charter = await visitor.page.$eval('#temoin-charter-link', (link) => /** @type {HTMLAnchorElement} */ (link).href);
    assert.equal(charter, at.temoin + '/demonstration/charte');
    await visitor.close();
  });

  for (const id of ['hauts-de-seine', 'epn-agglo']) {
    it(`informs on ${id}, which asks nothing: one button and a link to the charter`, async () => {
      const visitor = await at.visit({ id });
      await visitor.see('#temoin-banner');
      const labels = await visitor.page.$$eval('#temoin-banner button', (buttons) => buttons.map((b) => b.textContent));
      assert.deepEqual(labels, ['J\'ai compris']);
      const links = await visitor.page.$$eval('#temoin-banner a', (links) => links.map((a) => [a.textContent, a.href]));
      assert.deepEqual(links, [['Lire la charte cookies', `${at.temoin}/${id}/charte`]]);
      await visitor.click('#temoin-understood');
      await visitor.seeNot('#temoin-banner');
      const choice = await visitor.choice();
      assert.deepEqual(Object.keys(choice), ['functional_cookies', 'timestamp', 'charter']);
      await visitor.page.reload();
      await visitor.page.waitForFunction(() => window.temoin);
      assert.equal(await visitor.page.$('#temoin-banner'), null);
      await visitor.close();
    });
  }

  it('calls a product that needs no consent by its name', async () => {
    const visitor = await at.visit({ id: 'exempt' });
    for (const told of [() => visitor.see('#temoin-banner'), () => visitor.handedOver()]) {
      await told();
      assert.match(await visitor.page.$eval('#temoin-banner', (banner) => banner.textContent ?? ''), /: Matomo, choix concernant/);
    }
    await visitor.close();
  });

  it('is first in <body>, in the top layer, and never takes the focus', async () => {
    const visitor = await at.visit({
      body: '<p id="first">Portail</p><div style="position:fixed;inset:0;z-index:2147483647;background:#fff">Carte en plein écran</div>',
    });
    await visitor.see('#temoin-banner');
    await visitor.handedOver();
    const facts = await visitor.page.evaluate(() => {
      const host = document.querySelector('#temoin');
      const box = document.querySelector('#temoin-accept')?.getBoundingClientRect();
      return {
        first: document.body.firstElementChild === host,
        topLayer: host?.matches(':popover-open'),
        hit: document.elementFromPoint((box?.left ?? 0) + 5, (box?.top ?? 0) + 5)?.id,
        focus: document.activeElement === document.body,
        inlineStyles: host?.querySelectorAll('[style], style').length,
        onlyOne: document.querySelectorAll('body > #temoin').length,
      };
    });
    assert.deepEqual(facts, { first: true, topLayer: true, hit: 'temoin-accept', focus: true, inlineStyles: 0, onlyOne: 1 });
    await visitor.close();
  });

  it('writes nothing, anywhere, before the choice, and calls nobody but the server', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    assert.deepEqual(await visitor.cookies(), []);
    const stored = await visitor.page.evaluate(async () => [
      localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, (await caches.keys()).length,
      (await navigator.serviceWorker?.getRegistrations?.())?.length ?? 0,
    ]);
    assert.deepEqual(stored, [0, 0, 0, 0, 0]);
    if (lacks(engine, 'the log of requests')) return visitor.close();
    const hosts = new Set(visitor.requests.filter((address) => !address.startsWith('data:')).map((address) => new URL(address).origin));
    assert.deepEqual([...hosts].sort(), [at.temoin, at.portal].sort());
    return visitor.close();
  });

  it('decides nothing on scrolling, Escape, a click beside it or leaving', async () => {
    const visitor = await at.visit({ body: '<main style="height:4000px"><h1 id="title">Portail</h1></main>' });
    await visitor.handedOver();
    await visitor.page.mouse.wheel({ deltaY: 2000 });
    await visitor.page.keyboard.press('Escape');
    await visitor.page.mouse.click(300, 100);
    await visitor.page.goto(at.portal + '/autre');
    await visitor.see('#temoin-banner');
    await visitor.page.goBack();
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.choice(), undefined);
    await visitor.close();
  });

  it('gives accepting and refusing the same looks, at every width, in light and dark', async () => {
    for (const dark of [false, true]) {
      const visitor = await at.visit({ dark });
      await visitor.see('#temoin-banner');
      for (const width of [320, 768, 1440]) {
        await visitor.page.setViewport({ width, height: 800 });
        const [accept, refuse] = await visitor.page.evaluate(() => ['accept', 'refuse'].map((action) => {
          const button = /** @type {HTMLElement} */ (document.querySelector('#temoin-' + action));
          const style = getComputedStyle(button);
          const looks = ['fontSize', 'fontWeight', 'fontFamily', 'padding', 'border', 'borderRadius', 'backgroundColor', 'color', 'opacity',
            'textTransform', 'boxShadow', 'textDecoration', 'cursor'].map((name) => `${name}: ${style[/** @type {any} */ (name)]}`);
          const { width, height } = button.getBoundingClientRect();
          return [...looks, `${Math.round(width)}x${Math.round(height)}`, button.localName, button.parentElement?.className];
        }));
        assert.deepEqual(accept, refuse, `at ${width} px, ${dark ? 'dark' : 'light'}`);
      }
      await visitor.close();
    }
  });

  it('needs no scrolling sideways at 320 pixels, shows its buttons in a low window, and leaves them large enough to touch', async () => {
    const visitor = await at.visit({ width: 320, height: 256 });
    await visitor.see('#temoin-banner');
    const facts = await visitor.page.evaluate(() => ({
      sideways: document.documentElement.scrollWidth > innerWidth,
      buttons: [...document.querySelectorAll('#temoin-banner button')].map((button) => {
        const box = button.getBoundingClientRect();
        return box.top >= 0 && box.bottom <= innerHeight && box.left >= 0 && box.right <= innerWidth && box.height >= 44;
      }),
    }));
    assert.deepEqual(facts, { sideways: false, buttons: [true, true, true] });
    await visitor.close();
  });

  // The second and the third are the first at 400 % and at 200 %; in the last, WebKit puts what is far away into the middle of the window, after the frame.
  for (const [width, height, far] of /** @type {const} */ ([[1280, 720, ''], [320, 256, ''], [640, 360, ''], [320, 256, ', a screen or two from each other']])) {
    it(`never hides what has the focus: links at ${width}x${height}${far}`, async () => {
      const links = Array.from({ length: far ? 8 : 30 }, (_, i) => `<p${far && ' style="margin-block: 150vh"'}><a id="l${i}" href="#${i}">Lien ${i}</a></p>`).join('');
      const visitor = await at.visit({ body: links, width, height });
      await visitor.handedOver();
      for (let i = 0; await visitor.focus() !== (far ? 'l7' : 'l29'); i++) {
        await visitor.press('Tab');
        assert.ok(i < 40, 'the last link comes in its turn');
        const hidden = await visitor.page.evaluate(async () => {
          await new Promise((frame) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(frame))));
          const { activeElement } = document;
          const banner = document.querySelector('.temoin-banner')?.getBoundingClientRect();
          if (!banner || !activeElement?.id.startsWith('l')) return false;
          const box = activeElement.getBoundingClientRect();
          return box.top >= banner.top && box.bottom <= banner.bottom;
        });
        assert.equal(hidden, false, `after ${i + 1} tabs`);
      }
      await visitor.close();
    });
  }

  it('looks the same on a portal whose style sheet reaches for everything', async () => {
    const looks = async (/** @type {string} */ head) => {
      const visitor = await at.visit({ head });
      await visitor.handedOver();
      const seen = await visitor.page.evaluate(() => [...document.querySelectorAll('#temoin, #temoin *')].map((element) => {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        return [element.id || element.localName, style.display, style.color, style.fontSize, style.fontFamily, style.textIndent, style.textShadow, style.whiteSpace,
          style.visibility, style.letterSpacing, getComputedStyle(element, '::before').content, Math.round(box.width), Math.round(box.height)].join(' ');
      }));
      await visitor.close();
      return seen;
    };
    const hostile = `<style>
      html { font-size: 40px } body { text-indent: 3em; text-shadow: 0 0 9px red; white-space: nowrap; visibility: hidden; letter-spacing: 5px; font: italic 9px serif; color: red }
      * { box-sizing: content-box; margin: 7px; line-height: 3 } section, h2, button { display: none } ul li { list-style: square; float: left }
      ul li::before, a::after, button::before, p::before { content: "→" } button { width: 100%; text-transform: uppercase; background: lime } p::first-letter { font-size: 4em }
    </style>`;
    assert.deepEqual(await looks(hostile), await looks(''));
  });

  it('speaks French all through, with French typography', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel');
    const words = await visitor.page.$eval('#temoin', (host) => /** @type {HTMLElement} */ (host).innerText);
    assert.doesNotMatch(words, / [?!:;»]|« |[“”’]/, 'a plain blank before a sign, or another kind of quote');
    assert.doesNotMatch(words, /(?<![\p{L}_])(accept|refuse|settings|privacy|cookies policy|session cookie|months|weeks)(?![\p{L}_])/iu);
    assert.equal(await visitor.page.$eval('#temoin', (host) => /** @type {HTMLElement} */ (host).lang), 'fr');
    await visitor.close();
  });

  it('shows nothing of the status message before there is one', async () => {
    const visitor = await at.visit();
    // By then, its style sheet has come.
    await visitor.handedOver();
    const { height, shadow } = await visitor.page.$eval('.temoin-status', (status) => ({ height: status.getBoundingClientRect().height, shadow: getComputedStyle(status).boxShadow }));
    assert.deepEqual({ height, shadow }, { height: 0, shadow: 'none' });
    await visitor.close();
  });

  it('is set once, however often the script tag is on the page', async () => {
    const visitor = await at.visit({ head: at.tag() });
    await visitor.handedOver();
    assert.equal(await visitor.page.$$eval('#temoin-banner', (banners) => banners.length), 1);
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });
});
