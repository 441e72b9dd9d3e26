import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';
import { calls, late, marked, parsed } from './ways.js';

/** Addresses in a piece of HTML or code. @param {string} text */
const addresses = (text) => [...text.matchAll(/(?:localhost:\d+|', ')(\/[\w.?=-]+)/g)].map(([, path]) => path).sort();

describe('the gate, in the four states', () => {
  const at = gateSuite();
  const page = () => ({ body: Object.values(marked).map((way) => way(at.gate.at)).join('\n') });

  describe('what is marked up', () => {
    for (const async of [false, true]) {
      const how = async ? 'with an async tag' : 'with a tag first in <head>';
      it(`${how}: nothing before a choice, nothing after a refusal`, async () => {
        const visitor = await at.gate.open({ ...page(), async });
        await visitor.see('#temoin-banner');
        await waits(visitor);
        await visitor.page.reload();
        await at.gate.settled(visitor);
        assert.deepEqual(at.gate.log, []);
        assert.equal(await at.gate.stored(visitor), '');
        await visitor.close();
      });

      it(`${how}: all of it once after acceptance, in the same visit`, async () => {
        const visitor = await at.gate.open({ ...page(), async });
        await visitor.see('#temoin-banner');
        await visitor.click('#temoin-accept');
        await all(visitor, addresses(page().body));
        await visitor.close();
      });

      it(`${how}: all of it once on a later page`, async () => {
        const visitor = await at.gate.open({ ...page(), async, before: 'accept' });
        await all(visitor, addresses(page().body));
        await visitor.close();
      });
    }

    it('stops on withdrawal, and comes back on another grant, scripts apart: they ran once', async () => {
      const visitor = await at.gate.open({ ...page(), before: 'accept' });
      await all(visitor, addresses(page().body));
      at.others.reset();
      await at.gate.withdraw(visitor);
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.log, []);
      assert.equal(await at.gate.stored(visitor), '');
      assert.equal(await visitor.page.$$eval('iframe[src], video[src], source[src], object[data], embed[src], img[src], img[srcset], link[rel=stylesheet][href]', (found) => found.length), 0);
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-all-accept');
      await visitor.seeNot('#temoin-panel');
      // Firefox takes images and style sheets from its memory of this page.
      const asked = (/** @type {string} */ path) => !/js|inline|gif|css/.test(path);
      await all(visitor, addresses(page().body).filter(asked), asked);
      assert.equal(await visitor.page.$$eval('img[src], img[srcset], link[rel=stylesheet][href]', (found) => found.length), 3 + (/template\.gif/.test(page().body) ? 1 : 0));
      await visitor.close();
    });
  });

  describe('what nobody marked, from the parser', () => {
    const body = () => Object.values(parsed).map((way) => way(at.gate.at)).join('\n');
    // Frames no parser downloads ahead.
    const ahead = ['/parsed-async.js?name=parsed-async', '/parsed-defer.js?name=parsed-defer', '/parsed.gif', '/parsed.js?name=parsed'];
    it('waits, is let go once, and waits after a refusal', async () => {
      const expected = addresses(body());
      const visitor = await at.gate.open({ body: body() });
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.logBut(...ahead), []);
      await at.gate.nothingRan(visitor);
      assert.equal(await visitor.page.$$eval('img', ([image]) => image.naturalWidth), 0);
      await visitor.click('#temoin-accept');
      await visitor.page.waitForFunction(() => window.ran?.length === 3 && document.querySelector('img')?.naturalWidth === 1);
      await at.gate.until(visitor, () => expected.every((path) => at.gate.log.includes(path)));
      await at.gate.settled(visitor);
      assert.deepEqual(await visitor.page.evaluate(() => window.ran.sort()), ['parsed', 'parsed-async', 'parsed-defer']);
      const once = at.gate.logBut(...ahead);
      assert.deepEqual(once, expected.filter((path) => once.includes(path)), 'each once');
      at.others.reset();
      await at.gate.withdraw(visitor);
      await visitor.page.reload();
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.logBut(...ahead), []);
      await at.gate.nothingRan(visitor);
      await visitor.close();
    });

    it('is untouched where it is granted', async () => {
      const visitor = await at.gate.open({ body: body(), before: 'accept' });
      await all(visitor, addresses(body()));
      await visitor.close();
    });
  });

  for (const when of ['while the page loads', 'after it has loaded']) {
    describe(`what nobody marked, from a script ${when}`, () => {
      const script = `<script>${Object.values(late).map((code) => `(() => { ${code} })();`).join('\n')}</script>`;
      const expected = addresses(Object.values(late).join('\n')).filter((path) => when === 'while the page loads' || !/write/.test(path));
      const open = async (/** @type {'accept' | 'refuse' | undefined} */ before) => {
        const visitor = await at.gate.open({ before, body: when === 'while the page loads' ? script : '' });
        if (when !== 'while the page loads') await execute(visitor, late);
        return visitor;
      };

      it('waits before a choice and after a refusal', async () => {
        const visitor = await open(undefined);
        await waits(visitor);
        await visitor.close();
        const later = await open('refuse');
        await at.gate.settled(later);
        assert.deepEqual(at.gate.log, []);
        assert.deepEqual(later.console.filter((line) => !/favicon|404/.test(line)), []);
        await later.close();
      });

      it('is let go once', async () => {
        const visitor = await open(undefined);
        await visitor.click('#temoin-accept');
        await all(visitor, expected);
        await visitor.close();
      });

      it('is untouched where it is granted, and stops on withdrawal', async () => {
        const visitor = await open('accept');
        await all(visitor, expected);
        at.others.reset();
        await at.gate.withdraw(visitor);
        if (when !== 'while the page loads') await execute(visitor, late);
        await at.gate.settled(visitor);
        assert.deepEqual(at.gate.log, []);
        assert.equal(await at.gate.stored(visitor), '');
        await visitor.close();
      });
    });
  }

  describe('calls', () => {
    it('fail before a choice, after a refusal and after a withdrawal, and nothing is sent later', async () => {
      const visitor = await at.gate.open({});
      await execute(visitor, calls);
      await visitor.click('#temoin-refuse');
      await visitor.seeNot('#temoin-banner');
      await execute(visitor, calls);
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.log, []);
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.see('#temoin-panel[open]');
      await visitor.click('#temoin-all-accept');
      await visitor.seeNot('#temoin-panel');
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.log, [], 'what was tried before is not made up for');
      await execute(visitor, calls);
      await all(visitor, addresses(Object.values(calls).join('\n')));
      at.others.reset();
      await at.gate.withdraw(visitor);
      await execute(visitor, calls);
      await at.gate.settled(visitor);
      assert.deepEqual(at.gate.log, []);
      await visitor.close();
    });

    it('to the portal and to hosts that no service claims go through in every state', async () => {
      const visitor = await at.gate.open({});
      const free = { free: `await fetch(at('libre', '/a'))`, near: `await fetch(at('partage', '/autres'))`, alike: `await fetch(at('notmesure', '/b'))`, own: `await fetch('/gate-before')` };
      for (let round = 0; round < 2; round++) {
        await execute(visitor, free);
        await visitor.page.evaluate(() => fetch(window.at('partage', '/cartes/1')).then(() => 'sent', () => 'held')).then((got) => assert.equal(got, 'held'));
        if (round === 0) {
          await visitor.click('#temoin-refuse');
          await visitor.seeNot('#temoin-banner');
        }
      }
      assert.deepEqual(at.gate.log, ['/autres', '/autres', '/b', '/b']);
      await visitor.close();
    });
  });

  /** Nothing goes out before the choice, nor after the refusal that it then is. @param {import('../harness/suite.js').Visitor} visitor */
  async function waits(visitor) {
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
    await visitor.click('#temoin-refuse');
    await visitor.seeNot('#temoin-banner');
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
  }

  /** Runs code in the page, one after the other. @param {import('../harness/suite.js').Visitor} visitor @param {Record<string, string>} ways */
  function execute(visitor, ways) {
    return visitor.page.evaluate(async (codes) => {
      for (const code of codes) await new Function(`return (async () => { ${code} })()`)();
    }, Object.values(ways));
  }

  /** @param {import('../harness/suite.js').Visitor} visitor @param {string[]} expected each once, and nothing else @param {(path: string) => boolean} counts */
  async function all(visitor, expected, counts = () => true) {
    // Browsers ask for a film piece by piece.
    const log = () => at.gate.log.filter((path, index, every) => counts(path) && !(/mp4|mp3/.test(path) && every[index - 1] === path));
    await at.gate.until(visitor, () => expected.every((path) => log().includes(path)));
    await at.gate.settled(visitor);
    assert.deepEqual(log(), expected);
  }
});
