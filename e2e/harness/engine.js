import { lacks } from './limits.js';

/**
 * The engine that the tests run in: the environment variable ENGINE, or Chromium. Whatever the engine, a test gets a page with the names and meanings of
 * puppeteer's Page.
 *
 * @typedef {object} Preferences of a visitor
 * @property {boolean} [javaScript]
 * @property {boolean} [dark] prefers dark colours
 * @property {boolean} [still] prefers no movement
 * @property {boolean} [forced] has the system's colours forced on pages
 * @property {boolean} [assisted] has assistive technology, which asks for the accessibility tree
 * @property {number} [text] the size of text that the visitor has chosen in the browser, in pixels; 16 without
 *
 * @typedef {{width: number, height: number}} Size of what the page sees, in pixels
 *
 * @typedef {object} Needs what few tests need, and every visit pays for
 * @property {'whole' | 'shell'} [chromium] the whole browser where its shell will not do: a clipboard, pages kept for "Back"
 * @property {boolean} [requests] the log of requests, Visitor.requests: a fifth of the time that Firefox takes
 * @property {boolean} [pictures] what is on screen as an image: a quarter of the time that WebKit takes
 *
 * @typedef {object} Engine
 * @property {(preferences: Preferences, size: Size) => Promise<import('puppeteer-core').Page>} visit a page of a visitor who was never here
 * @property {(page: import('puppeteer-core').Page) => Promise<import('puppeteer-core').Cookie[]>} cookies that the visitor's browser holds
 * @property {(page: import('puppeteer-core').Page) => Promise<import('./tree.js').Said>} tree all that it gets of an assisted visitor's page
 * @property {() => Promise<void>} close
 */

/** The window of a visitor who says nothing else. @type {Size} */
export const ordinary = { width: 1280, height: 800 };

export const engine = process.env.ENGINE ?? 'chromium';

/**
 * @param {import('./inject.js').Injection} inject
 * @param {() => string} portal address
 * @param {Needs} needs
 * @returns {Promise<Engine>}
 */
export async function startEngine(inject, portal, { chromium = 'shell', requests = false, pictures = false }) {
  // Each fetched where it is wanted: puppeteer alone takes half a second of every file.
  if (engine === 'chromium') return (await import('./chromium.js')).startChromium(chromium);
  if (engine === 'firefox') return (await import('./firefox/browser.js')).startFirefox(requests);
  if (engine === 'webkit') return (await import('./webkit/browser.js')).startWebKit(inject, portal, pictures);
  throw new Error(`ENGINE is chromium, firefox or webkit, not ${engine}`);
}

/**
 * For a test that asks an engine for what it, or its driver, does not have: "it(name, needs('…'), test)".
 *
 * @param {...string} abilities
 * @returns {{skip: string | false}} skipped with the reason where the engine lacks one of them
 */
export function needs(...abilities) {
  const missing = abilities.map((ability) => lacks(engine, ability)).find(Boolean);
  return { skip: missing ?? false };
}
