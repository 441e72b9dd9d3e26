/**
 * Resolves when no button of the host is held down, by pointer or key.
 *
 * @param {Element} host
 * @returns {Promise<void>}
 */
export function released(host) {
  return new Promise((resolve) => {
    const ends = ['pointerup', 'pointercancel', 'keyup', 'blur'];
    const look = () => {
      if (host.querySelector(':active')) return;
      for (const type of ends) window.removeEventListener(type, later, true);
      resolve();
    };
    // The click comes after the event that ends the press.
    const later = () => setTimeout(look);
    for (const type of ends) window.addEventListener(type, later, true);
    look();
  });
}
