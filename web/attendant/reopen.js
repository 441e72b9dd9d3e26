import { put, putAside } from './aside.js';

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
 * At the page's end, what the button lies on cannot be scrolled from below it: the button goes to another corner.
 *
 * @param {HTMLElement} button
 */
function keepAside(button) {
  const place = () => {
    const { scrollTop, clientHeight, scrollHeight } = document.scrollingElement ?? document.documentElement;
    if (scrollTop + clientHeight < scrollHeight - 1) put(button, '');
    else putAside(button);
  };
  const later = () => requestAnimationFrame(place);
  document.addEventListener('scroll', later, { capture: true, passive: true });
  window.addEventListener('resize', later);
  // It comes on screen when the banner goes; and pages grow.
  const observer = new ResizeObserver(later);
  for (const element of [button, document.documentElement]) observer.observe(element);
}
