/** Pixels between the banner and what was freed of it. */
const GAP = 8;

/**
 * What has the focus is never hidden by the banner (WCAG 2.4.11), nor cut where it would fit. Where scrolling cannot free it, the banner goes to the other edge.
 *
 * @param {HTMLElement} host
 */
export function keepFocusVisible(host) {
  /** @param {{target: EventTarget | null}} event */
  const onFocus = ({ target }) => {
    if (!(target instanceof Element) || target === document.body || host.contains(target)) return;
    // The browser scrolls to what has the focus after this event; WebKit in a task of its own, which may come after the frame.
    requestAnimationFrame(() => {
      free(target);
      setTimeout(free, 0, target);
    });
  };
  /** @param {Element} target */
  const free = (target) => {
    const banner = host.querySelector('.temoin-banner');
    if (!banner || document.activeElement !== target || scrolledFree(target, banner)) return;
    const { side } = host.dataset;
    host.dataset.side = side === 'top' ? 'bottom' : 'top';
    if (scrolledFree(target, banner)) return;
    if (side) host.dataset.side = side;
    else delete host.dataset.side;
  };
  document.addEventListener('focusin', onFocus);
  // The banner may have come over what has the focus already.
  onFocus({ target: document.activeElement });
}

/**
 * Scrolls the page until the target is clear of the banner. Where that is in vain (what is fixed does not scroll), the page stays where it was.
 *
 * @param {Element} target
 * @param {Element} banner
 * @returns {boolean} whether it is clear
 */
function scrolledFree(target, banner) {
  if (!covers(banner, target)) return true;
  const edge = banner.getBoundingClientRect();
  const box = target.getBoundingClientRect();
  const { scrollX, scrollY } = window;
  scrollBy({ top: edge.top <= 0 ? box.top - edge.bottom - GAP : box.bottom - edge.top + GAP, behavior: 'instant' });
  if (!covers(banner, target)) return true;
  scrollTo({ left: scrollX, top: scrollY, behavior: 'instant' });
  return false;
}

/**
 * @param {Element} banner
 * @param {Element} target
 * @returns {boolean} whether it hides the target; a part of it only where the target has room beside it, and is not what the pointer is on: nobody's page jumps
 *   under a click
 */
function covers(banner, target) {
  const over = banner.getBoundingClientRect();
  const box = target.getBoundingClientRect();
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  if (top >= over.bottom || bottom <= over.top || box.left >= over.right || box.right <= over.left) return false;
  if (top >= over.top && bottom <= over.bottom && box.left >= over.left && box.right <= over.right) return true;
  return box.height + 2 * GAP <= innerHeight - over.height && !target.matches(':hover');
}
