/** @param {string} pattern of names of trackers, from the server; an empty one is nobody's name */
export const anyName = (pattern) => new RegExp(`^(?:${pattern})$`, 's');

/** Cookies without which an Opendatasoft portal logs its visitors out, and our own. */
export const PORTAL = /^(sessionid|csrftoken|django_language|cookies_preferences)$/;
