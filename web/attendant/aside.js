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
  const { left, right, top, bottom } = element.getBoundingClientRect();
  for (let x = left; x <= right; x += STEP) {
    for (let y = top; y <= bottom; y += STEP) {
      if (document.elementsFromPoint(x, y).some((below) => below !== element && below.closest(PRESSED))) return true;
    }
  }
  return false;
}
