import { apply, intercept, interceptProperty } from './intercept.js';
import { trackerOf } from './rules.js';

/** What scripts store in the visitor's browser: what belongs to a service that is not granted is dropped, all else passes untouched. */

export function guardCookies() {
  interceptProperty(Document.prototype, 'cookie', (native, self, args) => {
    if (!trackerOf(String(args[0]).split(/[=;]/, 1)[0].trim())) apply(native, self, args);
  });
  intercept(window.CookieStore?.prototype, 'set', (native, self, args) =>
    (trackerOf(String(args[0]?.name ?? args[0])) ? Promise.resolve() : apply(native, self, args)));
  intercept(window.CacheStorage?.prototype, 'open', (native, self, args) =>
    (trackerOf(String(args[0])) ? Promise.reject(new DOMException('Out of reach', 'SecurityError')) : apply(native, self, args)));
  intercept(Storage.prototype, 'setItem', (native, self, args) => (trackerOf(String(args[0])) ? undefined : apply(native, self, args)));
}
