import { attempt } from '../gate/attempt.js';

/**
 * Deletes what services that are not granted stored besides cookies (web/gate/purge.js), by the names that the portal file gives their trackers: entries of
 * localStorage and sessionStorage, databases and caches, and cookies that document.cookie cannot take away, such as partitioned ones (CHIPS).
 *
 * @param {(name: string) => string} trackerOf the service that is not granted and whose tracker it is, or ''
 */
export function purgeStorage(trackerOf) {
  for (const name of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
    attempt(() => Object.keys(window[name]).filter(trackerOf).forEach((key) => window[name].removeItem(key)));
  }
  attempt(async () => (await indexedDB.databases()).forEach(({ name }) => name && trackerOf(name) && indexedDB.deleteDatabase(name)));
  attempt(async () => (await caches.keys()).filter(trackerOf).forEach((name) => caches.delete(name)));
  attempt(async () => (await window.cookieStore.getAll()).filter(({ name }) => trackerOf(name ?? '')).forEach((found) => window.cookieStore.delete(/** @type {any} */ (found))));
}
