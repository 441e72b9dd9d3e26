import { attempt } from '../gate/attempt.js';

/** @param {HTMLElement} host @returns {boolean} whether it is out of the top layer, which it leaves whenever a portal moves it, and has not given way (below.js) */
const isSunk = (host) => !('below' in host.dataset) && 'showPopover' in host && !host.matches(':popover-open');

/**
 * @param {HTMLElement} root of the page that a loader ran in
 * @returns {boolean} whether another <html> has its place that has a loader of its own, or may get one while it is loading
 */
export const isReplaced = (root) => {
  const { documentElement, readyState } = document;
  return documentElement !== root && (readyState !== 'complete' || Boolean(documentElement?.temoin));
};

/**
 * A router, or Turbo, takes everything out of <body>, a framework puts another <html> in the place of this one, a menu wraps the whole page: what is ours comes back to
 * where it was, and what was copied of it goes. A later loader's host is not contested: the two would take each other's away for ever. After document.open, which ends
 * all that listened, nothing of ours would answer.
 *
 * @param {HTMLElement} host
 * @param {() => HTMLElement} openHost
 * @param {HTMLElement} root of the page that the host's loader ran in
 * @param {() => void} replaced another page has this one's place, and needs nothing that is on its way to this one
 */
export function stay(host, openHost, root, replaced) {
  let heard = false;
  root.addEventListener('temoin:heard', () => { heard = true; });
  const silenced = () => {
    heard = false;
    root.dispatchEvent(new CustomEvent('temoin:heard'));
    return !heard;
  };

  const look = () => {
    const anew = isReplaced(root);
    if (silenced() || (anew && document.readyState === 'complete')) {
      observer.disconnect();
      host.remove();
      replaced();
      return;
    }
    for (const parent of [document, document.documentElement, document.body]) if (parent) observer.observe(parent, { childList: true });
    if (anew) {
      document.addEventListener('readystatechange', look, { once: true });
      return;
    }
    for (const copy of document.querySelectorAll('.temoin-host')) if (copy !== host) copy.remove();
    // Not at once: with a portal that takes out whatever is not its own, we would go on for ever.
    if (document.body && (!host.isConnected || isSunk(host))) requestAnimationFrame(rise);
  };
  const rise = () => {
    // Off the page first: WebKit leaves what comes back to the top layer where it lay without it.
    if (isSunk(host)) host.remove();
    openHost();
    const panel = attempt(() => /** @type {HTMLDialogElement | null} */ (host.querySelector('dialog[open]:not(:modal)')));
    // Still open, but no more than a part of the page: neither Escape nor "Personnaliser" would do anything.
    panel?.close();
    panel?.showModal();
  };
  const observer = new MutationObserver(look);
  look();
}
