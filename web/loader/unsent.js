import { attempt } from '../gate/attempt.js';

/**
 * Choices that the server does not have yet, a line each: what was pressed, which texts were shown, the cookie's new value, the time (web/record). Stored in the
 * visitor's browser as localStorage "temoin", after a choice and until the server has it.
 *
 * @param {string} [line] one choice more, after a line break
 * @returns {string | undefined} all of them
 */
export const unsent = (line) => attempt(() => {
  // The "undefined" of a storage without it is a line that says nothing. Where storage is forbidden, or full, the choice holds, unrecorded.
  if (line) localStorage.temoin += line;
  return localStorage.temoin;
});
