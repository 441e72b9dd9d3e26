/** Where something of ours goes, in this order, where it would hide what can be pressed (styles/status.css). */
const PLACES = ['', 'end', 'top end'];
/** Pixels: no line of text is lower. */
const STEP = 8;
const PRESSED = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [role="button"], [role="link"]';

/** @param {HTMLElement} element of ours, which moves to a corner where it hides nothing that can be pressed, if there is one */
export function putAside(element) {
  if (!hides(element)) return;
  const free = PLACES.find((place) => {
    put(element, place);
    return !hides(element);
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
  const over = element.getBoundingClientRect();
  return [...document.querySelectorAll(`:is(${PRESSED}), :is(${PRESSED}) *`)].some((pressed) => !element.contains(pressed) && lies(pressed, over));
}

/** @param {Element} pressed @param {DOMRect} over @returns {boolean} whether it lies there, on top or not */
function lies(pressed, over) {
  const box = pressed.getBoundingClientRect();
  // To ask what lies at a point is dear: only where they meet.
  for (let x = Math.max(box.left, over.left) + 1; x < Math.min(box.right, over.right); x += STEP) {
    for (let y = Math.max(box.top, over.top) + 1; y < Math.min(box.bottom, over.bottom); y += STEP) {
      if (document.elementsFromPoint(x, y).some((below) => pressed.contains(below))) return true;
    }
  }
  return false;
}
