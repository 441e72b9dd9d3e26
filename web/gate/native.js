/** What the browser offers, as it was before anybody stood in front. */
const { getAttribute, setAttribute, removeAttribute, matches } = Element.prototype;
const { insertBefore, removeChild } = Node.prototype;
const cookie = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'));

export const get = (/** @type {Element} */ element, /** @type {string} */ name) => getAttribute.call(element, name);
export const set = (/** @type {Element} */ element, /** @type {string} */ name, /** @type {any} */ value) => setAttribute.call(element, name, value);
export const remove = (/** @type {Element} */ element, /** @type {string} */ name) => removeAttribute.call(element, name);

export const is = (/** @type {Element} */ element, /** @type {string} */ selector) => matches.call(element, selector);

// Not of the document, where a form of the page's may be called so.
export const getCookie = () => /** @type {string} */ (cookie.get?.call(document));
export const setCookie = (/** @type {string} */ text) => cookie.set?.call(document, text);

/** @param {Node} node @param {Node | null} parent @param {Node | null} before */
export const insert = (node, parent, before) => insertBefore.call(/** @type {Node} */ (parent), node, before);

/**
 * Takes a frame off the page and puts it back: that ends what it shows, without an entry in the visitor's history.
 *
 * @param {Element} frame
 * @param {() => void} [between] what to do meanwhile
 */
export const reset = (frame, between) => {
  const { parentNode, nextSibling } = frame;
  const shown = parentNode && frame.isConnected;
  if (shown) removeChild.call(parentNode, frame);
  between?.();
  if (shown) insert(frame, parentNode, nextSibling);
};
