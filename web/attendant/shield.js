/**
 * What a portal's handlers do at any click, key or focus (close pop-ins, forbid, bring the focus back) ends where ours begins. A click on the banner's buttons
 * does not wait for it: the loader hears of that before the page does.
 *
 * @param {HTMLElement} host
 */
export function shield(host) {
  const { stopPropagation } = Event.prototype;
  for (const type of ['click', 'mousedown', 'pointerdown', 'touchstart', 'keydown', 'keyup', 'keypress', 'focusin']) {
    window.addEventListener(type, (event) => {
      if (!host.contains(/** @type {Node} */ (event.target))) return;
      if (type === 'focusin') stopPropagation.call(event);
      event.preventDefault = event.stopPropagation = event.stopImmediatePropagation = () => {};
    }, true);
    host.addEventListener(type, (event) => stopPropagation.call(event), { passive: true });
  }
}
