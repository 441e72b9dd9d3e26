/** What ends a press, by pointer or key, or takes it from the page. */
const ENDS = ['pointerup', 'pointercancel', 'keyup', 'blur', 'pageshow'];

/** The keys that press a button. */
export const PRESSING = /^( |Enter)$/;

/**
 * @param {number} [more] milliseconds after the end
 * @returns {Promise<void>} when the press that is under way has ended, and its click has come
 */
export function ended(more) {
  return new Promise((resolve) => {
    const end = (/** @type {Event & {key?: string}} */ { type, target, key }) => {
      // Another key, or an element that loses the focus, ends nothing.
      if (type === 'keyup' ? !PRESSING.test(key ?? '') : type === 'blur' && target !== window) return;
      for (const type of ENDS) window.removeEventListener(type, end, true);
      // The click comes after the event that ends the press.
      setTimeout(resolve, more);
    };
    for (const type of ENDS) window.addEventListener(type, end, true);
  });
}

/**
 * Resolves when no button of the host is held down, by pointer or key.
 *
 * @param {Element} host
 */
export async function released(host) {
  // Not until this is no longer so: in WebKit, a button whose Space was let go elsewhere stays so for good.
  if (host.querySelector(':active')) await ended();
}
