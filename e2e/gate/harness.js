import assert from 'node:assert/strict';
import { engine } from '../harness/engine.js';
import { lacks } from '../harness/limits.js';
import { suite } from '../harness/suite.js';

/**
 * A portal that carries the loader first in its <head> and waits for it, as one does to have unmarked content held back, and services on other hosts.
 *
 * @param {Parameters<typeof suite>[0]} [needed]
 */
export function gateSuite(needed) {
  const at = suite(needed);
  let count = 0;
  const own = {
    /** The Content-Security-Policy, empty, keeps Chromium's parser from fetching ahead (docs/blocage.md). The bundle comes where it is wanted: it has no part in the gate, and costs a second. */
    tag: (id = 'gate', attributes = 'data-boot="interest"') =>
      `<meta http-equiv="Content-Security-Policy" content=""><script ${attributes} src="${at.temoin}/${id}/temoin.js"></script>`,

    /** @param {string} host @param {string} path */
    at: (host, path) => at.others.at(host, path),

    /** Known to the page's scripts as at(host, path). */
    get helper() { return `<script>window.at = (host, path) => 'http://' + host + '.localhost:${at.others.port}' + path</script>`; },

    /**
     * @param {{id?: string, head?: string, body?: string, attributes?: string, headers?: Record<string, string>, before?: 'accept' | 'refuse', async?: boolean,
     *   html?: string, width?: number, height?: number, path?: string, dark?: boolean}} page before: what the visitor chose on an earlier page
     */
    async open({ id, head = '', body = '', attributes, headers, before, async, html, path, ...options }) {
      const visitor = await at.visitor(options);
      if (before) {
        // An earlier visitor's answers are not this one's.
        at.proxy.forget();
        await visitor.page.goto(at.publish('/gate-before', { head: own.tag(id) }));
        await visitor.click('#temoin-' + before);
        await visitor.seeNot('#temoin-banner');
        await at.followed(visitor);
        at.others.forget();
      }
      const tag = async ? at.tag(id ?? 'gate', attributes ?? 'data-boot="interest"') : own.tag(id, attributes);
      await visitor.page.goto(at.publish(path ?? `/gate-${count++}`, { head: tag + own.helper + head, body, headers, html: html?.replace('<!--temoin-->', tag + own.helper) }), { waitUntil: 'domcontentloaded' });
      await visitor.page.waitForFunction(() => window.temoin?.ready);
      return visitor;
    },

    /** Waits until everything that is on its way has got there: what a browser sends before another request is logged before it. @param {import('../harness/suite.js').Visitor} visitor */
    async settled(visitor) {
      for (let round = 0; round < 3; round++) {
        const probe = `/probe-${count++}`;
        await visitor.page.evaluate(async (address) => {
          await new Promise((done) => {
            requestAnimationFrame(() => setTimeout(done));
            // Nobody promises a frame to a page whose load is held.
            setTimeout(done, 1000);
          });
          await fetch(address).catch(() => {});
        }, at.others.at('libre', probe));
      }
    },

    /** @param {import('../harness/suite.js').Visitor} visitor */
    async withdraw(visitor) {
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.see('#temoin-panel[open]');
      // Where a press lands is tested with the panel: here a page may be moving below it.
      // In a task of its own: frames that go with the press have taken WebKit's answer along.
      await visitor.page.$eval('#temoin-all-refuse', (button) => { setTimeout(() => button.click()); });
      await visitor.seeNot('#temoin-panel');
    },

    /** @returns {string[]} what the services were asked for, sorted, without the probes */
    get log() { return at.others.calls.filter(({ host }) => host !== 'libre.localhost').map(({ path }) => path).sort(); },

    /** @param {string[]} unmarked what the parser saw unmarked @returns {string[]} the log without it, where the engine's parser downloads such things ahead */
    logBut: (...unmarked) => own.log.filter((path) => !(lacks(engine, 'a parser that does not fetch ahead') && unmarked.includes(path))),

    /** Nothing of the services' ran, and nothing is stored: what must hold also of what a parser downloaded ahead. @param {import('../harness/suite.js').Visitor} visitor */
    async nothingRan(visitor) {
      assert.equal(await visitor.page.evaluate(() => window.ran), undefined);
      assert.equal(await own.stored(visitor), '');
    },

    /** @param {import('../harness/suite.js').Visitor} visitor @returns {Promise<string>} names that a tracker left on the portal's host */
    async stored(visitor) {
      const names = (await visitor.cookies()).filter(({ domain }) => domain === 'portail.localhost').map(({ name }) => name);
      const keys = await visitor.page.evaluate(() => [...Object.keys(localStorage), ...Object.keys(sessionStorage)]);
      return [...names, ...keys].filter((name) => name.startsWith('_mesure')).join();
    },

    /** @param {import('../harness/suite.js').Visitor} visitor @param {() => boolean} condition */
    async until(visitor, condition) {
      for (let tries = 0; tries < 100 && !condition(); tries++) await own.settled(visitor);
    },
  };
  return Object.assign(at, { gate: own });
}
