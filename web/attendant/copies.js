import { setCookie } from '../gate/native.js';
import { NAME, read, several, write } from '../loader/cookie.js';
import { expire } from '../release/expire.js';

/**
 * Where several copies of the cookie are left in the visitor's browser (a host-only one, one with a Domain, one on another path), keeps the newest and deletes the others: they would
 * come back as another choice.
 *
 * @param {string} domain
 */
export function unify(domain) {
  const newest = read();
  if (!newest || !several()) return;
  expire(NAME, setCookie);
  write(newest, domain);
}
