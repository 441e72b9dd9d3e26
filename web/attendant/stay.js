/**
 * @param {NonNullable<HTMLElement['temoin']>} temoin what a loader left at the root of its page
 * @returns {boolean} whether document.open made room for another page, with another loader
 */
export const isReplaced = (temoin) => (document.documentElement?.temoin ?? temoin) !== temoin;

/**
 * A router, or Turbo, takes everything out of <body>, a framework puts another <html> in the place of this one: what is ours comes back, and what was copied of it
 * goes. A later loader's host is not contested.
 *
 * @param {HTMLElement} host
 * @param {() => HTMLElement} openHost
 * @param {NonNullable<HTMLElement['temoin']>} temoin
 */
export function stay(host, openHost, temoin) {
  const root = document.documentElement;
  const look = () => {
    // document.open ended our listeners, not this: two loaders would take each other's host away for ever.
    if (isReplaced(temoin)) {
      observer.disconnect();
      return;
    }
    for (const parent of [document, document.documentElement, document.body]) if (parent) observer.observe(parent, { childList: true });
    if (document.documentElement !== root && document.readyState !== 'complete') {
      // Perhaps another page, whose own loader is on its way.
      document.addEventListener('readystatechange', look, { once: true });
      return;
    }
    for (const copy of document.querySelectorAll('.temoin-host')) if (copy !== host) copy.remove();
    // Not at once: with a portal that takes out whatever is not its own, we would go on for ever.
    if (document.body && !host.isConnected) requestAnimationFrame(openHost);
  };
  const observer = new MutationObserver(look);
  look();
}
