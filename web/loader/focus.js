/**
 * What has the focus is never hidden by the banner (WCAG 2.4.11). Where scrolling cannot free it, the banner goes to the other edge.
 *
 * @param {HTMLElement} host
 * @returns {() => void} stops watching
 */
export function keepFocusVisible(host) {
  /** @param {FocusEvent} event */
  const onFocus = (event) => {
    const target = /** @type {Element} */ (event.target);
    if (host.contains(target)) return;
    const banner = host.querySelector('.temoin-banner');
    if (!banner || !target.getBoundingClientRect || !overlaps(target, banner)) return;
    const edge = banner.getBoundingClientRect();
    const box = target.getBoundingClientRect();
    const gap = 8;
    const atTop = host.dataset.side === 'top';
    scrollBy({ top: atTop ? box.top - edge.bottom - gap : box.bottom - edge.top + gap, behavior: 'instant' });
    if (overlaps(target, banner)) host.dataset.side = atTop ? 'bottom' : 'top';
  };
  document.addEventListener('focusin', onFocus);
  return () => document.removeEventListener('focusin', onFocus);
}

/** @param {Element} a @param {Element} b */
function overlaps(a, b) {
  const x = a.getBoundingClientRect();
  const y = b.getBoundingClientRect();
  return x.top < y.bottom && x.bottom > y.top && x.left < y.right && x.right > y.left;
}
