import { apply, intercept, interceptProperty } from './intercept.js';
import { isKnown, trackerOf } from './rules.js';

/** What scripts store in the visitor's browser: what belongs to a service that is not granted is dropped, all else passes untouched. */

/** @type {(name: string) => void} */
let report = () => {};

/** @param {boolean} reporting whether the owner wants to read on the console which cookies the portal file does not know */
export function guardCookies(reporting) {
  if (reporting) {
    const told = new Set();
    report = (name) => {
      if (!told.has(name) && !isKnown(name)) console.info(`Témoin: a script wrote the cookie "${name}", which the portal file does not know.`);
      told.add(name);
    };
  }
  interceptProperty(Document.prototype, 'cookie', (native, self, args) => {
    if (passes(String(args[0]).split(/[=;]/, 1)[0].trim())) apply(native, self, args);
  });
  intercept(window.CookieStore?.prototype, 'set', (native, self, args) =>
    (passes(String(args[0]?.name ?? args[0])) ? apply(native, self, args) : Promise.resolve()));
  intercept(window.CacheStorage?.prototype, 'open', (native, self, args) =>
    (trackerOf(String(args[0])) ? Promise.reject(new DOMException('Out of reach', 'SecurityError')) : apply(native, self, args)));
  intercept(Storage.prototype, 'setItem', (native, self, args) => (trackerOf(String(args[0])) ? undefined : apply(native, self, args)));
}

/** @param {string} name of a cookie that is written */
function passes(name) {
  report(name);
  return !trackerOf(name);
}
