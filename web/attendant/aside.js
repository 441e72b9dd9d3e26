import { boxOf } from './box.js';
import { FOCUSABLE } from './focusable.js';

/** Where something of ours goes, in this order, where it would hide what can be pressed (styles/status.css). */
const PLACES = ['', 'end', 'top end'];
/** Pixels: no line of text is lower. */
const STEP = 8;
const PRESSED = `${FOCUSABLE}, [role="button"], [role="link"]`;

/**
 * @param {HTMLElement} element of ours, which moves to a corner where it hides nothing that can be pressed, if there is one
 * @param {(element: HTMLElement) => boolean} [hiding] whether it hides what it must not
 */
export function putAside(element, hiding = hides) {
  if (!hiding(element)) return;
  const free = PLACES.find((place) => {
    put(element, place);
    return !hiding(element);
  });
  put(element, free ?? '');
}

/** @param {HTMLElement} element @param {string} place */
export function put(element, place) {
  // Not again what it is already: a portal may listen to whatever changes on its page.
  if (element.dataset.place !== place) element.dataset.place = place;
}

/** @param {HTMLElement} element */
function hides(element) {
  const over = boxOf(element);
  return [...document.querySelectorAll(`:is(${PRESSED}), :is(${PRESSED}) *`)].some((pressed) => !element.contains(pressed) && lies(pressed, over));
}

/**
 * Looks at nine points only: it is asked at every step of a scroll, and what is fixed is large (a chat, a menu of accessibility, often in a frame).
 *
 * @param {HTMLElement} element
 * @returns {boolean} whether it hides what can be pressed and cannot be scrolled from below it
 */
export function hidesFixed(element) {
  const { left, top, right, bottom } = boxOf(element);
  const across = [0.05, 0.5, 0.95];
  return across.some((x) => across.some((y) => document.elementsFromPoint(left + x * (right - left), top + y * (bottom - top))
    .some((below) => !element.contains(below) && below.closest(`${PRESSED}, iframe, [onclick]`) && isFixed(below))));
}

/** @param {Element | null} element @returns {boolean} */
function isFixed(element) {
  for (let at = element; at; at = at.parentElement) if (/fixed|sticky/.test(getComputedStyle(at).position)) return true;
  return false;
}

/** @param {Element} pressed @param {ReturnType<typeof boxOf>} over @returns {boolean} whether it lies there, on top or not */
function lies(pressed, over) {
  const box = boxOf(pressed);
  // To ask what lies at a point is dear: only where they meet.
  for (let x = Math.max(box.left, over.left) + 1; x < Math.min(box.right, over.right); x += STEP) {
    for (let y = Math.max(box.top, over.top) + 1; y < Math.min(box.bottom, over.bottom); y += STEP) {
      if (document.elementsFromPoint(x, y).some((below) => pressed.contains(below))) return true;
    }
  }
  return false;
}
