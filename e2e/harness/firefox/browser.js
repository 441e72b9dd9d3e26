import { atOnce } from '../atonce.js';
import { leave, take } from '../pool.js';
import { enter, launch } from './launch.js';
import { tell } from './preferences.js';
import { withoutPromises } from './scriptless.js';
import { listen, tree } from './tree.js';

/**
 * A browser, started, or borrowed from the pool, when first wanted. Its preferences are all its visitors': while one is there who has others, the next gets
 * another browser; so does who has assistive technology, which a browser works for from then on.
 *
 * @typedef {object} Shared
 * @property {boolean} assisted
 * @property {string} preferences its visitors', as JSON
 * @property {Promise<import('puppeteer-core').Browser>} browser that was told of them
 * @property {{context?: import('puppeteer-core').BrowserContext}[]} visits on their way, and those that came
 */

/**
 * @param {boolean} requests whether tests look at them
 * @returns {Promise<import('../engine.js').Engine>}
 */
export async function startFirefox(requests) {
  /** @type {Shared[]} */
  const all = [];

  /** @param {Required<import('../engine.js').Preferences>} preferences @returns {Shared} */
  function browserFor({ assisted, ...others }) {
    const preferences = JSON.stringify(others);
    const alike = all.filter((one) => one.assisted === assisted);
    let shared = alike.find((one) => one.preferences === preferences) ?? alike.find(({ visits }) => visits.every(({ context }) => context?.closed));
    if (!shared) {
      const browser = take({ assisted, place: alike.length }, (address) => enter(address, requests), () => launch(requests));
      shared = { assisted, preferences: '', browser, visits: [] };
      all.push(shared);
    }
    if (shared.preferences !== preferences) {
      shared.browser = shared.browser.then((browser) => tell(browser, others).then(() => browser));
      shared.preferences = preferences;
    }
    return shared;
  }

  return {
    async visit({ javaScript = true, dark = false, still = false, forced = false, assisted = false, text = 16 }, size) {
      const shared = browserFor({ javaScript, dark, still, forced, assisted, text });
      const visit = { context: /** @type {import('puppeteer-core').BrowserContext | undefined} */ (undefined) };
      shared.visits.push(visit);
      const browser = await shared.browser;
      const context = visit.context = await browser.createBrowserContext();
      if (assisted) await listen(browser);
      const page = atOnce(await context.newPage());
      // What fits already costs a twentieth of a second as what does not.
      if (await page.evaluate(({ width, height }) => innerWidth !== width || innerHeight !== height, size)) await page.setViewport(size);
      return javaScript ? page : withoutPromises(page);
    },
    cookies: (page) => page.browserContext().cookies(),
    tree,
    close: async () => { await Promise.all(all.map(async ({ browser }) => leave(await browser))); },
  };
}
