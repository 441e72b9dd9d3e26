import { inTime } from './config.js';
import { openHost } from './host.js';
import { speaking } from './language.js';

/**
 * What attends to the visitor after the first paint (web/attendant) is a script of its own, so that the banner does not wait for it. It comes when the
 * page is idle, at the first interest, or when the panel is wanted.
 */

/** @type {import('../attendant/main.js').Attendant | undefined} */
export let attendant;
/** @type {Promise<import('../attendant/main.js').Attendant> | undefined} */
let coming;

/** @param {() => Parameters<typeof import('../attendant/main.js').start>[0]} page @returns {Promise<import('../attendant/main.js').Attendant>} */
export const attending = (page) => {
  // Where it does not come in time, a visitor who wants the panel is led to the charter's form.
  coming ??= inTime(speaking('attendant')).then((attend) => attendant = attend(page()));
  // One that failed may come the next time.
  coming.catch(() => { coming = undefined; });
  return coming;
};

/** @type {Promise<void> | undefined} */
let shown;

/**
 * @returns {Promise<void>} the first hover, touch (which hovers, too) or focus of anything of ours; without the event, which would keep its button, and with it all
 *   that the bundle ever held
 */
export const interest = () => shown ??= new Promise((resolve) => {
  for (const type of ['pointerover', 'focus']) openHost().addEventListener(type, () => resolve(), true);
});
