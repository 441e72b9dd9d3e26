/** Names of trackers, as patterns. */

export const literal = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** @param {string[]} names */
export const anyName = (names) => new RegExp(`^(?:${names.map((name) => literal(name).replaceAll('\\*', '.*')).join('|')})$`, 's');

/** Cookies without which an Opendatasoft portal logs its visitors out, and our own. */
export const PORTAL = /^(sessionid|csrftoken|django_language|cookies_preferences)$/;
