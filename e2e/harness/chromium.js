import { atOnce } from './atonce.js';
import { enterBrowser, startBrowser } from './browser.js';
import { leave, take } from './pool.js';

/** Nothing that a person is told of. */
const SILENT = /^(none|generic|InlineTextBox|LayoutTableRow|LineBreak)$/;

/** @param {'whole' | 'shell'} build @returns {Promise<import('./engine.js').Engine>} */
export async function startChromium(build) {
  /** One for each size of text, which a browser is told when it starts. @type {Map<number, Promise<import('puppeteer-core').Browser>>} */
  const browsers = new Map();
  const browserFor = (/** @type {number} */ text) => {
    const flags = [`--blink-settings=defaultFontSize=${text}`];
    const started = browsers.get(text) ?? take({ build, flags }, enterBrowser, () => startBrowser(build, flags));
    browsers.set(text, started);
    return started;
  };
  return {
    async visit({ javaScript = true, dark = false, still = false, forced = false, text = 16 }, size) {
      const context = await (await browserFor(text)).createBrowserContext();
      const page = await context.newPage();
      await page.setViewport(size);
      await page.setJavaScriptEnabled(javaScript);
      const features = [{ name: 'prefers-color-scheme', value: dark ? 'dark' : 'light' }, { name: 'prefers-reduced-motion', value: still ? 'reduce' : '' }];
      const client = await page.createCDPSession();
      if (forced) features.push({ name: 'forced-colors', value: 'active' });
      await client.send('Emulation.setEmulatedMedia', { features });
      return atOnce(page);
    },
    async cookies(page) {
      const client = await page.createCDPSession();
      const { cookies } = await client.send('Network.getAllCookies');
      await client.detach();
      return /** @type {any} */ (cookies);
    },
    tree: async (page) => said(await page.accessibility.snapshot({ interestingOnly: false })),
    close: async () => { await Promise.all([...browsers.values()].map(async (browser) => leave(await browser))); },
  };
}

/** @param {any} node of puppeteer's @returns {import('./tree.js').Said} */
function said({ role, name = '', children = [], elementHandle, backendNodeId, loaderId, ...states }) {
  return {
    role: SILENT.test(role) ? '' : role === 'RootWebArea' ? 'document' : role, name, children: children.filter((/** @type {any} */ child) => child.role !== 'InlineTextBox').map(said),
    states: Object.fromEntries(Object.entries(states).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))),
  };
}
