import { consoleFile } from './console.js';
import { ownTimers } from './timers.js';

/**
 * What the program sees instead of window. go-app believes that it owns the document: it takes over onclick and onpopstate, replaces the first
 * element of <body>, listens to resizes and looks into storage. Here all of that ends on objects of ours, and the portal's page is out of reach.
 *
 * @param {object} document what the program sees as the document: hostdocument.js, or a stand-in
 * @param {Record<string, unknown>} page the global "temoin"
 * @param {(line: string) => void} tell takes what the program prints
 */
export function facade(document, page, tell) {
  const ignored = () => {};
  const fs = consoleFile(tell);
  const timers = ownTimers();
  /** @type {Record<string, any>} */
  const globals = {
    // What Go's runtime and syscall/js need.
    Object, Array, Uint8Array, Date, Error, Promise, crypto, performance, TextEncoder, TextDecoder, fs,
    // What go-app needs. Its address is a constant: the program has no use for the page's.
    location: { href: 'https://temoin.invalid/' },
    history: { pushState: ignored, replaceState: ignored },
    localStorage: emptyStorage(),
    sessionStorage: emptyStorage(),
    goappGetenv: () => '',
    addEventListener: ignored,
    removeEventListener: ignored,
    document,
    temoin: page,
  };
  return { globals, fs, timers };
}

/** A storage that keeps nothing: the bundle stores nothing but the cookie. */
function emptyStorage() {
  const ignored = () => {};
  return { length: 0, getItem: () => null, setItem: ignored, removeItem: ignored, clear: ignored, key: () => null };
}
