/**
 * What a portal's handlers do at any click, key, focus, change or turn of the wheel (close pop-ins, forbid, bring the focus back, send forms) ends where ours begins. A click on the banner's buttons
 * does not wait for it: the loader hears of that before the page does.
 *
 * @param {HTMLElement} host
 * @param {() => void} focused hears of the focus, of which nobody else does: jQuery up to its version 3, Materialize and a11y-dialog listen to "focus" on its way down to bring it
 *   back into their dialog, others to "focusin"
 */
export function shield(host, focused) {
  // Not from Event, which a portal may have replaced by its own (MooTools).
  const { preventDefault, stopPropagation } = CustomEvent.prototype;
  // Nothing that a portal has added to all objects ("get", say) is a part of it.
  const own = { __proto__: null, value() {}, configurable: true };
  for (const type of ['click', 'mousedown', 'pointerdown', 'touchstart', 'touchmove', 'wheel', 'keydown', 'keyup', 'keypress', 'focus', 'focusin', 'input', 'change', 'submit']) {
    window.addEventListener(type, (event) => {
      // Of the window too, which is no part of a page.
      if (!event.composedPath().includes(host)) return;
      if (/^focus/.test(type)) {
        stopPropagation.call(event);
        focused();
      }
      // Nothing of ours is sent as a form: the program reads what it needs.
      if (type === 'submit') preventDefault.call(event);
      Object.defineProperties(event, { preventDefault: own, stopPropagation: own, stopImmediatePropagation: own });
    }, { capture: true, passive: type !== 'submit' });
    host.addEventListener(type, (event) => stopPropagation.call(event), { passive: true });
  }
}
