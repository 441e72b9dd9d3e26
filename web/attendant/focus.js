import { attempt } from '../gate/attempt.js';
import { around, focused, pointedAt } from './across.js';
import { giveWay, modalAround } from './below.js';
import { boxOf, zoomOf } from './box.js';

/** Pixels between the banner and what was freed of it. */
const GAP = 8;

/** Milliseconds between two looks at a page that may be on its way, and how often it is looked at. */
const PACE = 100;
const LOOKS = 50;

/**
 * What has the focus is never hidden by the banner (WCAG 2.4.11), nor cut where it would fit. Where scrolling cannot free it, the banner goes to the other edge, or gets
 * lower: its words scroll.
 *
 * @param {HTMLElement} host
 * @param {() => HTMLElement} openHost
 * @returns {() => void} looks after what has the focus now: a banner may have come over it
 */
export function keepFocusVisible(host, openHost) {
  const look = () => {
    const target = focused();
    if (!target || target === document.body || host.contains(target)) return;
    hear(target.ownerDocument);
    const modal = attempt(() => modalAround(target));
    if (modal) {
      giveWay(modal, host, openHost);
      return;
    }
    lookAt(target);
    lookAtPointed();
  };
  /** @param {Element} target */
  const lookAt = (target) => {
    // The browser scrolls to what has the focus after this event; WebKit in a task of its own, which may come after the frame.
    requestAnimationFrame(() => {
      free(target);
      setTimeout(() => {
        free(target);
        follow(target);
      });
    });
  };
  const lookAtPointed = () => {
    const pointed = pointedAt(focused());
    if (pointed) lookAt(pointed);
  };
  /** @param {Element} target @returns {boolean} whether it still is where the keyboard is */
  const isCurrent = (target) => [focused(), pointedAt(focused())].includes(target);
  /** A frame's document tells nobody outside of it where the focus moves inside. @type {WeakSet<Document>} */
  const heard = new WeakSet();
  const hear = (/** @type {Document} */ told) => {
    if (heard.has(told)) return;
    heard.add(told);
    told.addEventListener('focusin', look);
  };
  /**
   * A page that scrolls smoothly may set out late, and is on its way for a while: looks again once it has come to rest.
   *
   * @param {Element} target
   * @param {number} [looks] that are left
   * @param {number} [before] pixels, where it was a moment ago
   */
  const follow = (target, looks = LOOKS, before) => {
    if (!looks || !isCurrent(target)) return;
    const { top } = boxOf(target);
    if (top === before) {
      free(target);
      if (isOnScreen(target)) return;
    }
    // A page that is busy moves with its next frame only.
    setTimeout(() => requestAnimationFrame(() => follow(target, looks - 1, top)), PACE);
  };
  /** @param {Element} target */
  const free = (target) => {
    const banner = host.querySelector('.temoin-banner');
    const over = banner ?? host.querySelector('.temoin-reopen');
    const freed = (/** @type {Element} */ over) => scrolledFree(target, over) && !covers(over, /** @type {Element} */ (focused()));
    if (!over || !isCurrent(target) || freed(over) || !banner) return;
    const { side, low } = host.dataset;
    const other = side === 'top' ? 'bottom' : 'top';
    for (const [to, height] of [[other, low], [side, ''], [other, '']]) {
      arrange(to, height);
      if (freed(banner)) return;
    }
    arrange(side, low);
  };
  /** @param {string | undefined} side @param {string | undefined} low as in status.css */
  const arrange = (side, low) => {
    for (const [name, value] of Object.entries({ side, low })) {
      if (value === undefined) delete host.dataset[name];
      else host.dataset[name] = value;
    }
  };
  hear(document);
  // A move within a shadow tree is told to nobody outside of it, but the key is.
  window.addEventListener('keyup', ({ key }) => {
    if (key !== 'Tab') lookAtPointed();
    else if (document.activeElement?.shadowRoot) look();
  }, true);
  // A frame of the page's has taken the focus.
  window.addEventListener('blur', () => setTimeout(look));
  window.addEventListener('resize', () => {
    look();
    // In WebKit, what scrolls in the panel is elsewhere than it was when a telephone is turned.
    const target = document.activeElement;
    if (target?.closest('#temoin .temoin-layer')) requestAnimationFrame(() => target.scrollIntoView({ block: 'nearest', behavior: 'instant' }));
  });
  look();
  return look;
}

/**
 * Scrolls the page, or what the target is in, until it is clear of the banner. Where that is in vain (what is fixed does not scroll), all stays where it was.
 *
 * @param {Element} target
 * @param {Element} banner
 * @returns {boolean} whether it is clear
 */
function scrolledFree(target, banner) {
  if (!covers(banner, target)) return true;
  for (const scroller of scrollersOf(target)) {
    const edge = boxOf(banner);
    const box = boxOf(target);
    const { scrollLeft: left, scrollTop: top } = scroller;
    const way = edge.top <= 0 ? box.top - edge.bottom - GAP : box.bottom - edge.top + GAP;
    scroller.scrollBy({ top: isPage(scroller) ? way : way / zoomOf(scroller), behavior: 'instant' });
    // Where the page snaps (scroll-snap), it may be elsewhere than it was scrolled to, and the target out of the window.
    if (!covers(banner, target) && isOnScreen(target)) return true;
    scroller.scrollTo({ left, top, behavior: 'instant' });
  }
  return false;
}

/** @param {Element} target @returns {Element[]} what scrolls it: the page first */
function scrollersOf(target) {
  const page = document.scrollingElement ?? document.documentElement;
  const found = [page];
  for (let at = around(target); at; at = around(at)) {
    if (at !== page && at.scrollHeight > at.clientHeight && (isPage(at) || /auto|scroll/.test(getComputedStyle(at).overflowY))) found.push(at);
  }
  return found;
}

/** @param {Element} element @returns {boolean} whether it is what a page scrolls by, this one or a frame's */
const isPage = (element) => element === (element.ownerDocument.scrollingElement ?? element.ownerDocument.documentElement);

/** @param {Element} element @returns {boolean} whether a part of it is within the window's height */
function isOnScreen(element) {
  const { top, bottom } = boxOf(element);
  return bottom > 0 && top < innerHeight;
}

/**
 * @param {Element} banner
 * @param {Element} target
 * @returns {boolean} whether it hides the target; a part of it only where the target has room beside it, and is not what the pointer is on: nobody's page jumps
 *   under a click
 */
function covers(banner, target) {
  const over = boxOf(banner);
  const box = boxOf(target);
  const top = Math.max(box.top, 0);
  const bottom = Math.min(box.bottom, innerHeight);
  if (top >= over.bottom || bottom <= over.top || box.left >= over.right || box.right <= over.left) return false;
  if (top >= over.top && bottom <= over.bottom && box.left >= over.left && box.right <= over.right) return true;
  return box.bottom - box.top + 2 * GAP <= innerHeight - (over.bottom - over.top) && !target.matches(':hover');
}
