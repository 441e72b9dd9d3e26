import { FRAMES } from './marks.js';

/**
 * Frames that are held back, and templates with such. What stands in their place is drawn by a script of its own, which comes only to a page that
 * needs it (web/placeholder).
 */

/** The service of each. @type {Map<Element, string>} */
export const missing = new Map();
/** What we put on the page. @type {WeakSet<Element>} */
export const drawn = new WeakSet();

/** @typedef {() => void} Draw brings what is on the page in line with what is missing */

/** @type {() => Promise<Draw>} */
let load;
/** @type {Promise<Draw> | undefined} */
let drawing;

/** @param {() => Promise<Draw>} loading fetches the script */
export const useDrawing = (loading) => {
  load = loading;
};

/** @param {Element} element that is held back @param {string} id of its service */
export const setMissing = (element, id) => {
  const frame = shown(element);
  if (missing.get(frame) === id || !frame.isConnected) return;
  const { content } = /** @type {HTMLTemplateElement} */ (frame);
  if (!(content ? content.querySelector(FRAMES) : frame.matches(FRAMES))) return;
  missing.set(frame, id);
  redraw();
};

/** @param {Element} element that is held back no more */
export const unsetMissing = (element) => {
  if (missing.delete(shown(element))) redraw();
};

/** Brings the page up to date. Where the script cannot be had, the place of a frame stays empty. */
export const redraw = () => {
  if (drawing || missing.size) (drawing ??= load()).then((draw) => draw(), () => { drawing = undefined; });
};

/** @param {Element} element @returns {Element} what leaves a hole on the page without it: not a film's source, but the film */
const shown = (element) => (element.localName === 'source' && element.closest('video, audio')) || element;
