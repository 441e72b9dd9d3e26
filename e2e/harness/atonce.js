/**
 * Puppeteer finds an element in one step and looks at it in another, and between the two the bundle may put its own in that one's place: here, both are one.
 *
 * @param {import('puppeteer-core').Page} page
 * @returns {import('puppeteer-core').Page} the same
 */
export function atOnce(page) {
  const $eval = (/** @type {string} */ selector, /** @type {Function} */ what, /** @type {any[]} */ ...given) => page.evaluate(`{
    const element = document.querySelector(${JSON.stringify(selector)});
    if (!element) throw new Error('nothing on the page is ' + ${JSON.stringify(selector)});
    (${what})(element, ${listed(given)});
  }`);
  const $$eval = (/** @type {string} */ selector, /** @type {Function} */ what, /** @type {any[]} */ ...given) =>
    page.evaluate(`(${what})([...document.querySelectorAll(${JSON.stringify(selector)})], ${listed(given)})`);
  const focus = (/** @type {string} */ selector) => $eval(selector, (/** @type {HTMLElement} */ element) => element.focus());
  return Object.assign(page, /** @type {any} */ ({ $eval, $$eval, focus }));
}

/** @param {any[]} given @returns {string} arguments, written out */
export const listed = (given) => given.map((value) => String(JSON.stringify(value))).join(', ');
