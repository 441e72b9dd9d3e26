import { attempt } from '../gate/attempt.js';
import { getCookie } from '../gate/native.js';

/**
 * Deletes a cookie of the visitor's browser, wherever a script may have set it.
 *
 * @param {string} name
 * @param {(cookie: string) => void} write what the gate does not stand in front of
 */
export function expire(name, write) {
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
      attempt(() => write(`${name}=; Max-Age=0; Path=${path}${domain}${secure}`));
    }
  }
}

/** @returns {string[]} the names of the cookies that a script sees */
export const names = () => attempt(() => getCookie().split('; ').map((pair) => pair.split('=', 1)[0])) ?? [];
