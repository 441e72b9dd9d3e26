/**
 * @param {Element} element of the page, or of a frame's that lets us look into it
 * @returns {{left: number, top: number, right: number, bottom: number}} where it is in the page's window
 */
export function boxOf(element) {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  const frame = frameOf(element);
  const { left: x, top: y } = frame ? inner(frame) : { left: 0, top: 0 };
  return { left: x + left, top: y + top, right: x + right, bottom: y + bottom };
}

/** @param {Element} element @returns {Element | null | undefined} the frame that its document is shown in, on a page of the same origin */
export const frameOf = (element) => (element.ownerDocument === document ? null : element.ownerDocument.defaultView?.frameElement);

/** @param {Element} frame @returns {{left: number, top: number}} where its own window begins */
function inner(frame) {
  const { left, top } = boxOf(frame);
  const { paddingLeft, paddingTop } = getComputedStyle(frame);
  return { left: left + frame.clientLeft + parseFloat(paddingLeft), top: top + frame.clientTop + parseFloat(paddingTop) };
}
