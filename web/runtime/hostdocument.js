/**
 * The document as the program sees it on a page: its <body> is the one element of ours, and nothing else can be found in it.
 *
 * @param {HTMLElement} host the one element of ours on the page
 * @param {() => Element | null | undefined} layers what the program's elements take the place of
 * @param {() => void} mounted is called when they have
 */
export function hostDocument(host, layers, mounted) {
  const placeholder = document.createElement('div');
  return {
    body: {
      // go-app takes the first element of <body> for its own, and replaces it by the mounted component.
      get firstElementChild() {
        const current = layers();
        if (current) return current;
        host.prepend(placeholder);
        return placeholder;
      },
      /** @param {Element} next @param {Element} previous */
      replaceChild(next, previous) {
        replace(host, next, previous);
        mounted();
      },
    },
    createElement: (/** @type {string} */ name) => document.createElement(name),
    createElementNS: (/** @type {string} */ space, /** @type {string} */ name) => document.createElementNS(space, name),
    createTextNode: (/** @type {string} */ text) => document.createTextNode(text),
    getElementById: (/** @type {string} */ id) => host.querySelector('#' + CSS.escape(id)),
    set cookie(/** @type {string} */ cookie) {
      try {
        // A form of the page's may be called cookie.
        Reflect.set(Document.prototype, 'cookie', cookie, document);
      } catch {
        // Cookies are forbidden here: the choice holds for this page.
      }
    },
  };
}

/**
 * Puts the program's elements in the place of the server-rendered ones: same look, and the focus and the scrolling stay.
 *
 * @param {HTMLElement} host
 * @param {Element} next
 * @param {Element} previous
 */
function replace(host, next, previous) {
  const { activeElement } = document;
  const focused = activeElement && host.contains(activeElement) ? activeElement.id : '';
  const scrolled = previous.querySelector('.temoin-words')?.scrollTop ?? 0;
  previous.replaceWith(next);
  const words = next.querySelector('.temoin-words');
  // The page is laid out in a task of its own, where nothing is to be scrolled.
  if (words && scrolled) words.scrollTop = scrolled;
  const again = focused && host.querySelector('#' + CSS.escape(focused));
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}
