/**
 * What has the focus is never hidden by the banner (WCAG 2.4.11). Where scrolling cannot free it, the banner goes to the other edge.
 *
 * @param {HTMLElement} host
 */
export function keepFocusVisible(host) {
  /** @param {{target: EventTarget | null}} event */
  const onFocus = ({ target }) => {
    // The browser scrolls to what has the focus after this event.
    if (target instanceof Element && target !== document.body && !host.contains(target)) requestAnimationFrame(() => free(target));
  };
  /** @param {Element} target */
  const free = (target) => {
    const banner = host.querySelector('.temoin-banner');
    if (!banner || document.activeElement !== target) return;
    scrollOut(target, banner);
    if (!overlaps(target, banner)) return;
    host.dataset.side = host.dataset.side === 'top' ? 'bottom' : 'top';
    scrollOut(target, banner);
  };
  document.addEventListener('focusin', onFocus);
  // The banner may have come over what has the focus already.
  onFocus({ target: document.activeElement });
}

/** Scrolls the page until the target is clear of the banner, as far as it goes. @param {Element} target @param {Element} banner */
function scrollOut(target, banner) {
  if (!overlaps(target, banner)) return;
  const gap = 8;
  const edge = banner.getBoundingClientRect();
  const box = target.getBoundingClientRect();
  const atTop = edge.top <= 0;
  scrollBy({ top: atTop ? box.top - edge.bottom - gap : box.bottom - edge.top + gap, behavior: 'instant' });
}

/** @param {Element} a @param {Element} b */
function overlaps(a, b) {
  const x = a.getBoundingClientRect();
  const y = b.getBoundingClientRect();
  return x.top < y.bottom && x.bottom > y.top && x.left < y.right && x.right > y.left;
}
