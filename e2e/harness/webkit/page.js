import { writeFile } from 'node:fs/promises';
import { EventEmitter } from 'node:events';
import { inputs } from './input.js';
import { CORNER } from './session.js';

/** Milliseconds a wait may take, as puppeteer has it. */
const PATIENCE = 30000;
/** Milliseconds between two looks. */
const PACE = 25;

/**
 * A page of WebKit: as much of puppeteer's Page as the tests use, with the same names and meanings, so that one test runs in every engine. What is not here
 * is in limits.js.
 *
 * Events: "console", "pageerror" (told when the page is next looked at).
 */
export class WebKitPage extends EventEmitter {
  /** @param {import('./browser.js').WebKitContext} context @param {string} handle of its window */
  constructor(context, handle) {
    super();
    this.context = context;
    this.handle = handle;
    Object.assign(this, inputs((actions) => this.command('POST', '/actions', { actions })));
  }

  /** @param {'GET' | 'POST' | 'DELETE'} method @param {string} path @param {object} [body] */
  command(method, path, body) { return this.context.command(this.handle, method, path, body); }

  browserContext() { return this.context; }

  /** @param {string} address @param {{waitUntil?: 'load' | 'domcontentloaded' | string, timeout?: number}} [options] */
  async goto(address, { waitUntil = 'load' } = {}) {
    const next = await this.next(waitUntil);
    await this.command('POST', '/url', { url: address });
    await next();
  }

  async reload({ waitUntil = 'load' } = {}) {
    const next = await this.next(waitUntil);
    await this.command('POST', '/refresh');
    await next();
  }

  async goBack({ waitUntil = 'load' } = {}) {
    const before = await this.evaluate(() => location.href);
    const next = await this.next(waitUntil, before);
    // WebKit's own button passes over pages that a script went to without the visitor.
    await this.evaluate(() => { setTimeout(() => history.back()); });
    await next();
  }

  /** Waits for the next document. */
  async waitForNavigation({ waitUntil = 'load' } = {}) {
    await (await this.next(waitUntil))();
    return null;
  }

  /**
   * Marks the document; what it answers waits for another one, or, where a step in the history stays in the document, for another address.
   *
   * @param {string} until
   * @param {string} [address]
   */
  async next(until, address) {
    await this.evaluate(() => { Object.defineProperty(window, 'left', { value: true, configurable: true }); }).catch(() => {});
    return () => this.waitForFunction((until, address) => {
      // The browser's own first page comes when it likes.
      if (location.href === 'about:blank' || ('left' in window && (address === null || location.href === address))) return false;
      return document.readyState === 'complete' || (until === 'domcontentloaded' && document.readyState === 'interactive');
    }, {}, until, address ?? null);
  }

  url() { return this.command('GET', '/url'); }

  title() { return this.command('GET', '/title'); }

  /**
   * @template Result
   * @param {((...given: any[]) => Result) | string} what
   * @param {...any} given
   * @returns {Promise<Awaited<Result>>}
   */
  async evaluate(what, ...given) {
    return this.run(typeof what === 'function' ? `return (${what})(...${JSON.stringify(given)})` : what);
  }

  /** @param {string} body of a function @returns {Promise<any>} */
  async run(body) {
    const script = `const done = arguments[arguments.length - 1];
      const told = () => { const { said } = window; return Array.isArray(said) ? said.splice(0) : []; };
      (async () => { ${body} })().then((value) => done(JSON.stringify({ value, said: told() })), (error) => done(JSON.stringify({ error: String(error), said: told() })));`;
    const answer = await this.command('POST', '/execute/async', { script, args: [] })
      .catch((error) => { throw new Error(`the page does not answer: ${body}`, { cause: error }); });
    const { value, error, said } = JSON.parse(answer);
    for (const [type, text] of said) {
      if (type === 'uncaught') this.emit('pageerror', text);
      else this.emit('console', { type: () => type, text: () => text });
    }
    if (error) throw new Error(error);
    return value;
  }

  /** @param {string} selector @param {(element: any, ...given: any[]) => any} what @param {...any} given */
  $eval(selector, what, ...given) {
    return this.run(`
      const element = document.querySelector(${JSON.stringify(selector)});
      if (!element) throw new Error('nothing on the page is ' + ${JSON.stringify(selector)});
      return (${what})(element, ...${JSON.stringify(given)});`);
  }

  /** @param {string} selector @param {(elements: any[], ...given: any[]) => any} what @param {...any} given */
  $$eval(selector, what, ...given) {
    return this.run(`return (${what})([...document.querySelectorAll(${JSON.stringify(selector)})], ...${JSON.stringify(given)})`);
  }

