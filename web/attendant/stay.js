/**
 * @param {HTMLElement} root of the page that a loader ran in
 * @returns {boolean} whether document.open made room for another page, which has a loader of its own, or may get one while it is loading
 */
export const isReplaced = (root) => {
  const { documentElement, readyState } = document;
  return documentElement !== root && (readyState !== 'complete' || Boolean(documentElement?.temoin));
};

/**
 * A router, or Turbo, takes everything out of <body>, a framework puts another <html> in the place of this one: what is ours comes back, and what was copied of it
 * goes. A later loader's host is not contested: the two would take each other's away for ever.
 *
 * @param {HTMLElement} host
 * @param {() => HTMLElement} openHost
 * @param {HTMLElement} root of the page that the host's loader ran in
 */
export function stay(host, openHost, root) {
  const look = () => {
    for (const parent of [document, document.documentElement, document.body]) if (parent) observer.observe(parent, { childList: true });
    if (isReplaced(root)) {
      // document.open ended our listeners, not this.
      if (document.readyState === 'complete') observer.disconnect();
      else document.addEventListener('readystatechange', look, { once: true });
      return;
    }
    for (const copy of document.querySelectorAll('.temoin-host')) if (copy !== host) copy.remove();
    // Not at once: with a portal that takes out whatever is not its own, we would go on for ever.
    if (document.body && !host.isConnected) requestAnimationFrame(openHost);
  };
  const observer = new MutationObserver(look);
  look();
}
