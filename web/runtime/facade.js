import { consoleFile } from './console.js';

/**
 * What the program sees instead of window. go-app believes that it owns the document: it takes over onclick and onpopstate, replaces the first
 * element of <body>, listens to resizes and looks into storage. Here all of that ends on objects of ours, and the portal's page is out of reach.
 *
 * @param {HTMLElement} host the one element of ours on the page
 * @param {() => Element | null | undefined} layers what the program's elements take the place of
 * @param {Record<string, unknown>} page the global "temoin"
 * @param {() => void} mounted is called when they have
 */
export function facade(host, layers, page, mounted) {
  const placeholder = document.createElement('div');
  const body = {
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
  };
  const ignored = () => {};
  /** @type {Record<string, any>} */
  const globals = {
    // What Go's runtime and syscall/js need.
    Object, Array, Uint8Array, Date, Error, Promise, crypto, performance, TextEncoder, TextDecoder,
    // What go-app needs. Its address is a constant: the program has no use for the page's.
    location: { href: 'https://temoin.invalid/' },
    history: { pushState: ignored, replaceState: ignored },
    localStorage: emptyStorage(),
    sessionStorage: emptyStorage(),
    goappGetenv: () => '',
    addEventListener: ignored,
    removeEventListener: ignored,
    document: {
      body,
      createElement: (/** @type {string} */ name) => document.createElement(name),
      createElementNS: (/** @type {string} */ space, /** @type {string} */ name) => document.createElementNS(space, name),
      createTextNode: (/** @type {string} */ text) => document.createTextNode(text),
      getElementById: (/** @type {string} */ id) => host.querySelector('#' + CSS.escape(id)),
      set cookie(/** @type {string} */ cookie) {
        try {
          document.cookie = cookie;
        } catch {
          // Cookies are forbidden here: the choice holds for this page.
        }
      },
    },
    temoin: page,
  };
  const fs = consoleFile();
  globals.fs = fs;
  const timers = ownTimers();
  return {
    globals, fs, timers,
    /** Ends what would call the program after its end. */
    end() {
      timers.end();
      placeholder.remove();
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
  if (words) words.scrollTop = scrolled;
  const again = focused && host.querySelector('#' + CSS.escape(focused));
  if (again instanceof HTMLElement) again.focus({ preventScroll: true });
}

/** A storage that keeps nothing: the bundle stores nothing but the cookie. */
function emptyStorage() {
  const ignored = () => {};
  return { length: 0, getItem: () => null, setItem: ignored, removeItem: ignored, clear: ignored, key: () => null };
}

/** Timers that can be ended together: one that fires after the program's end would throw into the portal's page. */
function ownTimers() {
  /** @type {Set<number>} */
  const pending = new Set();
  return {
    /** @param {() => void} call @param {number} delay milliseconds */
    set(call, delay) {
      const id = setTimeout(() => {
        pending.delete(id);
        call();
      }, delay);
      pending.add(id);
      return id;
    },
    /** @param {number} id */
    clear(id) {
      pending.delete(id);
      clearTimeout(id);
    },
    end() {
      pending.forEach((id) => clearTimeout(id));
    },
  };
}
