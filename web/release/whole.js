/**
 * A template, or a script without an address, is there before what it holds: the parser may be in the middle of it.
 *
 * @param {WeakSet<Node>} byScript what scripts put on the page: that it stands behind something says nothing about how far the parser has come
 * @param {(element: Element) => void} whole is called with each that was not, once it is
 */
export function wholeness(byScript, whole) {
  /** @type {Set<Element>} */
  const unfinished = new Set();

  /** Goes on with what the parser has come to the end of since. */
  function finish() {
    for (const element of unfinished) {
      if (!isWhole(element)) continue;
      unfinished.delete(element);
      if (element.isConnected) whole(element);
    }
  }

  /** @param {Element} element @returns {boolean} something comes after it, or the page has come to its end */
  function isWhole(element) {
    if (document.readyState !== 'loading') return true;
    for (let node = /** @type {Node | null} */ (element); node; node = node.parentNode) {
      for (let next = node.nextSibling; next; next = next.nextSibling) if (!byScript.has(next)) return true;
    }
    return !element.isConnected;
  }

  if (document.readyState === 'loading') {
    const observer = new MutationObserver(finish);
    observer.observe(document, { childList: true, subtree: true });
    document.addEventListener('readystatechange', () => {
      observer.disconnect();
      finish();
    }, { once: true });
  }

  return {
    finish,
    /** @param {Element} element @returns {boolean} whether it has to wait */
    wait(element) {
      const waits = element.matches('template, script:not([src])') && !isWhole(element);
      if (waits) unfinished.add(element);
      return waits;
    },
  };
}
