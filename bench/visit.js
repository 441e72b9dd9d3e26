import { readFile } from 'node:fs/promises';
import { BINDING, watch } from './watch.js';
import { Line, now } from './shaping.js';

/**
 * A visitor who was never here: an own browser context, an empty cache, a phone's window, French, a slowed processor.
 *
 * @typedef {import('./watch.js').Seen} Seen
 * @typedef {import('./peers/contestant.js').Contestant} Contestant
 */

/** Milliseconds without a byte on the line, nor a long task, after which a page is calm. */
const CALM = 1000;
/** Seconds of processor time within 100 ms below which the browser's own processes are idle; the system counts hundredths. */
const IDLE = 0.015;
/** Milliseconds after which a banner that did not come, a page that did not calm down, or a click that was not stored, is given up. */
const PATIENCE = 30000;
const LOST = 2000;

export class Visit {
  /** @type {((message: {what: string, x: number, y: number}) => void)[]} */
  #listeners = [];
  /** @type {Map<string, any>} */
  #told = new Map();
  /** @type {Promise<unknown>} */
  #arrived = Promise.resolve();
  /** @type {Promise<number> | undefined} */
  #process;
  /** @type {Set<string>} hosts that the page asked anything of */
  hosts = new Set();

  /**
   * @param {import('puppeteer-core').Browser} browser
   * @param {import('./shaping.js').Line} line
   * @param {Contestant} contestant
   * @param {{slowdown?: number, width?: number, height?: number}} [settings]
   */
  static async begin(browser, line, contestant, { slowdown = 4, width = 412, height = 823 } = {}) {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.setViewport({ width, height });
    const visit = new Visit(context, page, await page.createCDPSession(), line, contestant);
    // First, because Chromium slows a page down by keeping its processor busy.
    await windowReady(browser);
    await visit.#prepare(slowdown);
    return visit;
  }

  /**
   * @param {import('puppeteer-core').BrowserContext} context
   * @param {import('puppeteer-core').Page} page
   * @param {import('puppeteer-core').CDPSession} client
   * @param {import('./shaping.js').Line} line
   * @param {Contestant} contestant
   */
  constructor(context, page, client, line, contestant) {
    this.context = context;
    this.page = page;
    this.client = client;
    this.line = line;
    this.contestant = contestant;
    page.on('request', (request) => {
      const { protocol, hostname } = new URL(request.url());
      if (protocol.startsWith('http')) this.hosts.add(hostname);
    });
  }

  /** @param {number} slowdown of the page's main thread */
  async #prepare(slowdown) {
    const { banner, buttons, refuse, stored } = this.contestant;
    this.client.on('Runtime.bindingCalled', ({ name, payload }) => {
      if (name !== BINDING) return;
      const message = JSON.parse(payload);
      this.#told.set(message.what, message);
      for (const listener of this.#listeners) listener(message);
    });
    await this.client.send('Runtime.enable');
    await this.client.send('Runtime.addBinding', { name: BINDING });
    await this.client.send('Network.setUserAgentOverride', { userAgent: await this.page.browser().userAgent(), acceptLanguage: 'fr-FR,fr' });
    await this.client.send('Emulation.setCPUThrottlingRate', { rate: slowdown });
    await this.page.evaluateOnNewDocument(watch, { banner, buttons, refuse, stored: stored?.source });
  }

  /** Has Chromium itself slow the page's requests down, as a line like ours would, but for a connection's own round trip. */
  async emulateLine() {
    await this.client.send('Network.enable');
    const { roundTrip, bytesPerMillisecond } = new Line();
    const throughput = bytesPerMillisecond * 1000;
    await this.client.send('Network.emulateNetworkConditions', { offline: false, latency: roundTrip, downloadThroughput: throughput, uploadThroughput: throughput });
  }

  /** Goes to a page without waiting for it. @param {string} address @returns {Promise<import('./shaping.js').Log>} what comes over the line from now on */
  async go(address) {
    await this.#arrived;
    this.#told.clear();
    const log = this.line.begin();
    this.#arrived = this.page.goto(address, { waitUntil: 'domcontentloaded', timeout: PATIENCE });
    // Awaited by those who look at the page; a banner is there before.
    this.#arrived.catch(() => {});
    return log;
  }

