import { trackerOf } from './rules.js';

/**
 * Takes away what services that are not granted left in the visitor's browser: cookies on every Domain and Path that a script can reach, entries of
 * localStorage and sessionStorage, databases and caches, by the names that the portal file gives their trackers.
 */

const cookie = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'));

/** Deletes the cookies. */
export function purgeCookies() {
  for (const name of names()) if (trackerOf(name)) expire(name);
}

/** Deletes what else is stored, as far as the browser lets it. */
export function purgeStorage() {
  for (const name of /** @type {const} */ (['localStorage', 'sessionStorage'])) {
    attempt(() => Object.keys(window[name]).filter(trackerOf).forEach((key) => window[name].removeItem(key)));
  }
  attempt(async () => (await indexedDB.databases()).forEach(({ name }) => name && trackerOf(name) && indexedDB.deleteDatabase(name)));
  attempt(async () => (await caches.keys()).filter(trackerOf).forEach((name) => caches.delete(name)));
  // Cookies that document.cookie cannot take away, such as partitioned ones (CHIPS).
  attempt(async () => (await window.cookieStore.getAll()).filter(({ name }) => trackerOf(name ?? '')).forEach((found) => window.cookieStore.delete(/** @type {any} */ (found))));
}

/** Deletes a cookie, wherever it may have been set. @param {string} name */
export function expire(name) {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  const labels = location.hostname.split('.');
  // A script may name each parent of the host as Domain, but for public suffixes.
  const domains = labels.map((_, index) => '; Domain=' + labels.slice(index).join('.'));
  const parts = location.pathname.split('/');
  // The paths that a cookie on this page may have (RFC 6265, section 5.1.4).
  const paths = parts.flatMap((_, index) => [parts.slice(0, index).join('/') + '/', parts.slice(0, index + 1).join('/')]);
  for (const domain of ['', ...domains]) {
    for (const path of paths) {
      // Once it is out of sight, there is nothing left to find.
      if (!names().includes(name)) return;
      attempt(() => cookie.set?.call(document, `${name}=; Max-Age=0; Path=${path}${domain}${secure}`));
    }
  }
}

/** @returns {string[]} the names of the cookies that a script sees */
const names = () => attempt(() => String(cookie.get?.call(document)).split('; ').map((pair) => pair.split('=', 1)[0])) ?? [];

/**
 * @template T
 * @param {() => T} act something that a browser may forbid, or not have
 * @returns {T | undefined}
 */
function attempt(act) {
  try {
    const done = act();
    if (done instanceof Promise) done.catch(() => {});
    return done;
  } catch {
    return undefined;
  }
}
