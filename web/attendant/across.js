import { frameOf } from './box.js';

/** The page's elements as people see them: also across shadow trees that are open, and frames of the page's origin. */

/** @returns {Element | null} what has the focus, also within a portal's own elements and frames where they let us look */
export function focused() {
  let target = document.activeElement;
  for (let next = target; next; next = within(next)) target = next;
  return target;
}

/** @param {Element} element @returns {Element | null | undefined} what has the focus in it, by itself */
function within(element) {
  const inner = element.shadowRoot ?? /** @type {HTMLIFrameElement} */ (element).contentDocument;
  return inner && 'body' in inner && inner.activeElement === inner.body ? null : inner?.activeElement;
}

/** @param {Element | null} element @returns {Element | null | undefined} what it says that the arrows are on, while it keeps the focus: a suggestion of a search field's, a cell of a grid's */
export function pointedAt(element) {
  const id = element?.getAttribute('aria-activedescendant');
  const found = id ? /** @type {Document} */ (element?.getRootNode()).getElementById(id) : null;
  return found?.getClientRects().length ? found : null;
}

/** @param {Element} element @returns {Element | null} what it is in, also where that is the host of its shadow tree, or a frame */
export const around = (element) => element.parentElement ?? /** @type {any} */ (element.getRootNode()).host ?? frameOf(element) ?? null;
