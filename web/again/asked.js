import { former } from '../loader/answer.js';
import { answers, holds, OBJECTION } from '../loader/cookie.js';

/**
 * What a choice leaves to ask, where some of its answers stand (Go: consent.AskedAgain, which says how what changed is told from what was never asked).
 *
 * @param {import('../loader/cookie.js').Choice | null} choice
 * @param {Record<string, string>} services digest by id
 * @param {number} now
 * @returns {{added: string[], changed: string[]}} ids; none where all is asked as on the first visit
 */
export function askedAgain(choice, services, now) {
  /** @type {{added: string[], changed: string[]}} */
  const again = { added: [], changed: [] };
  let stands = false;
  if (!holds(choice, now)) return again;
  for (const id in services) {
    if (services[id] === '' || services[id] === OBJECTION) continue;
    if (answers(choice, id, services[id], now)) stands = true;
    else (typeof choice.entries[id] === 'boolean' ? again.changed : again.added).push(id);
  }
  return stands && again.changed.length <= former(choice, services).length ? again : { added: [], changed: [] };
}
