import { attempt } from '../gate/attempt.js';
import { expire, names } from './expire.js';

/**
 * Deletes what services that are not granted stored in the visitor's browser, by the names that the portal file gives their trackers: cookies, on every Domain and Path that a
 * script can reach, entries of localStorage and sessionStorage, databases and caches, and cookies that document.cookie cannot take away, such as partitioned ones (CHIPS).
 *
 * @param {(name: string) => string} trackerOf the service that is not granted and whose tracker it is, or ''
 * @param {(cookie: string) => void} setCookie what the gate does not stand in front of
 */
export function purgeStorage(trackerOf, setCookie) {
  for (const name of names()) if (trackerOf(name)) expire(name, setCookie);
  for (const name of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
    attempt(() => Object.keys(window[name]).filter(trackerOf).forEach((key) => window[name].removeItem(key)));
  }
  // In a sandbox there is none of these, and Chromium says so by a rejection that nobody can catch.
  if (window.origin === 'null') return;
  // Each may be forbidden, or not be there.
  for (const act of [
    async () => (await indexedDB.databases()).forEach(({ name }) => name && trackerOf(name) && indexedDB.deleteDatabase(name)),
    async () => (await caches.keys()).filter(trackerOf).forEach((name) => caches.delete(name)),
    async () => (await window.cookieStore.getAll()).filter(({ name }) => trackerOf(name ?? '')).forEach((found) => window.cookieStore.delete(/** @type {any} */ (found))),
  ]) act().catch(() => {});
}
