import { FOCUSABLE } from './focusable.js';

/** @param {Element | null} element @returns {Element | null} what has the focus in it, where it is a portal's own element and lets us look */
export function innermost(element) {
  let found = element;
  while (found?.shadowRoot?.activeElement) found = found.shadowRoot.activeElement;
  return found;
}

/**
 * Gives the focus back to what opened the panel. Where that can take it no longer, because a menu has shut behind it or the portal has drawn it anew, what opens the menu
 * gets it, or what opens the panel now: the keyboard does not have to begin the page again. Not for the banner's own button, which goes with the choice, and leaves the focus to
 * the message; nor for what never took the focus, whose visitor has a pointer.
 *
 * @param {Element | null} opener
 * @returns {boolean} whether something took it
 */
export function returnFocusTo(opener) {
  if (!opener) return false;
  if (takesFocus(opener, true)) return true;
  if (!opener.matches(FOCUSABLE) || opener.matches('[data-temoin-action]')) return false;
  const before = [...document.querySelectorAll(FOCUSABLE)].filter((element) => element.compareDocumentPosition(opener) === Node.DOCUMENT_POSITION_FOLLOWING).reverse();
  return [...controlling(opener), ...before, ...document.querySelectorAll('[data-temoin-open]')].some((element) => takesFocus(element));
}

/** @param {Element} opener @returns {Element[]} what says that it opens what the opener is in */
function controlling(opener) {
  /** @type {Element[]} */
  const found = [];
  for (let at = /** @type {Element | null} */ (opener); at; at = at.parentElement) {
    const id = CSS.escape(at.id);
    if (id) found.push(...document.querySelectorAll(`[aria-controls~="${id}"], [popovertarget="${id}"]`));
  }
  return found;
}

/** @param {Element} element @param {boolean} [preventScroll] @returns {boolean} */
function takesFocus(element, preventScroll) {
  // HTML's, SVG's and MathML's all have it.
  /** @type {HTMLElement} */ (element).focus?.({ preventScroll });
  return element.matches(':focus');
}
