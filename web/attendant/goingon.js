/** Keys that press or close, and repeat while they are held down. */
const HELD = /^(Enter|Escape)$/;

/**
 * A press takes what is ours away, and may go on: the second click of who double-clicks everything would follow the page's link that lay below, and Enter that is held down
 * would press what has the focus back, "Gérer mes cookies", again. What began with us goes no further. The other way round, the second click on what opened the panel may land
 * on the panel: it decides nothing.
 *
 * @param {HTMLElement} host
 * @returns {() => void} tells of a press on what is ours that came before us
 */
export function endWhatGoesOn(host) {
  let ours = false;
  for (const type of ['mousedown', 'mouseup', 'click', 'dblclick', 'keydown']) {
    window.addEventListener(type, (event) => {
      const { detail, key = '', repeat } = /** @type {MouseEvent & KeyboardEvent} */ (event);
      const within = event.composedPath().includes(host);
      if (repeat ? HELD.test(key) : detail > 1) {
        if (!ours || within) return;
        event.preventDefault();
        event.stopImmediatePropagation();
      } else if (/down/.test(type)) {
        ours = within;
      }
    }, true);
  }
  host.addEventListener('click', (event) => {
    if (event.detail < 2 || !(/** @type {Element} */ (event.target).closest('.temoin-panel'))) return;
    // The event's own are out of order, for the portal's handlers (shield.js).
    CustomEvent.prototype.preventDefault.call(event);
    CustomEvent.prototype.stopImmediatePropagation.call(event);
  }, true);
  return () => { ours = true; };
}
