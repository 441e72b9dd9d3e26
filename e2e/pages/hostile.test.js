import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { PNG } from 'pngjs';
import { suite } from '../harness/suite.js';
import { hostilePages, plain } from './pages.js';

/** Of a hundred pixels, those that may differ: letters are drawn at other places of the pixel grid. */
const DIFFERENT = 0.3;

const pages = await hostilePages();

describe('on pages that fight back', () => {
  const at = suite({ pictures: true });
  let count = 0;
  /** @type {Record<string, string>[]} */
  let looksOnPlainPage;
  /** @type {PNG} */
  let pictureOnPlainPage;

  /** @param {import('../harness/suite.js').Visitor} visitor @param {import('./pages.js').Hostile} page @param {string} tag */
  const go = async (visitor, { head = '', body = plain, html, type }, tag) => {
    await visitor.page.goto(at.publish(`/hostile-${count++}`, { head: head + tag, body, html: html?.(tag), headers: type ? { 'Content-Type': type } : undefined }));
  };
  const visit = () => at.visitor({ width: 1000, height: 700 });

  before(async () => {
    const visitor = await visit();
    await go(visitor, {}, at.tag());
    await visitor.handedOver();
    looksOnPlainPage = await looks(visitor);
    pictureOnPlainPage = await picture(visitor);
    await visitor.close();
  });

  for (const [name, page] of Object.entries(pages)) {
    it(`${name}: the banner looks the same and works, and so does the page`, async () => {
      const visitor = await visit();
      await go(visitor, page, '');
      const expected = [await shape(visitor), page.works && await visitor.page.evaluate(page.works)];

      await go(visitor, page, at.tag());
      await visitor.handedOver();
      const zoomed = name === 'a viewport that is zoomed';
      if (!zoomed) {
        assert.deepEqual(await looks(visitor), looksOnPlainPage);
        const different = compare(await picture(visitor), pictureOnPlainPage);
        assert.ok(different <= DIFFERENT, `${different.toFixed(2)} % of the pixels differ`);
      }
      assert.equal(await visitor.page.$eval('#temoin', (host) => getComputedStyle(host, '::backdrop').display), 'none', 'the page is not behind a veil');
      assert.equal(await visitor.page.evaluate(() => document.activeElement === document.body || document.activeElement === document.documentElement), true, 'the focus is nobody\'s');
      assert.deepEqual([await shape(visitor), page.works && await visitor.page.evaluate(page.works)], expected, 'the page, with us and without');

      // By the pointer to the panel, which Escape closes without deciding anything; a service; and by the keyboard to a refusal.
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await visitor.press('Escape');
      await visitor.seeNot('#temoin-panel');
      assert.equal(await visitor.page.evaluate(() => document.cookie), '');
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-youtube-accept');
      assert.equal(await visitor.page.$eval('#temoin-youtube-accept', (radio) => radio.checked), true);
      await visitor.press('Escape');
      await visitor.seeNot('#temoin-panel');
      await visitor.page.focus('#temoin-accept');
      await visitor.press('Tab');
      assert.equal(await visitor.focus(), 'temoin-refuse');
      await visitor.press('Enter');
      await visitor.seeNot('#temoin-banner');
      const { matomo, youtube } = await visitor.choice();
      assert.deepEqual({ matomo, youtube }, { matomo: false, youtube: false });
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.click('#temoin-all-accept');
      await visitor.seeNot('#temoin-panel');
      assert.equal((await visitor.choice()).youtube, true);
      assert.deepEqual(visitor.console.filter((line) => !/quirks|layout was forced|jQuery|dsfr|404/i.test(line)), []);
      await visitor.close();
    });
  }
});

/** Every computed style of everything of ours, and its box. @param {import('../harness/suite.js').Visitor} visitor @returns {Promise<Record<string, string>[]>} */
function looks(visitor) {
  return visitor.page.evaluate(() => [...document.querySelectorAll('.temoin-host, .temoin-host *')].map((element) => {
    const box = element.getBoundingClientRect();
    const said = { what: element.id || element.className || element.localName, box: [box.left, box.top, box.width, box.height].map(Math.round).join(' ') };
    for (const part of ['', '::before', '::after', '::marker']) {
      const style = getComputedStyle(element, part || null);
      if (part && /none|normal/.test(style.content)) continue;
      for (const name of style) if (!/^--/.test(name) && !/^(-webkit-locale|direction|perspective-origin|transform-origin)$/.test(name)) said[part + name] = style.getPropertyValue(name).replace(/^auto$/, /^min-/.test(name) ? '0px' : 'auto');
    }
    return said;
  }));
}

/** @param {import('../harness/suite.js').Visitor} visitor @returns {Promise<PNG>} of the banner */
async function picture(visitor) {
  const { x, y, width, height } = await visitor.page.$eval('#temoin-banner', (banner) => {
    const { left, top, width, height } = banner.getBoundingClientRect();
    return { x: Math.ceil(left), y: Math.ceil(top) + 1, width: Math.floor(width), height: Math.floor(height) - 2 };
  });
  const whole = PNG.sync.read(Buffer.from(await visitor.page.screenshot()));
  const part = new PNG({ width, height });
  PNG.bitblt(whole, part, x, y, width, height, 0, 0);
  return part;
}

/** @param {PNG} a @param {PNG} b @returns {number} percent of the pixels that differ to the eye */
function compare(a, b) {
  assert.deepEqual([a.width, a.height], [b.width, b.height]);
  let different = 0;
  for (let at = 0; at < a.data.length; at += 4) {
    if ([0, 1, 2].some((channel) => Math.abs(a.data[at + channel] - b.data[at + channel]) > 24)) different++;
  }
  return different * 400 / a.data.length;
}

/** What is the page's own: its boxes and looks. @param {import('../harness/suite.js').Visitor} visitor */
function shape(visitor) {
  return visitor.page.evaluate(() => [document.documentElement, ...document.body.querySelectorAll(':not(.temoin-host, .temoin-host *, script)')].map((element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const { display, color, fontSize, overflow, position } = getComputedStyle(element);
    return [element.localName, element.id, left, top, width, height, display, color, fontSize, overflow, position].join(' ');
  }));
}
