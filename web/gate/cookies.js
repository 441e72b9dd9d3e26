import { intercept } from './intercept.js';
import { trackerOf } from './rules.js';

/** What scripts store in the visitor's browser: what belongs to a service that is not granted is dropped, all else passes untouched. */

export const guardCookies = () => {
  intercept(Document, 'cookie', (_, args) => trackerOf(String(args[0]).split(/[=;]/, 1)[0].trim()) && []);
  intercept(window.CookieStore, 'set', (_, args) => trackerOf(args[0]?.name ?? args[0]) && [Promise.resolve()]);
  intercept(window.CacheStorage, 'open', (_, args) => trackerOf(args[0]) && [Promise.reject(new DOMException('Out of reach', 'SecurityError'))]);
  intercept(Storage, 'setItem', (_, args) => trackerOf(args[0]) && []);
};
