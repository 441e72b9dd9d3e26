import { after, afterEach, before } from 'node:test';
import { startBrowser } from './browser.js';
import { ordinaryBody, startPortal } from './portal.js';
import { startProxy } from './proxy.js';
import { startTemoin } from './temoin.js';
import { startThirdParties } from './thirdparty.js';

/**
 * What every test file needs: the server, a portal on another origin and a browser, started once a file. Each visit has a browser context
 * of its own, which is a visitor who was never here.
 */
export function suite() {
  /** @type {Awaited<ReturnType<typeof startTemoin>>} */
  let temoin;
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {import('puppeteer-core').Browser} */
  let browser;
  /** @type {Awaited<ReturnType<typeof startProxy>>} */
  let proxy;

  /** @type {Awaited<ReturnType<typeof startThirdParties>>} */
  let others;

  before(async () => {
    [temoin, portal, browser, others] = await Promise.all([startTemoin(), startPortal(), startBrowser(), startThirdParties()]);
    proxy = await startProxy(temoin.address);
  });
  afterEach(() => {
    proxy.reset();
    others.reset();
  });
  after(async () => {
    await browser?.close();
    await Promise.all([proxy?.stop(), portal?.stop(), others?.stop()]);
    await temoin?.stop();
  });

  return {
    /** The server's address, as browsers reach it. */
    get temoin() { return proxy.address; },
    /** What stands between browser and server. */
    get proxy() { return proxy; },
    get portal() { return portal.address; },
    get browser() { return browser; },
    /** The services' own hosts. */
    get others() { return others; },

    /** @param {string} [id] @param {string} [attributes] @returns {string} the script tag of a portal */
    tag: (id = 'demonstration', attributes = '') => `<script async ${attributes} src="${proxy.address}/${id}/temoin.js"></script>`,

    /** @param {string} path @param {import('./portal.js').PortalPage} page @returns {string} the page's address */
    publish(path, page) {
      portal.pages.set(path, page);
      return portal.address + path;
    },

    /** @param {{javaScript?: boolean, width?: number, height?: number}} [options] */
    async visitor({ javaScript = true, width = 1280, height = 800 } = {}) {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      await page.setViewport({ width, height });
      await page.setJavaScriptEnabled(javaScript);
      // Tells the server-rendered banner from the one that the bundle puts in its place.
      await page.evaluateOnNewDocument(() => {
        new MutationObserver(() => {
          window.serverRendered ??= document.querySelector('#temoin > .temoin-interface');
        }).observe(document, { childList: true, subtree: true });
      });
      return new Visitor(page, portal.address);
    },

    /**
     * A visitor on an ordinary page of a portal that carries the loader.
     *
     * @param {{id?: string, head?: string, body?: string, headers?: Record<string, string>, attributes?: string, prepare?: (visitor: Visitor) => unknown,
     *   width?: number, height?: number}} [options]
     */
    async visit({ id, head = '', body = ordinaryBody, headers, attributes, prepare, width, height } = {}) {
      const visitor = await this.visitor({ width, height });
      const path = `/page-${portal.pages.size}`;
      this.publish(path, { head: head + this.tag(id, attributes), body, headers });
      this.publish('/autre', { head: this.tag(id), body: ordinaryBody });
      await prepare?.(visitor);
      await visitor.page.goto(portal.address + path, { waitUntil: 'load' });
      return visitor;
    },
  };
}

/** A person with a browser. */
export class Visitor {
  /** @param {import('puppeteer-core').Page} page @param {string} portal */
  constructor(page, portal) {
    this.page = page;
    this.portal = portal;
    /** @type {string[]} addresses of all requests */
    this.requests = [];
    /** @type {string[]} what the console said */
    this.console = [];
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.console.push(`uncaught: ${error}`));
  }

  /** @param {string} selector */
  see(selector) { return this.page.waitForSelector(selector, { visible: true }); }

  /** @param {string} selector */
  seeNot(selector) { return this.page.waitForSelector(selector, { hidden: true }); }

  /** Waits until the bundle has taken the banner over. */
  handedOver() {
    return this.page.waitForFunction(() => {
      const root = document.querySelector('#temoin > .temoin-interface');
      return root && root !== window.serverRendered;
    });
  }

  /**
   * Presses what is at the selector's place, as a person does: also while the bundle puts its own button there.
   *
   * @param {string} selector
   */
  async click(selector) {
    const { x, y } = await this.place(selector);
    await this.page.mouse.click(x, y);
  }

  /** @param {string} selector @returns {Promise<{x: number, y: number}>} its middle, scrolled to */
  async place(selector) {
    await this.see(selector);
    // One call: a handle could be that of the element that the bundle replaces meanwhile.
    return this.page.evaluate((selector) => {
      const element = /** @type {Element} */ (document.querySelector(selector));
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, selector);
  }

  /** @returns {Promise<import('puppeteer-core').Cookie[]>} every cookie of the browser, of all hosts */
  async cookies() {
    // Chromium writes document.cookie behind the script's back; reading it there waits for that.
    await this.page.evaluate(() => document.cookie);
    const client = await this.page.createCDPSession();
    const { cookies } = await client.send('Network.getAllCookies');
    await client.detach();
    return /** @type {any} */ (cookies);
  }

  /** @returns {Promise<any>} what the cookie cookies_preferences says, or undefined */
  async choice() {
    const cookie = (await this.cookies()).find(({ name }) => name === 'cookies_preferences');
    return cookie && JSON.parse(decodeURIComponent(cookie.value));
  }

  /** @param {object | string} value puts a cookie of an earlier visit into the browser */
  async remember(value) {
    const text = typeof value === 'string' ? value : encodeURIComponent(JSON.stringify(value));
    await this.page.browserContext().setCookie({ name: 'cookies_preferences', value: text, domain: 'portail.localhost', path: '/' });
  }

  /** @returns {Promise<string>} id, or name, of what has the focus */
  focus() {
    return this.page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.id || activeElement?.className || activeElement?.localName || '';
    });
  }

  close() { return this.page.browserContext().close(); }
}
