/**
 * A button of ours, in the corner, below the banner while that is there: for pages without a "Gérer mes cookies" of their own.
 *
 * @param {HTMLElement} host
 * @param {string} label
 */
export function addOwnOpener(host, label) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'temoin-reopen';
  button.dataset.temoinOpen = button.dataset.place = '';
  button.textContent = label;
  host.append(button);
  keepAside(host, button);
}

/** Where the button goes, in this order, where it would hide what can be pressed (styles/status.css). */
const PLACES = ['', 'end', 'top end'];
/** Pixels: no line of text is lower. */
const STEP = 8;
const PRESSED = 'a[href], button, input, select, textarea, summary, [tabindex="0"], [role="button"], [role="link"]';

/**
 * At the page's end, what the button lies on cannot be scrolled from below it: the button goes to another corner.
 *
 * @param {HTMLElement} host
 * @param {HTMLElement} button
 */
function keepAside(host, button) {
  const hides = () => {
    const { left, right, top, bottom } = button.getBoundingClientRect();
    for (let x = left; x <= right; x += STEP) {
      for (let y = top; y <= bottom; y += STEP) {
        if (document.elementsFromPoint(x, y).some((element) => !host.contains(element) && element.closest(PRESSED))) return true;
      }
    }
    return false;
  };
  /** @param {string} place */
  const put = (place) => {
    // Not again what it is already: a portal may listen to whatever changes on its page.
    if (button.dataset.place !== place) button.dataset.place = place;
  };
  const place = () => {
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
    if (scrollTop + clientHeight < scrollHeight - 1) put('');
    else if (hides()) {
      const free = PLACES.find((place) => {
        put(place);
        return !hides();
      });
      put(free ?? '');
    }
  };
  const later = () => requestAnimationFrame(place);
  document.addEventListener('scroll', later, { capture: true, passive: true });
  window.addEventListener('resize', later);
  // It comes on screen when the banner goes; and pages grow.
  const observer = new ResizeObserver(later);
  for (const element of [button, document.documentElement]) observer.observe(element);
}
