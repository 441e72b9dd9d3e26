import { hidesFixed, put, putAside } from './aside.js';

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
  keepAside(button);
}

/**
 * What is fixed, and at the page's end all that the button lies on, cannot be scrolled from below it: the button goes to another corner.
 *
 * @param {HTMLElement} button
 */
function keepAside(button) {
  /** Where it hides nothing that is fixed. */
  let place = '';
  const look = () => {
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
    put(button, place);
    putAside(button, hidesFixed);
    place = button.dataset.place ?? '';
    if (scrollTop + clientHeight >= scrollHeight - 1) putAside(button);
  };
  const later = () => requestAnimationFrame(look);
  document.addEventListener('scroll', later, { capture: true, passive: true });
  window.addEventListener('resize', later);
  // It comes on screen when the banner goes; and pages grow.
  const observer = new ResizeObserver(later);
  for (const element of [button, document.documentElement]) observer.observe(element);
}
