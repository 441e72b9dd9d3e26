/**
 * The cookie cookies_preferences: the twin of internal/consent/cookie.go, held to it by
 * internal/consent/testdata/cookie-vectors.json. What cannot be read is no choice.
 */

import { attempt } from '../gate/attempt.js';
import { getCookie, setCookie } from '../gate/native.js';

export const NAME = 'cookies_preferences';
/** Milliseconds a choice holds: 182 days, six months (CNIL, délibération 2020-092). */
const LIFETIME = 15724800000;
/** Bytes of the longest value that is read (RFC 6265bis: 4096 with the name, which has 19). */
const LONGEST = 4077;
const DIGEST = 6;

/**
 * @typedef {object} Choice
 * @property {number} time milliseconds since the epoch
 * @property {string} charter fingerprint of what was asked
 * @property {Record<string, unknown>} entries everything the cookie holds
 */

/**
 * @param {string} value as it stands in document.cookie
 * @returns {Choice | null}
 */
export const decode = (value) => {
  // Most visitors have none yet: for them, an error of the parser would cost milliseconds of those before the banner.
  if (!value || value.length > LONGEST) return null;
  try {
    const entries = JSON.parse(decodeURIComponent(value));
    let { timestamp: time, charter } = entries;
    if (typeof time !== 'number') return null;
    // Seconds are accepted: what Opendatasoft writes is not documented. 1e11 is 1973 as milliseconds.
    if (time < 1e11) time *= 1000;
    if (!(time >= 1e11 && time <= 8.64e15)) return null;
    return { time: Math.floor(time), charter: typeof charter === 'string' ? charter : '', entries };
  } catch {
    return null;
  }
};

/**
 * Does the choice answer for a service as it is described today?
 *
 * @param {Choice | null} choice
 * @param {string} id
 * @param {string} digest
 * @param {number} now milliseconds since the epoch
 */
export const answers = (choice, id, digest, now) => {
  // What every object inherits is no boolean. Six characters a service.
  return holds(choice, now) && typeof choice.entries[id] === 'boolean' && Boolean(choice.charter.match(/.{6}/gs)?.includes(digest));
};

/** @param {Choice | null} choice @param {number} now @returns {choice is Choice} neither stale nor from the future */
export const holds = (choice, now) => choice !== null && now >= choice.time && now - choice.time < LIFETIME;

/** In the place of a digest: the service is exempt, and the visitor may object. */
export const OBJECTION = '-';

/**
 * May the service run? Exempt ones unless the visitor objects where that is possible, unknown ones never.
 *
 * @param {Choice | null} choice
 * @param {Record<string, string>} services digest by id
 * @param {string} id
 * @param {number} now
 */
export const grants = (choice, services, id, now) => {
  if (!Object.hasOwn(services, id)) return false;
  if (services[id] === OBJECTION) return !holds(choice, now) || choice.entries[id] !== false;
  return services[id] === '' || (answers(choice, id, services[id], now) && /** @type {boolean} */ (choice?.entries[id]));
};

/**
 * Is nothing left to ask or to tell?
 *
 * @param {Choice | null} choice
 * @param {Record<string, string>} services
 * @param {number} now
 */
export const settles = (choice, services, now) => {
  return holds(choice, now) && choice.charter !== '' &&
    Object.keys(services).every((id) => services[id].length < DIGEST || answers(choice, id, services[id], now));
};

/**
 * A new choice that answers all services alike, as the cookie's entries in their order (Go: consent.Decide and consent.Encode).
 *
 * @param {Record<string, string>} services digest by id, in the order of the ids
 * @param {boolean} answer
 * @param {number} now
 * @returns {Record<string, any>}
 */
export const allAlike = (services, answer, now) => {
  const ours = /** @type {Record<string, any>} */ ({ functional_cookies: true });
  for (const [id, digest] of Object.entries(services)) if (digest) ours[id] = answer;
  ours.timestamp = now;
  ours.charter = fingerprint(Object.values(services).filter((digest) => digest.length === DIGEST));
  return ours;
};

/** @param {string[]} digests of what was asked @returns {string} (Go: consent.Fingerprint) */
export const fingerprint = (digests) => digests.sort().join('') || 'exempt';

/**
 * @param {Record<string, any>} ours
 * @param {Choice | null} previous whose entries that are not ours are carried over
 * @returns {string} the cookie's value
 */
export const encode = (ours, previous) => {
  // First to keep the order, last to count.
  const value = encodeURIComponent(JSON.stringify({ ...ours, ...Object.fromEntries(Object.entries(previous?.entries ?? {}).sort()), ...ours }));
  // What is not ours makes way where the browser would refuse a cookie of that size.
  return previous && value.length > LONGEST ? encode(ours, null) : value;
};

/**
 * @returns {string} the newest readable copy of the cookie, or '' (a host-only and a Domain cookie of the same name may coexist); one from the
 *   future never outranks a choice
 */
export const read = () => {
  const age = (/** @type {string} */ value) => Date.now() - (decode(value)?.time ?? Infinity);
  return copies().filter((value) => age(value) >= 0).sort((a, b) => age(a) - age(b))[0] ?? '';
};

/**
 * A choice that settles all, and that only scripts write, is written again with the same value for the time that is left: Safari counts its seven days without
 * interaction from there (webkit.org/tracking-prevention). It takes its own place at once, so that no tab ever sees none; a copy of another Domain stays as it is.
 *
 * @param {string} value
 * @param {string} domain
 */
export const keep = (value, domain) => {
  if (several()) return;
  write(value, domain);
  // The one that is there is another's, in scope: this one goes again.
  if (several()) write('', domain);
};

/** Whether copies of the cookie are left on other domains or paths, which web/attendant/copies.js takes away. */
export const several = () => copies().length > 1;

/** @returns {string[]} the values; to read cookies throws in a sandboxed frame */
const copies = () => attempt(() => getCookie().split('; ').filter((pair) => pair.startsWith(NAME + '=')).map((pair) => pair.slice(NAME.length + 1))) ?? [];

/**
 * Stores a value in the visitor's browser, under the name cookies_preferences, for six months from the choice on.
 *
 * @param {string} value what is no choice deletes
 * @param {string} domain
 */
export const write = (value, domain) => {
  // A single service granted later does not prolong what was answered before. Less than nothing deletes (RFC 6265, section 5.2.2).
  const left = Math.ceil(((decode(value)?.time ?? 0) + LIFETIME - Date.now()) / 1000);
  // Where cookies are forbidden, the choice holds for this page.
  attempt(() => setCookie(`${NAME}=${value}; Path=/; Max-Age=${left}; SameSite=Lax` + (domain && '; Domain=' + domain) + (location.protocol === 'https:' ? '; Secure' : '')));
};
