/** Keys that press or close, and repeat while they are held down. */
const HELD = /^(Enter|Escape)$/;

/**
 * A press takes what is ours away, and may go on: the second click of who double-clicks everything would follow the page's link that lay below, and Enter that is held down
 * would press what has the focus back, "Gérer mes cookies", again. What began with us goes no further.
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
  return () => { ours = true; };
}
