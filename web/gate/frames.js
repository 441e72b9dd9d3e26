/** What shows a document or a film of its own, and leaves a hole where it is held back. */
export const FRAMES = 'iframe, object, embed, video, audio';

/** On a frame that is not shown, because a placeholder stands in its place (styles/placeholder.css). */
export const HIDDEN = 'data-temoin-held';

const { insertBefore, removeChild } = Node.prototype;

/**
 * Takes a frame off the page and puts it back: that ends what it shows, without an entry in the visitor's history.
 *
 * @param {Element} frame
 * @param {() => void} [between] what to do meanwhile
 */
export function reset(frame, between) {
  const { parentNode, nextSibling } = frame;
  const shown = parentNode && frame.isConnected;
  if (shown) removeChild.call(parentNode, frame);
  between?.();
  if (shown) insertBefore.call(parentNode, frame, nextSibling);
}