  /** @param {string} what @param {number} patience @returns {Promise<any>} what the page told, or undefined if it did not in time */
  #hears(what, patience) {
    if (this.#told.has(what)) return Promise.resolve(this.#told.get(what));
    return new Promise((resolve) => {
      const late = setTimeout(() => resolve(undefined), patience);
      this.#listeners.push((message) => {
        if (message.what !== what) return;
        clearTimeout(late);
        resolve(message);
      });
    });
  }

  /** Waits for the banner. @returns {Promise<{x: number, y: number}>} where its button that refuses is */
  async banner() {
    const place = await this.#hears('shown', PATIENCE);
    if (place) return place;
    throw new Error(`${this.contestant.name}: no banner on screen after ${PATIENCE} ms: look at the selectors in bench/peers. ${JSON.stringify(await this.seen())}`);
  }

  /**
   * Waits until the page has loaded, what the banner starts by itself has started, and line and main thread are calm.
   *
   * @param {string} [started] an expression, see Contestant
   */
  async calm(started = this.contestant.started ?? 'true') {
    await this.#arrived;
    const end = now() + PATIENCE;
    for (;;) {
      const quiet = now() - this.line.lastActive;
      const { loaded, still } = await this.page.evaluate((started) => {
        const { lastTask } = /** @type {any} */ (window).benchSeen;
        return { loaded: document.readyState === 'complete' && (0, eval)(started), still: performance.now() - lastTask };
      }, started);
      if (loaded && quiet >= CALM && still >= CALM) return;
      if (now() > end) throw new Error(`${this.contestant.name}: not calm after ${PATIENCE} ms (loaded and started: ${loaded}; line quiet for ${Math.round(quiet)} ms)`);
      await new Promise((resolve) => setTimeout(resolve, Math.max(50, CALM - Math.min(quiet, still))));
    }
  }

  /** Waits until the last byte of what the contestant starts by itself has come over the line: it is about to start. */
  async starting() {
    const { heaviest, name } = this.contestant;
    const { log } = this.line;
    const end = now() + PATIENCE;
    for (;;) {
      const asked = log.requests.find(({ line }) => heaviest?.test(line));
      const last = log.received.at(-1);
      // Packets of an answer follow each other in less than this.
      if (asked && last && last.time > asked.time + this.line.roundTrip / 2 && now() - last.time > 50) return;
      if (now() > end) throw new Error(`${name}: nothing like ${heaviest} came over the line: look at "heaviest" in bench/peers`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Presses the button that refuses. @param {{x: number, y: number}} place @returns {Promise<boolean>} whether the refusal was stored */
  async refuse({ x, y }) {
    await this.page.mouse.click(x, y);
    const [stored, painted] = await Promise.all([this.#hears('stored', LOST), this.#hears('painted', PATIENCE)]);
    if (!painted) throw new Error(`${this.contestant.name}: the click did not reach the button that refuses: look at "refuse" in bench/peers`);
    return Boolean(stored);
  }

  /** @returns {Promise<{x: number, y: number}>} where the button that refuses is now */
  place() {
    return this.page.evaluate((selector) => {
      const { left, top, width, height } = /** @type {Element} */ (document.querySelector(selector)).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    }, this.contestant.refuse ?? '');
  }

  /** @returns {Promise<Seen>} */
  async seen() {
    await this.#arrived;
    return this.page.evaluate(() => /** @type {any} */ (window).benchSeen);
  }

  /** @returns {Promise<number>} when the navigation started, as in now() */
  origin() { return this.page.evaluate(() => performance.timeOrigin); }

  /** @returns {Promise<number>} bytes of memory that the page's process has for itself after a collection, once it no longer falls */
  async memory() {
    this.#process ??= this.#findProcess();
    const id = await this.#process;
    let last = Infinity;
    for (let tries = 0; tries < 10; tries++) {
      await this.client.send('HeapProfiler.collectGarbage');
      const bytes = await privateMemory(id);
      if (bytes > last * 0.99) return bytes;
      last = bytes;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    return last;
  }

  /** The browser does not say which of its processes holds a page: the one that works when the page does. @returns {Promise<number>} its id */
  async #findProcess() {
    const client = await this.page.browser().target().createCDPSession();
    const times = async () => {
      const { processInfo } = await client.send('SystemInfo.getProcessInfo');
      return new Map(processInfo.filter(({ type }) => type === 'renderer').map(({ id, cpuTime }) => [id, cpuTime]));
    };
    try {
      const before = await times();
      for (let tries = 0; tries < 20; tries++) {
        await this.page.evaluate(() => {
          const end = performance.now() + 150;
          while (performance.now() < end);
        });
        const [first, second] = [...await times()].map(([id, time]) => ({ id, time: time - (before.get(id) ?? 0) })).sort((a, b) => b.time - a.time);
        if (first.time >= 0.1 && first.time > 3 * (second?.time ?? 0)) return first.id;
      }
      throw new Error("cannot tell the page's process from the browser's others");
    } finally {
      await client.detach();
    }
  }

  end() { return this.context.close(); }
}

/**
 * Waits until the browser is done with the window that it has opened: it loads pages of its own into it, the address bar's among them, for half a second and
 * more on two cores. A visitor's window is there before the page is.
 *
 * @param {import('puppeteer-core').Browser} browser
 */
async function windowReady(browser) {
  const client = await browser.target().createCDPSession();
  const used = async () => (await client.send('SystemInfo.getProcessInfo')).processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
  const end = now() + PATIENCE;
  try {
    for (let last = await used(), idle = 0; idle < 3;) {
      if (now() > end) throw new Error(`the browser's own processes are not idle after ${PATIENCE} ms: something else keeps them, or the machine, busy`);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const spent = await used();
      // A process that ended takes its time out of the sum.
      idle = Math.abs(spent - last) < IDLE ? idle + 1 : 0;
      last = spent;
    }
  } finally {
    await client.detach();
  }
}

/**
 * What the system counts as a process's own: scripts, elements, compiled code and WebAssembly's memory alike.
 *
 * @param {number} id of the process
 * @returns {Promise<number>} bytes
 */
async function privateMemory(id) {
  const smaps = await readFile(`/proc/${id}/smaps_rollup`, 'utf8');
  let bytes = 0;
  for (const [, kilobytes] of smaps.matchAll(/^Private_(?:Clean|Dirty): +(\d+) kB/gm)) bytes += Number(kilobytes) * 1024;
  return bytes;
}
