import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';

const axe = await readFile(new URL('../node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');

describe('what stands in the place of a frame', () => {
  const at = gateSuite();
  const film = (/** @type {string} */ name, attributes = 'width="560" height="315" title="Visite du musée"') =>
    `<iframe id="${name}" data-temoin="video" ${attributes} data-src="${at.gate.at('video', `/${name}-frame`)}"></iframe>`;
  const boxes = (/** @type {import('../harness/suite.js').Visitor} */ visitor, /** @type {number} */ count) =>
    visitor.page.waitForFunction((count) => document.querySelectorAll('.temoin-placeholder').length === count, {}, count);

  it('says what is missing and why, allows that one service, and the frame comes in its place with the focus', async () => {
    const visitor = await at.gate.open({ body: `<h1>Page</h1>${film('a')}<p>${film('b', 'width="300" height="200"')}</p>` });
    await boxes(visitor, 2);
    assert.match(await visitor.page.$eval('.temoin-placeholder', (box) => box.textContent ?? ''), /Visite du musée \(contenu de Vidéothèque\).*Vidéothèque SA.*Autoriser Vidéothèque.*Gérer mes cookies/);
    await visitor.click('.temoin-placeholder [data-temoin-action=allow]');
    await boxes(visitor, 0);
    assert.equal(await visitor.focus(), 'a');
    const { timestamp, charter, ...answers } = await visitor.choice();
    assert.deepEqual(answers, { functional_cookies: true, audience: false, ga: false, maps: false, matomo: false, video: true });
    assert.match(charter, /^[0-9a-z]{6}$/);
    assert.ok(Date.now() - timestamp < 60000);
    await at.gate.until(visitor, () => at.gate.log.length > 1);
    assert.deepEqual(at.gate.log, ['/a-frame', '/b-frame']);
    assert.notEqual(await visitor.page.$('#temoin-banner'), null, 'the rest is still to be asked');
    // The panel knows of it.
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    assert.deepEqual(await visitor.page.$$eval('#temoin :checked', (checked) => checked.map(({ id }) => id)), ['temoin-video-accept']);
    await visitor.click('#temoin-save');
    await visitor.seeNot('#temoin-panel');
    assert.equal((await visitor.choice()).video, true);
    await at.gate.withdraw(visitor);
    await boxes(visitor, 2);
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('after a refusal: granting one service prolongs nothing', async () => {
    const visitor = await at.gate.open({ body: film('a'), before: 'refuse' });
    const before = await visitor.choice();
    await boxes(visitor, 1);
    await visitor.click('.temoin-placeholder [data-temoin-action=allow]');
    await boxes(visitor, 0);
    assert.deepEqual(await visitor.choice(), { ...before, video: true });
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    const cookie = (await visitor.cookies()).find(({ name }) => name === 'cookies_preferences');
    const late = (cookie?.expires ?? 0) - before.timestamp / 1000 - 15724800;
    assert.ok(Math.abs(late) < 5, `${late} s`);
    await visitor.close();
  });

  it('leads to the settings', async () => {
    const visitor = await at.gate.open({ body: film('a'), before: 'refuse' });
    await boxes(visitor, 1);
    await visitor.click('.temoin-placeholder [data-temoin-open]');
    await visitor.see('#temoin-panel[open]');
    await visitor.close();
  });

  it('has the frame\'s size and place, whatever the page does with it', async () => {
    const layouts = {
      plain: film('plain'),
      fluid: `<div style="width: 60%">${film('fluid', 'style="width: 100%; aspect-ratio: 16 / 9"')}</div>`,
      ratio: `<style>.ratio { position: relative; padding-top: 40%; } .ratio iframe { position: absolute; inset: 0; width: 100%; height: 100%; }</style><div class="ratio">${film('ratio', '')}</div>`,
      centred: film('centred', 'style="display: block; margin: 20px auto; width: 300px; height: 200px; border: 0"'),
      grid: `<div style="display: grid; grid-template-columns: 1fr 2fr; gap: 1em"><p>Texte</p>${film('grid', 'style="width: 100%; height: 250px; border: 0"')}</div>`,
      floated: `<p>${film('floated', 'width="200" height="113" style="float: right"')} Un texte qui entoure le film.</p>`,
      // What the portal's rules ask about the frame's place among its neighbours, which the box is one of.
      first: `<style>.flow > * + * { margin-top: 3em } .flow > :first-child { display: block; width: 50% }</style><div class="flow">${film('first', 'height="150"')}<p>Texte</p></div>`,
      only: `<style>figure > :only-child { width: 400px; height: 200px; border: 3px solid; padding: 5px }</style><figure>${film('only', '')}</figure>`,
      headed: `<style>h2 + iframe { display: block; width: 80%; margin: 1em auto }</style><h2>Film</h2>${film('headed', 'height="150"')}`,
      // What is laid out in one size, and seen in another, or elsewhere.
      scaled: `<div style="transform: scale(0.5); transform-origin: 0 0">${film('scaled', 'width="400" height="225"')}</div>`,
      moved: `<div style="position: relative; height: 200px">${film('moved', 'style="position: absolute; left: 50%; top: 50%; width: 60%; height: 150px; transform: translate(-50%, -50%)"')}</div>`,
      // Last: in WebKit, letters below what is zoomed sit on another part of a pixel.
      zoomed: `<div style="zoom: 1.5">${film('zoomed', 'width="200" height="113"')}</div>`,
    };
    const styles = '<style>body { margin: 1em }</style>';
    const body = styles + Object.values(layouts).join('\n');
    const measure = (/** @type {string} */ selector) => [...document.querySelectorAll(selector)].map((found) => {
      const { left, top, width, height } = found.getBoundingClientRect();
      return [left, top + scrollY, width, height].map(Math.round);
    });
    const visitor = await at.visitor({ width: 1000, height: 800 });
    await visitor.page.goto(at.publish('/frames-without', { body: body.replaceAll('data-src', 'data-nothing') }));
    /** @type {Record<number, number[][]>} */
    const expected = {};
    for (const width of [1000, 500]) {
      await visitor.page.setViewport({ width, height: 800 });
      expected[width] = await visitor.page.evaluate(measure, 'iframe');
    }
    await visitor.page.setViewport({ width: 1000, height: 800 });
    await visitor.page.goto(at.publish('/frames', { head: at.gate.tag(), body }));
    await boxes(visitor, Object.keys(layouts).length);
    for (const width of [1000, 500]) {
      await visitor.page.setViewport({ width, height: 800 });
      await visitor.page.waitForFunction((measure, expected) => JSON.stringify(new Function('return ' + measure)()('.temoin-placeholder')) === expected, {},
        String(measure), JSON.stringify(expected[width])).catch(() => {});
      assert.deepEqual(await visitor.page.evaluate(measure, '.temoin-placeholder'), expected[width], `${width} pixels`);
    }
    await visitor.close();
  });

  it('keeps the focus where its size changes with the page', async () => {
    const visitor = await at.gate.open({ body: film('a', 'style="width: 100%; height: 300px"'), before: 'refuse', width: 1000, height: 800 });
    await boxes(visitor, 1);
    await visitor.page.focus('.temoin-placeholder [data-temoin-open]');
    await visitor.resize(500, 800);
    await visitor.page.waitForFunction(() => (document.querySelector('.temoin-placeholder')?.getBoundingClientRect().width ?? 0) < 500);
    assert.equal(await visitor.page.evaluate(() => document.activeElement?.matches('.temoin-placeholder [data-temoin-open]')), true);
    await visitor.close();
  });

  it('shifts nothing, comes only where something is missing, and only when it can be seen', async () => {
    const visitor = await at.gate.open({
      body: `<script>window.shift = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shift += entry.value; }).observe({ type: 'layout-shift', buffered: true });</script>
        ${film('a')}${film('pixel', 'width="1" height="1"')}${film('none', 'style="display: none"')}<div id="tab" hidden>${film('hidden')}</div>
        <video data-temoin="video" width="400" height="225" data-src="${at.gate.at('video', '/film.mp4')}"></video><p>Après</p>`,
    });
    await boxes(visitor, 2);
    assert.equal(await visitor.page.evaluate(() => window.shift), 0);
    await visitor.page.$eval('#tab', (tab) => { tab.hidden = false; });
    await boxes(visitor, 3);
    await visitor.close();
  });

  it('goes with a frame that the page hides, and comes back with it: films of which one is shown at a time', async () => {
    const visitor = await at.gate.open({ head: '<style>.off { display: none }</style>', body: `<div>${film('a')}${film('b', 'width="560" height="315" class="off"')}</div>`, before: 'refuse' });
    const shown = (/** @type {string} */ name) => visitor.page.waitForFunction((name) => {
      const seen = [...document.querySelectorAll('.temoin-placeholder')].filter((box) => box.getClientRects().length);
      return seen.map((box) => box.nextElementSibling?.id).join() === name && seen.every((box) => box.getBoundingClientRect().height > 300);
    }, {}, name);
    await shown('a');
    const show = (/** @type {string} */ name) => visitor.page.evaluate((name) => document.querySelectorAll('iframe').forEach((frame) => frame.classList.toggle('off', frame.id !== name)), name);
    for (const name of ['b', 'a', 'b']) {
      await show(name);
      await shown(name);
    }
    await visitor.page.$eval('#b', (frame) => { frame.hidden = true; });
    await shown('');
    assert.deepEqual(visitor.console, []);
    await visitor.close();
  });

  it('goes with a frame that the page moves, and away with one that it takes away', async () => {
    const visitor = await at.gate.open({ body: `<div id="from">${film('a')}</div><div id="to"></div>` });
    await boxes(visitor, 1);
    await visitor.page.evaluate(() => document.querySelector('#to')?.append(/** @type {Node} */ (document.querySelector('#a'))));
    await visitor.page.waitForFunction(() => document.querySelector('#to > .temoin-placeholder + iframe') && !document.querySelector('#from > *'));
    await visitor.page.evaluate(() => document.querySelector('#a')?.remove());
    await boxes(visitor, 0);
    await visitor.close();
  });

  it('on a portal that replaces its page\'s style sheets: ours comes back, beside the portal\'s', async () => {
    const visitor = await at.gate.open({ body: `<h1>Page</h1>${film('a')}`, before: 'refuse' });
    await boxes(visitor, 1);
    await visitor.page.evaluate(() => {
      const own = new CSSStyleSheet();
      own.replaceSync('h1 { color: rgb(1, 2, 3) }');
      document.adoptedStyleSheets = [own];
    });
    await visitor.page.waitForFunction(() => getComputedStyle(/** @type {Element} */ (document.querySelector('.temoin-missing'))).display === 'flex');
    assert.equal(await visitor.page.$eval('h1', (heading) => getComputedStyle(heading).color), 'rgb(1, 2, 3)');
    await visitor.close();
  });

  it('can be hit where the frame is small (WCAG 2.5.5), and shows all of it on a phone', async () => {
    const visitor = await at.gate.open({ body: film('phone', 'width="280" height="157"') + film('small', 'width="200" height="113"') + film('flat', 'width="300" height="60"'), before: 'refuse', width: 320, height: 800 });
    await boxes(visitor, 3);
    const heights = await visitor.page.$$eval('.temoin-placeholder button', (buttons) => buttons.map((button) => button.getBoundingClientRect().height));
    assert.deepEqual(heights, heights.map(() => 44));
    assert.equal(await visitor.page.$eval('.temoin-missing', (missing) => missing.scrollHeight - missing.clientHeight), 0);
    await visitor.close();
  });

  it('on paper, says what is missing however small it is, and sticks out of nothing', async () => {
    const visitor = await at.gate.open({
      body: `<div id="fluid" class="paper">${film('fluid', 'style="width: 100%; height: 300px"')}</div>
        <style>.ratio { position: relative; padding-top: 50%; } .ratio iframe { position: absolute; inset: 0; width: 100%; height: 100%; }</style>
        <div class="paper"><div class="ratio" id="ratio">${film('within', '')}</div></div>${film('small', 'width="200" height="113"')}`,
      before: 'refuse', width: 1000, height: 800,
    });
    await boxes(visitor, 3);
    const { told, out } = await visitor.page.evaluate(() => {
      // As on paper, which not every driver prints on: its rules, a narrower page, and no turn for what observes sizes.
      for (const { cssRules } of document.adoptedStyleSheets) for (const rule of cssRules) if (rule instanceof CSSMediaRule && rule.media.mediaText === 'print') rule.media.mediaText = 'all';
      for (const part of document.querySelectorAll('.paper')) /** @type {HTMLElement} */ (part).style.width = '600px';
      const told = [...document.querySelectorAll('.temoin-placeholder')].map((box) => /** @type {HTMLElement} */ (box).innerText);
      const out = ['#fluid', '#ratio'].filter((around) => {
        const [outer, inner] = [around, around + ' > .temoin-placeholder'].map((selector) => /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect());
        return inner.right > outer.right + 1 || inner.bottom > outer.bottom + 1;
      });
      return { told, out };
    });
    for (const text of told) assert.match(text, /Visite du musée|Vidéothèque/);
    assert.ok(told.every((text) => !/Autoriser/.test(text)));
    assert.deepEqual(out, []);
    await visitor.close();
  });

  it('is accessible, in light and dark, large and small', async () => {
    for (const dark of [false, true]) {
      const visitor = await at.gate.open({ body: `<main><h1>Page</h1>${film('a')}${film('small', 'width="200" height="113"')}${film('b', 'width="300" height="60"')}</main>`, before: 'refuse', width: 320, height: 800, dark });
      await boxes(visitor, 3);
      await visitor.page.evaluate(axe);
      const found = await visitor.page.evaluate(() => window.axe.run('.temoin-placeholder', { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }));
      assert.deepEqual(found.violations.map((/** @type {any} */ { id, nodes }) => [id, nodes.map((/** @type {any} */ { html, failureSummary }) => [html, failureSummary])]), [], dark ? 'dark' : 'light');
      await visitor.close();
    }
  });

  it('stays away where its script does not come: the place stays empty, and shut', async () => {
    at.proxy.answer(/placeholder-\w+\.js/, 'refuse');
    const visitor = await at.gate.open({ body: film('a') });
    await at.gate.settled(visitor);
    assert.equal(await visitor.page.$('.temoin-placeholder'), null);
    assert.deepEqual(at.gate.log, []);
    await visitor.click('#temoin-accept');
    await at.gate.until(visitor, () => at.gate.log.length > 0);
    assert.deepEqual(at.gate.log, ['/a-frame']);
    await visitor.close();
  });
});
