import { idle } from './idle.js';

/** Milliseconds a portal's own scripts have after the load to bring their "Gérer mes cookies". */
const GRACE = 2000;

/**
 * Any element with data-temoin-open reopens the panel, whenever it comes to the page. Where the page has none, ours shows.
 *
 * @param {(opener: Element) => void} open
 * @param {() => Promise<unknown>} settled when whatever else the page has a place for is there
 * @param {() => void} offer shows ours
 */
export function watchOpeners(open, settled, offer) {
  document.addEventListener('click', (event) => {
    // composedPath sees into the shadow roots of a portal's own elements.
    const marked = /** @type {Element} */ (event.composedPath()[0]).closest?.('[data-temoin-open]');
    if (!marked) return;
    event.preventDefault();
    // Inside a link or button, that is what had the focus and gets it back.
    open(marked.closest('a, button') ?? marked);
  }, true);
  idle().then(() => setTimeout(async () => {
    await settled();
    if (!document.querySelector('[data-temoin-open]')) offer();
  }, GRACE));
}
