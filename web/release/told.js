import { say } from '../gate/queue.js';
import { OBJECTION } from '../loader/cookie.js';

/** Matomo's commands that send something; all others set something up. */
const SENDS = /^(track|ping$)/;

/**
 * Before the gate opens: whatever Matomo kept back until now is sent into the void.
 *
 * @param {import('../loader/config.js').Portal} portal
 * @param {string[]} ids that were granted
 */
export function tellGranted({ gate, services }, ids) {
  for (const id of ids.filter((id) => gate.matomo?.includes(id))) {
    const queue = window._paq;
    /** @type {any[]} */
    let view = [];
    if (Array.isArray(queue)) {
      // Not loaded yet: what the page queued before the visitor agreed is dropped, and the page counts from now on.
      const kept = queue.filter((command) => !SENDS.test(command[0]));
      view = queue.filter((command) => command[0] === 'trackPageView').slice(-1);
      queue.splice(0, queue.length, ...kept);
    }
    // Where no consent is needed, whether cookies are used is the page's own setting.
    say('_paq', services[id] === OBJECTION ? ['setConsentGiven', false] : ['setConsentGiven']);
    for (const command of view) say('_paq', command);
  }
}
