import { intercept, interceptProperty } from './intercept.js';
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
  interceptProperty(Document.prototype, 'cookie', (_self, text, assign) => {
    if (passes(String(text).split(/[=;]/, 1)[0].trim())) assign(text);
  });
  intercept(window.CookieStore?.prototype, 'set', (_self, [first], call) =>
    (passes(String(first?.name ?? first)) ? call() : Promise.resolve()));
  intercept(Storage.prototype, 'setItem', (_self, [key], call) => (trackerOf(String(key)) ? undefined : call()));
}

/** @param {string} name of a cookie that is written */
function passes(name) {
  report(name);
  return !trackerOf(name);
}
