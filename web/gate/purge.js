import { expire, names } from './expire.js';
import { trackerOf } from './rules.js';

/**
 * Takes away the cookies that services that are not granted left in the visitor's browser, on every Domain and Path that a script can reach, by the names
 * that the portal file gives their trackers. What else they stored: web/release/storage.js.
 */
export function purgeCookies() {
  for (const name of names()) if (trackerOf(name)) expire(name);
}
