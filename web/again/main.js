import { answerFor } from '../loader/answer.js';
import { decode, read } from '../loader/cookie.js';
import { askedAgain } from './asked.js';
import { written } from './written.js';

/**
 * What is asked of a visitor who chose before, where the choice holds and does not settle everything: only what is new or changed, by a banner that says so. Comes after the
 * loader, to such visitors alone. Where it does not come, or where nothing of the choice stands, the loader asks all, as on the first visit.
 *
 * @typedef {object} Again
 * @property {() => import('../loader/markup.js').Tree | undefined} banner none where all is asked, or nothing
 * @property {(button: Element) => string | undefined} answer the cookie's value when a button of that banner is pressed; none for another's
 */

/**
 * @param {import('../loader/config.js').Portal} portal
 * @param {typeof import('../loader/config.js').resolve} resolve
 * @returns {Promise<Again | undefined>} none where its words do not come
 */
export async function start({ services, assets, language }, resolve) {
  const asked = () => askedAgain(decode(read()), services, Date.now());
  try {
    const response = await fetch(resolve(`../assets/${assets.data}-${language}-again.json`), { credentials: 'omit' });
    const words = await response.json();
    return {
      banner() {
        const { added, changed } = asked();
        return added.length + changed.length > 0 ? written(words, added, changed) : undefined;
      },
      answer(button) {
        // What is on screen is what is answered: the program may have put a banner of its own there.
        const ids = button.closest('[data-temoin-again]')?.getAttribute('data-temoin-again')?.split(' ');
        return ids && answerFor(decode(read()), services, ids, button.getAttribute('data-temoin-action') === 'accept', Date.now());
      },
    };
  } catch {
    return undefined;
  }
}
