import { put, putAside } from './aside.js';

/** Milliseconds that a message stays which nobody has to leave. */
const SHOWN = 6000;
/** Ends the last message. @type {ReturnType<typeof setTimeout> | undefined} */
let ending;

/**
 * Says what happened, to the eye and to assistive technology.
 *
 * @param {HTMLElement} host
 * @param {string} message
 * @param {boolean} focus whether the message takes the focus, because what had it is gone
 */
export function announce(host, message, focus) {
  const status = /** @type {HTMLElement} */ (host.querySelector('.temoin-status'));
  status.textContent = message;
  // That of the message before, which said the same, would end this one early.
  clearTimeout(ending);
  const end = () => {
    status.textContent = '';
    put(status, '');
  };
  if (focus) {
    status.focus({ preventScroll: true });
    status.addEventListener('blur', end, { once: true });
  }
  // Who moves about by the keyboard sees where that was taken to, until it goes on.
  if (!status.matches(':focus-visible')) ending = setTimeout(end, SHOWN);
  // Once the visitor has seen that the click is answered.
  requestAnimationFrame(() => setTimeout(putAside, 0, status));
}
