import { portal } from './config.js';
import { openHost } from './host.js';

/** Milliseconds a portal's own scripts have after the load to bring their "Gérer mes cookies". */
const GRACE = 2000;

/**
 * Any element with data-temoin-open reopens the panel, whenever it comes to the page. Where the page has none, ours shows.
 *
 * @param {(opener: Element) => void} open
 * @param {() => Promise<unknown>} settled when the words are there, and whatever else the page has a place for
 */
export function watchOpeners(open, settled) {
  document.addEventListener('click', (event) => {
    // composedPath sees into the shadow roots of a portal's own elements.
    const marked = /** @type {Element} */ (event.composedPath()[0]).closest?.('[data-temoin-open]');
    if (!marked) return;
    event.preventDefault();
    // Inside a link or button, that is what had the focus and gets it back.
    open(marked.closest('a, button') ?? marked);
  }, true);
  const offer = () => setTimeout(async () => {
    await settled();
    if (!document.querySelector('[data-temoin-open]')) addOwn();
  }, GRACE);
  if (document.readyState === 'complete') offer();
  else window.addEventListener('load', offer, { once: true });
}

/** A button of ours, in the corner, below the banner while that is there. */
function addOwn() {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'temoin-reopen';
  button.dataset.temoinOpen = '';
  button.textContent = portal.manage;
  openHost().append(button);
}