  /** @param {string} selector @returns {Promise<{evaluate: (what: (element: any) => any) => Promise<any>} | null>} */
  async $(selector) {
    const found = await this.evaluate((selector) => document.querySelector(selector) !== null, selector);
    return found ? this.handleOf(selector) : null;
  }

  /** @param {string} selector @returns {Promise<{evaluate: (what: (element: any) => any) => Promise<any>}[]>} */
  async $$(selector) {
    const found = await this.evaluate((selector) => document.querySelectorAll(selector).length, selector);
    return Array.from({ length: found }, (_, place) => this.handleOf(selector, place));
  }

  /** @param {string} selector @param {number} [place] among those that it finds */
  handleOf(selector, place = 0) {
    return {
      evaluate: (/** @type {(element: any) => any} */ what, /** @type {any[]} */ ...given) => this.run(`
        const element = document.querySelectorAll(${JSON.stringify(selector)})[${place}];
        return (${what})(element, ...${JSON.stringify(given)});`),
    };
  }

  /**
   * @param {((...given: any[]) => unknown) | string} condition
   * @param {{timeout?: number}} [options]
   * @param {...any} given
   */
  async waitForFunction(condition, { timeout = PATIENCE } = {}, ...given) {
    const began = Date.now();
    for (let last; ;) {
      // A document that is about to go answers nothing.
      const come = await this.run(`return Boolean(await ${typeof condition === 'function' ? `(${condition})(...${JSON.stringify(given)})` : `(${condition})`})`)
        .catch((error) => { last = error; return false; });
      if (come) return;
      if (Date.now() - began > timeout) throw new Error(`never came true: ${condition}`, { cause: last });
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  }

  /** @param {string} selector @param {{visible?: boolean, hidden?: boolean, timeout?: number}} [options] */
  async waitForSelector(selector, { visible = false, hidden = false, timeout } = {}) {
    await this.waitForFunction((selector, visible, hidden) => {
      const element = document.querySelector(selector);
      const box = element?.getBoundingClientRect();
      const seen = element && box && getComputedStyle(element).visibility !== 'hidden' && box.width > 0 && box.height > 0;
      if (hidden) return !seen;
      return visible ? seen : element;
    }, { timeout }, selector, visible, hidden);
    return hidden ? null : this.handleOf(selector);
  }

  /** @param {string} selector */
  async focus(selector) { await this.$eval(selector, (element) => element.focus()); }

  /** @param {string} selector */
  async click(selector) {
    const { x, y } = await this.$eval(selector, (element) => {
      element.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { left, top, width, height } = element.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await this.mouse.click(x, y);
  }

  /** @param {string} selector @param {string} text */
  async type(selector, text) {
    await this.focus(selector);
    await this.keyboard.type(text);
  }

  /** @param {{width: number, height: number}} size of what the page sees */
  async setViewport({ width, height }) {
    // The window's own bars are found out step by step: what the page sees follows a moment after the window.
    const BARS = 200;
    const { bars } = this.context;
    let outer = { width: width + bars.width, height: height + bars.height };
    for (const began = Date.now(); Date.now() - began < PATIENCE;) {
      await this.command('POST', '/window/rect', { x: CORNER, y: CORNER, ...outer });
      let inner = { width: 0, height: 0 };
      for (let looks = 0; looks < 8 && !(inner.width === width && inner.height === height); looks++) {
        if (looks) await new Promise((resolve) => setTimeout(resolve, PACE));
        inner = await this.evaluate(() => ({ width: innerWidth, height: innerHeight }));
      }
      if (inner.width === width && inner.height === height) {
        Object.assign(bars, { width: outer.width - width, height: outer.height - height });
        return;
      }
      const fit = (/** @type {'width' | 'height'} */ side, /** @type {number} */ wanted) => Math.min(Math.max(outer[side] + wanted - inner[side], wanted), wanted + BARS);
      outer = { width: fit('width', width), height: fit('height', height) };
    }
    throw new Error(`the page never was ${width}x${height}`);
  }

  /** @param {() => void} script runs in every document before its own; put there by the servers (inject.js) @param {...any} given */
  async evaluateOnNewDocument(script, ...given) { this.context.inject.add(`(${script})(...${JSON.stringify(given)})`); }

  async bringToFront() { await this.command('GET', '/url'); }

  /** @param {{path?: string}} [options] @returns {Promise<Buffer>} a PNG of what is on screen */
  async screenshot({ path } = {}) {
    const image = Buffer.from(await this.command('GET', '/screenshot'), 'base64');
    if (path) await writeFile(path, image);
    return image;
  }

  async close() { await this.command('DELETE', '/window'); }
}
