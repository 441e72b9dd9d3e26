import { after, afterEach, before } from 'node:test';
import { come } from './come.js';
import { engine, ordinary, startEngine } from './engine.js';
import { injection } from './inject.js';
import { ordinaryBody, startPortal } from './portal.js';
import { startProxy } from './proxy.js';
import { borrowTemoin } from './temoin.js';
import { startThirdParties } from './thirdparty.js';
import { lines } from './tree.js';

/**
 * What every test file needs: the server, a portal on another origin and a browser, started once a file. Each visit has a browser context
 * of its own, which is a visitor who was never here.
 *
 * @param {import('./engine.js').Needs} [needed]
 */
export function suite(needed = {}) {
  /** @type {import('./temoin.js').Temoin} */
  let temoin;
  /** @type {Awaited<ReturnType<typeof startPortal>>} */
  let portal;
  /** @type {import('./engine.js').Engine} */
  let browser;
  const inject = injection(engine === 'webkit');
  /** @type {Awaited<ReturnType<typeof startProxy>>} */
  let proxy;

  /** @type {Awaited<ReturnType<typeof startThirdParties>>} */
  let others;

  before(async () => {
    // One after the other: what has started is stopped also where the next does not start.
    temoin = await borrowTemoin();
    portal = await startPortal(inject);
    others = await startThirdParties();
    browser = await startEngine(inject, () => portal.address, needed);
    proxy = await startProxy(temoin.address, inject);
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
    /** @returns {Promise<any[]>} what the registry holds */
    recorded: () => temoin.recorded(),
    get portal() { return portal.address; },
    /** The services' own hosts. */
    get others() { return others; },

    /** @param {string} [id] @param {string} [attributes] @returns {string} the script tag of a portal */
    tag: (id = 'demonstration', attributes = '') => `<script async fetchpriority="high" ${attributes} src="${proxy.address}/${id}/temoin.js"></script>`,

    /** @param {string} path @param {import('./portal.js').PortalPage} page @returns {string} the page's address */
    publish(path, page) {
      portal.pages.set(path, page);
      return portal.address + path;
    },

    /**
     * Waits until what a choice brings along has come, and the server knows of it: a page that goes meanwhile says so in the console.
     *
     * @param {Visitor} visitor
     */
    async followed(visitor) {
      await proxy.answered(/release-/);
      await visitor.sent();
    },

    /** @param {import('./engine.js').Preferences & {width?: number, height?: number}} [options] */
    async visitor({ width = ordinary.width, height = ordinary.height, ...preferences } = {}) {
      const page = await browser.visit(preferences, { width, height });
      // Tells the server-rendered banner from the one that the bundle puts in its place.
      await page.evaluateOnNewDocument(() => {
        new MutationObserver(() => {
          window.serverRendered ??= document.querySelector('#temoin > .temoin-interface');
        }).observe(document, { childList: true, subtree: true });
      });
      return new Visitor(page, portal.address, browser, needed.requests ? [] : undefined);
    },

    /**
     * A visitor on an ordinary page of a portal that carries the loader.
     *
     * @param {{id?: string, head?: string, body?: string, headers?: Record<string, string>, attributes?: string, prepare?: (visitor: Visitor) => unknown,
     *   width?: number, height?: number} & import('./engine.js').Preferences} [options]
     */
    async visit({ id, head = '', body = ordinaryBody, headers, attributes, prepare, ...options } = {}) {
      const visitor = await this.visitor(options);
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
  /** @type {string[] | undefined} */
  #requests;

  /** @param {import('puppeteer-core').Page} page @param {string} portal @param {import('./engine.js').Engine} browser @param {string[]} [requests] where they are kept */
  constructor(page, portal, browser, requests) {
    this.page = page;
    this.portal = portal;
    this.browser = browser;
    this.#requests = requests;
    /** @type {string[]} what the console said */
    this.console = [];
    if (requests) page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => {
      // Firefox's driver has no words for an error that is passed on as an object.
      const text = message.text().replace('JSHandle@error', () => `an error, told at ${message.location().url}:${message.location().lineNumber}`);
      this.console.push(`${message.type()}: ${text}`);
    });
    page.on('pageerror', (error) => this.console.push(`uncaught: ${error}`));
  }

  /** @returns {string[]} addresses of all requests */
  get requests() {
    if (!this.#requests) throw new Error('nobody keeps the requests: suite({ requests: true }) does');
    return this.#requests;
  }

  /** @param {string} selector */
  see(selector) { return this.page.waitForSelector(selector, { visible: true }); }

  /** @param {string} selector */
  seeNot(selector) { return this.page.waitForSelector(selector, { hidden: true }); }

  /** @param {string} selector @returns {Promise<string[]>} words that do not stand in one line */
  broken(selector) {
    return this.page.$$eval(selector, (elements) => elements.flatMap((element) => {
      const texts = [];
      for (const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT); walker.nextNode();) texts.push(/** @type {Text} */ (walker.currentNode));
      return texts.flatMap((text) => [...text.data.matchAll(/\S+/g)].filter(({ 0: word, index }) => {
        const range = document.createRange();
        range.setStart(text, index);
        range.setEnd(text, index + word.length);
        return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
      }).map(([word]) => word));
    }));
  }

  /** @param {string} selector @returns {Promise<string[]>} those that are not wholly within the window, or not what the pointer would be on */
  outside(selector) {
    return this.page.$$eval(selector, (all) => all.filter((element) => {
      // WebKitGTK says boxes in the zoomed page's pixels, and all else in the window's.
      const scale = 'currentCSSZoom' in element ? 1 : Number(getComputedStyle(document.documentElement).zoom);
      const { left, top, right, bottom } = element.getBoundingClientRect();
      const hit = document.elementFromPoint(scale * (left + right) / 2, scale * (top + bottom) / 2);
      // Multiplied, what it rounded may be a part of a pixel too large.
      const most = scale === 1 ? 0 : 1;
      return left < 0 || top < 0 || scale * right > innerWidth + most || scale * bottom > innerHeight + most || !element.contains(hit);
    }).map(({ id, localName }) => id || localName));
  }

  /** @param {string} selector @param {string} within a selector @returns {Promise<string[]>} those that stick out of it */
  spilt(selector, within) {
    return this.page.evaluate((selector, within) => {
      const outer = /** @type {Element} */ (document.querySelector(within)).getBoundingClientRect();
      return [...document.querySelectorAll(selector)].filter((element) => {
        const { left, top, right, bottom } = element.getBoundingClientRect();
        return left < outer.left - 1 || top < outer.top - 1 || right > outer.right + 1 || bottom > outer.bottom + 1;
      }).map(({ id, localName, className }) => id || `${localName}.${className}`);
    }, selector, within);
  }

  /** Waits until the server has the choices that the browser keeps for it; at once where there are none. */
  sent() { return this.page.waitForFunction(() => !localStorage.temoin); }

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

  /** Waits until the console has said something. @param {RegExp} pattern @returns {Promise<string>} the line */
  hears(pattern) {
    return come(async () => {
      const line = this.console.find((line) => pattern.test(line));
      // WebKit's page tells what it said when it is looked at.
      if (!line) await this.page.evaluate(() => {});
      return line;
    }, () => `the console never said ${pattern}, but: ${this.console.join('\n')}`);
  }

  /** @param {...string} keys pressed one after the other */
  async press(...keys) {
    // Puppeteer's Firefox knows the blank by its character only.
    for (const key of keys) await this.page.keyboard.press(/** @type {any} */ (key === 'Space' ? ' ' : key));
  }

  /**
   * Goes back in the history, also to a page that comes from memory, and so loads nothing that puppeteer's goBack could wait for in Firefox.
   *
   * @param {number} steps
   * @param {string} address of the page that they lead to
   */
  async back(steps, address) {
    await this.page.evaluate((steps) => { setTimeout(() => history.go(-steps)); }, steps);
    // Asked for an answer by a page that is being put away, WebKit's driver gets none any more of the next one either. The address is the browser's to say.
    if (engine === 'webkit') await come(async () => (await this.page.url() === address || undefined), () => `never back at ${address}`);
    await this.page.waitForFunction((address) => location.href === address && document.readyState === 'complete', {}, address);
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
    // What a script has written is on its way to where the driver looks; reading it there waits for that. A form of the page's may be called cookie.
    await this.page.evaluate(() => Reflect.get(Document.prototype, 'cookie', document));
    return this.browser.cookies(this.page);
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

  /** @returns {Promise<import('./tree.js').Said>} what the assistive technology of an assisted visitor gets of the page */
  tree() { return this.browser.tree(this.page); }

  /** Waits until the assistive technology of an assisted visitor gets it: engines tell of what changed a moment after the page has it. @param {string} line role and name */
  async told(line) {
    /** @type {string[]} */
    let all = [];
    await come(async () => {
      all = lines(await this.tree()).map((line) => line.trim());
      return all.find((said) => said === line || said.startsWith(line + ' ['));
    }, () => `assistive technology was never told of ${line}, but: ${all.join('\n')}`);
  }

  /** Turns or stretches the window, until the page is drawn in it. @param {number} width pixels @param {number} height */
  async resize(width, height) {
    await this.page.setViewport({ width, height });
    await this.page.waitForFunction((width) => innerWidth === width, {}, width);
    await this.drawn();
  }

  /** Waits until the page is drawn as it is now. */
  drawn() { return this.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))); }

  /** @returns {Promise<string>} id, or name, of what has the focus */
  focus() {
    return this.page.evaluate(() => {
      const { activeElement } = document;
      return activeElement?.id || activeElement?.className || activeElement?.localName || '';
    });
  }

  close() { return this.page.browserContext().close(); }
}
