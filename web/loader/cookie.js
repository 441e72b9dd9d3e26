/**
 * The cookie cookies_preferences: the twin of internal/consent/cookie.go, held to it by
 * internal/consent/testdata/cookie-vectors.json. What cannot be read is no choice.
 */

import { expire } from '../gate/purge.js';

const NAME = 'cookies_preferences';
/** Milliseconds a choice holds: 182 days, six months (CNIL, délibération 2020-092). */
const LIFETIME = 15724800000;
/** Bytes of the longest value that is read (RFC 6265bis: 4096 with the name). */
const LONGEST = 4096 - NAME.length;
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
export function decode(value) {
  if (value.length > LONGEST) return null;
  try {
    const entries = JSON.parse(decodeURIComponent(value));
    if (Array.isArray(entries)) return null;
    let { timestamp: time, charter } = entries;
    if (typeof time !== 'number') return null;
    // Seconds are accepted: what Opendatasoft writes is not documented. 1e11 is 1973 as milliseconds.
    if (time < 1e11) time *= 1000;
    if (!(time >= 1e11 && time <= 8.64e15)) return null;
    return { time: Math.floor(time), charter: typeof charter === 'string' ? charter : '', entries };
  } catch {
    return null;
  }
}

/**
 * Does the choice answer for a service as it is described today?
 *
 * @param {Choice | null} choice
 * @param {string} id
 * @param {string} digest
 * @param {number} now milliseconds since the epoch
 */
export function answers(choice, id, digest, now) {
  if (!holds(choice, now) || !Object.hasOwn(choice.entries, id) || typeof choice.entries[id] !== 'boolean') return false;
  const { charter } = choice;
  for (let at = 0; at + DIGEST <= charter.length; at += DIGEST) {
    if (charter.startsWith(digest, at)) return true;
  }
  return false;
}

/** @param {Choice | null} choice @param {number} now @returns {choice is Choice} neither stale nor from the future */
export function holds(choice, now) {
  return choice !== null && now >= choice.time && now - choice.time < LIFETIME;
}

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
export function grants(choice, services, id, now) {
  if (!Object.hasOwn(services, id)) return false;
  if (services[id] === OBJECTION) return !holds(choice, now) || choice.entries[id] !== false;
  return services[id] === '' || (answers(choice, id, services[id], now) && choice?.entries[id] === true);
}

/**
 * Is nothing left to ask or to tell?
 *
 * @param {Choice | null} choice
 * @param {Record<string, string>} services
 * @param {number} now
 */
export function settles(choice, services, now) {
  return holds(choice, now) && choice.charter !== '' &&
    Object.keys(services).every((id) => services[id].length < DIGEST || answers(choice, id, services[id], now));
}

/**
 * The value for a new choice: the one the server encoded, with the time filled in and the entries that are not ours carried over.
 *
 * @param {string} template
 * @param {Choice | null} previous
 * @param {number} now
 */
export function fill(template, previous, now) {
  const value = template.replace('TIMESTAMP', String(now));
  const ours = JSON.parse(decodeURIComponent(value));
  const kept = Object.keys(previous?.entries ?? {}).filter((key) => !Object.hasOwn(ours, key)).sort();
  if (kept.length === 0) return value;
  const rest = JSON.stringify(Object.fromEntries(kept.map((key) => [key, previous?.entries[key]])));
  // The closing brace of ours makes way for a comma and what follows the opening brace of the rest.
  const both = value.slice(0, -'%7D'.length) + encodeURIComponent(',' + rest.slice(1));
  // What is not ours makes way where the browser would refuse a cookie of that size.
  return both.length > LONGEST ? value : both;
}

/**
 * @returns {string} the newest readable copy of the cookie, or '' (a host-only and a Domain cookie of the same name may coexist); one from the
 *   future never outranks a choice
 */
export function read() {
  let newest = '';
  let time = 0;
  for (const pair of cookies().split('; ')) {
    if (!pair.startsWith(NAME + '=')) continue;
    const value = pair.slice(NAME.length + 1);
    const choice = decode(value);
    if (choice && choice.time > time && choice.time <= Date.now()) {
      newest = value;
      time = choice.time;
    }
  }
  return newest;
}

/**
 * Where several copies of the cookie are left (a host-only one, one with a Domain), keeps the newest and deletes the others.
 *
 * @param {string} newest value
 * @param {string} attributes from the server
 * @param {string} domain
 */
export function unify(newest, attributes, domain) {
  const copies = cookies().split('; ').filter((pair) => pair.startsWith(NAME + '='));
  if (newest && copies.length > 1) write(newest, attributes, domain);
}

/** @returns {string} document.cookie, which throws in a sandboxed frame */
function cookies() {
  try {
    return document.cookie;
  } catch {
    return '';
  }
}

/**
 * Stores a value in the visitor's browser, under the name cookies_preferences, for six months from the choice on. Copies on other domains and paths go:
 * they would come back as another choice.
 *
 * @param {string} value
 * @param {string} attributes from the server
 * @param {string} domain
 */
export function write(value, attributes, domain) {
  expire(NAME);
  const age = Date.now() - (decode(value)?.time ?? 0);
  // A single service granted later does not prolong what was answered before.
  const left = age < LIFETIME ? Math.ceil((LIFETIME - age) / 1000) : 0;
  attributes = attributes.replace(/Max-Age=\d+/, 'Max-Age=' + left);
  try {
    document.cookie = NAME + '=' + value + attributes + (domain && '; Domain=' + domain) +
      (location.protocol === 'https:' ? '; Secure' : '');
  } catch {
    // Cookies are forbidden here: the choice holds for this page.
  }
}
