import { listed } from '../atonce.js';

/** Milliseconds a wait may take, as puppeteer has it, and between two looks. */
const PATIENCE = 30000;
const PACE = 50;

/**
 * A page of a Firefox in which scripts are switched off. The driver's own functions run there all the same, but what waits for a promise in the page waits for
 * ever: of puppeteer's ways to look at a page those are replaced that do.
 *
 * @param {import('puppeteer-core').Page} page
 * @returns {import('puppeteer-core').Page}
 */
export function withoutPromises(page) {
  const call = (/** @type {Function} */ what, /** @type {any[]} */ given) => `(${what})(${listed(given)})`;
  const waitForFunction = async (/** @type {Function | string} */ condition, { timeout = PATIENCE } = {}, /** @type {any[]} */ ...given) => {
    for (const began = Date.now(); ;) {
      // A document that is about to go answers nothing.
      if (await page.evaluate(typeof condition === 'string' ? condition : call(condition, given)).catch(() => false)) return;
      if (Date.now() - began > timeout) throw new Error(`never came true: ${condition}`);
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
  };
  const waitForSelector = async (/** @type {string} */ selector, { visible = false, hidden = false, timeout = PATIENCE } = {}) => {
    await waitForFunction((/** @type {string} */ selector, /** @type {boolean} */ visible, /** @type {boolean} */ hidden) => {
      const element = document.querySelector(selector);
      const box = element?.getBoundingClientRect();
      const seen = element && box && getComputedStyle(element).visibility !== 'hidden' && box.width > 0 && box.height > 0;
      if (hidden) return !seen;
      return Boolean(visible ? seen : element);
    }, { timeout }, selector, visible, hidden);
    return hidden ? null : page.$(selector);
  };
  return Object.assign(page, /** @type {any} */ ({ waitForFunction, waitForSelector }));
}
