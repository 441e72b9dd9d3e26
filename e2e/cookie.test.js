import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

const vectors = JSON.parse(await readFile(new URL('../internal/consent/testdata/cookie-vectors.json', import.meta.url), 'utf8'));
/** The codec as a page can load it: its one import stands in the same file. */
const source = (await Promise.all(['loader/cookie.js', 'loader/answer.js', 'again/asked.js'].map((file) => readFile(new URL('../web/' + file, import.meta.url), 'utf8'))))
  .join('\n').replace(/^import .*$/gm, '');
const services = Object.fromEntries(vectors.services.map((/** @type {any} */ { id, digest }) => [id, digest]));

describe('the cookie, in the browser as in Go', () => {
  const at = suite();

  it('means the same: every vector of internal/consent', async () => {
    const visitor = await codec();
    for (const { name, value, settled, granted } of vectors.decode) {
      const got = await visitor.page.evaluate(({ value, services, now }) => {
        const { decode, grants, settles } = window.codec;
        const choice = decode(value);
        return { settled: settles(choice, services, now), granted: Object.keys(services).filter((id) => grants(choice, services, id, now)) };
      }, { value, services, now: vectors.now });
      assert.deepEqual(got, { settled, granted }, name);
    }
    await visitor.close();
  });

  it('is written the same, byte for byte', async () => {
    const visitor = await codec();
    for (const { name, previous, grant, value } of vectors.encode) {
      // The loader encodes "all" and "nothing"; the rest is the bundle's, in Go.
      if (grant.length !== 0 && grant.length !== vectors.services.length) continue;
      const got = await visitor.page.evaluate(({ services, answer, previous, now }) =>
        window.codec.encode(window.codec.allAlike(services, answer, now), window.codec.decode(previous)), { services, answer: grant.length > 0, previous, now: vectors.now });
      assert.equal(got, value, name);
    }
    await visitor.close();
  });

  it('answers for some services only the same, byte for byte', async () => {
    const visitor = await codec();
    for (const { name, previous, ids, granted, value } of vectors.answerFor) {
      const got = await visitor.page.evaluate(({ previous, services, ids, granted, now }) =>
        window.codec.answerFor(window.codec.decode(previous), services, ids, granted, now), { previous, services, ids, granted, now: vectors.now });
      assert.equal(got, value, name);
    }
    await visitor.close();
  });

  it('asks the same again', async () => {
    const visitor = await codec();
    for (const { name, value, new: added, changed } of vectors.again) {
      const got = await visitor.page.evaluate(({ value, services, now }) => window.codec.askedAgain(window.codec.decode(value), services, now), { value, services, now: vectors.now });
      assert.deepEqual(got, { added, changed }, name);
    }
    await visitor.close();
  });

  it('lets an exempt service run unless the visitor objects, as in Go', async () => {
    const visitor = await codec();
    for (const { name, value, granted } of vectors.objection.cases) {
      const got = await visitor.page.evaluate(({ value, now }) => window.codec.grants(window.codec.decode(value), { matomo: '-' }, 'matomo', now), { value, now: vectors.now });
      assert.equal(got, granted, name);
    }
    await visitor.close();
  });

  it('asks, grants nothing and throws nothing, whatever a browser holds under its name', async () => {
    const visitor = await at.visit({ attributes: 'data-boot="interest"' });
    const address = await visitor.page.url();
    for (const { name, value, settled } of vectors.decode) {
      // As text, a cookie ends at a semicolon, and its ends are trimmed.
      if (settled || value.length > 4000 || /[;\s]/.test(value)) continue;
      // A page that is left says what it was still fetching.
      await visitor.page.goto(at.portal + '/vide');
      visitor.console.length = 0;
      await visitor.remember(value);
      await visitor.page.goto(address, { waitUntil: 'load' });
      await visitor.see('#temoin-banner');
      assert.equal(await visitor.page.evaluate(() => window.temoin.granted('matomo')), false, name);
      assert.deepEqual(visitor.console, [], name);
    }
    await visitor.close();
  });

  it('exists twice after a change of domain: the newest copy counts', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    const { charter } = await visitor.choice();
    const old = encodeURIComponent(JSON.stringify({ functional_cookies: true, matomo: true, piano: true, youtube: true, dailymotion: true, timestamp: Date.now() - 86400000, charter }));
    await visitor.page.browserContext().setCookie({ name: 'cookies_preferences', value: old, domain: 'portail.localhost', path: new URL(await visitor.page.url()).pathname });
    await visitor.page.reload();
    await visitor.page.waitForFunction(() => window.temoin?.ready);
    assert.equal(await visitor.page.$('#temoin-banner'), null);
    assert.equal(await visitor.page.evaluate(() => window.temoin.granted('matomo')), false);
    await visitor.close();
  });

  it('is kept where a form of the page\'s is called "cookie", from banner and panel', async () => {
    const body = '<form name="cookie"><label>Nom <input></label></form><button id="manage" data-temoin-open>Gérer mes cookies</button>';
    const visitor = await at.visit({ body });
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    assert.equal((await visitor.choice()).matomo, false);
    await visitor.page.reload();
    assert.equal(await visitor.page.evaluate(() => window.temoin.choice?.granted.matomo), false);
    await visitor.click('#manage');
    await visitor.see('#temoin-panel[open]');
    await visitor.click('#temoin-panel [data-temoin-action=accept]');
    await visitor.seeNot('#temoin-panel');
    assert.equal((await visitor.choice()).matomo, true);
    await visitor.close();
  });

  it('is read by what Opendatasoft\'s own kit does with it', async () => {
    const visitor = await at.visit();
    await visitor.click('#temoin-accept');
    await visitor.seeNot('#temoin-banner');
    const read = await visitor.page.evaluate(() => {
      const value = document.cookie.split('; ').find((pair) => pair.startsWith('cookies_preferences='))?.split('=')[1] ?? '';
      return JSON.parse(decodeURIComponent(value));
    });
    assert.equal(read.functional_cookies, true);
    assert.equal(read.piano, true);
    assert.equal(typeof read.timestamp, 'number');
    await visitor.close();
  });

  async function codec() {
    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/codec', { head: `<script type="module">${source}; window.codec = { allAlike, answerFor, askedAgain, decode, encode, grants, settles };</script>` }));
    await visitor.page.waitForFunction(() => window.codec);
    return visitor;
  }
});
