/**
 * @param {Element} element of the page, or of a frame's that lets us look into it
 * @returns {{left: number, top: number, right: number, bottom: number}} where it is in the page's window, in the window's pixels
 */
export function boxOf(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const { scrollX, scrollY } = element.ownerDocument.defaultView ?? window;
  const zoom = zoomOf(element);
  const frame = frameOf(element);
  const { left: x, top: y } = frame ? inner(frame) : { left: 0, top: 0 };
  const across = (/** @type {number} */ at) => x + (at + scrollX) * zoom - scrollX;
  const down = (/** @type {number} */ at) => y + (at + scrollY) * zoom - scrollY;
  return { left: across(left), top: down(top), right: across(right), bottom: down(bottom) };
}

/** @param {Element} element @returns {Element | null | undefined} the frame that its document is shown in, on a page of the same origin */
export const frameOf = (element) => (element.ownerDocument === document ? null : element.ownerDocument.defaultView?.frameElement);

/**
 * WebKitGTK 2.50 tells how far from the beginning of the document what is zoomed is (zoom: 1.5), and scrolls it, in zoomed pixels, and tells all else in the window's; browsers
 * that know currentCSSZoom have the window's pixels only.
 *
 * @param {Element} element
 * @returns {number} pixels of the window in a pixel of the element's
 */
export function zoomOf(element) {
  let zoom = 1;
  if ('currentCSSZoom' in element) return zoom;
  for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement ?? /** @type {any} */ (at.getRootNode()).host) zoom *= Number(getComputedStyle(at).zoom) || 1;
  return zoom;
}

/** @param {Element} frame @returns {{left: number, top: number}} where its own window begins */
function inner(frame) {
  const { left, top } = boxOf(frame);
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  return { left: left + frame.clientLeft + parseFloat(paddingLeft), top: top + frame.clientTop + parseFloat(paddingTop) };
}
