import { leave, take } from '../pool.js';
import { enter, launch } from './launch.js';
import { withoutPromises } from './scriptless.js';
import { listen, tree } from './tree.js';

/**
 * One browser for each set of preferences, started, or borrowed from the pool, when first wanted.
 *
 * @param {boolean} requests whether tests look at them
 * @returns {Promise<import('../engine.js').Engine>}
 */
export async function startFirefox(requests) {
  /** @type {Map<string, Promise<import('puppeteer-core').Browser>>} */
  const browsers = new Map();
  return {
    async visit({ javaScript = true, dark = false, still = false, forced = false, assisted = false, text = 16 }, size) {
      const preferences = { javaScript, dark, still, forced, assisted, text };
      const key = JSON.stringify(preferences);
      const started = browsers.get(key) ?? take(preferences, (address) => enter(address, requests), () => launch(preferences, requests));
      browsers.set(key, started);
      const context = await (await started).createBrowserContext();
      if (assisted) await listen(await started);
      const page = await context.newPage();
      // What fits already costs a twentieth of a second as what does not.
      if (await page.evaluate(({ width, height }) => innerWidth !== width || innerHeight !== height, size)) await page.setViewport(size);
      return javaScript ? page : withoutPromises(page);
    },
    cookies: (page) => page.browserContext().cookies(),
    tree,
    close: async () => { await Promise.all([...browsers.values()].map(async (browser) => leave(await browser))); },
  };
}
