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
  button.dataset.temoinOpen = '';
  button.textContent = label;
  host.append(button);
  keepAside(host, button);
}

/** Where the button goes, in this order, where it would hide what can be pressed (styles/status.css). */
const PLACES = ['', 'end', 'top end'];
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
    const below = [left + 1, (left + right) / 2, right - 1].flatMap((x) => [top + 1, (top + bottom) / 2, bottom - 1].flatMap((y) => document.elementsFromPoint(x, y)));
    return below.some((element) => !host.contains(element) && element.closest(PRESSED));
  };
  const place = () => {
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
    button.dataset.place = '';
    if (scrollTop + clientHeight < scrollHeight - 1) return;
    button.dataset.place = PLACES.find((place) => {
      button.dataset.place = place;
      return !hides();
    }) ?? '';
  };
  const later = () => requestAnimationFrame(place);
  document.addEventListener('scroll', later, { capture: true, passive: true });
  window.addEventListener('resize', later);
  later();
}
