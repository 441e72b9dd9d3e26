import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { withoutPromises } from './scriptless.js';
import { listen, tree } from './tree.js';

const places = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** @param {import('../engine.js').Preferences} preferences */
function launch({ javaScript = true, dark = false, still = false, forced = false, assisted = false }) {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Firefox: apt-get install firefox-esr, or name one in the environment variable FIREFOX');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    // The accessibility tree is handed to other programs by the browser's own scripts.
    args: assisted ? ['--remote-allow-system-access'] : [],
    extraPrefsFirefox: {
      'javascript.enabled': javaScript,
      // Of a page's colours: 0 dark, 1 light; of the system's: 1 the page's, 2 forced.
      'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
      'browser.display.document_color_use': forced ? 2 : 1,
      'ui.prefersReducedMotion': still ? 1 : 0,
      // Links take the focus by Tab, on all systems.
      'accessibility.tabfocus': 7,
    },
  });
}

/**
 * What Firefox is told of its visitor it must be told when it starts: one browser for each set of preferences, started when first wanted.
 *
 * @returns {Promise<import('../engine.js').Engine>}
 */
export async function startFirefox() {
  /** @type {Map<string, Promise<import('puppeteer-core').Browser>>} */
  const browsers = new Map();
  return {
    async visit(preferences) {
      const key = JSON.stringify(preferences);
      const started = browsers.get(key) ?? launch(preferences);
      browsers.set(key, started);
      const context = await (await started).createBrowserContext();
      if (preferences.assisted) await listen(await started);
      const page = await context.newPage();
      return preferences.javaScript === false ? withoutPromises(page) : page;
    },
    cookies: (page) => page.browserContext().cookies(),
    async accessible(page, selector, { role, name }) {
      for (const found of await page.$$(`::-p-aria([name="${name}"][role="${role}"])`)) {
        if (await found.evaluate((element, selector) => element === document.querySelector(selector), selector)) return { role, name };
      }
      return { role: `not ${role}`, name: `or not ${name}` };
    },
    tree,
    async close() {
      await Promise.all([...browsers.values()].map(async (browser) => (await browser).close()));
    },
  };
}
