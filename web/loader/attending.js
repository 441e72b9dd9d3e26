import { portal, resolve } from './config.js';
import { openHost } from './host.js';

/**
 * What attends to the visitor after the first paint (web/attendant) is a script of its own, so that the banner does not wait for it. It comes when the
 * page is idle, at the first interest, or when the panel is wanted.
 */

/** Milliseconds that it may take: a visitor who wants the panel is led to the charter's form then. */
const PATIENCE = 5000;

/** @type {import('../attendant/main.js').Attendant | undefined} */
export let attendant;
/** @type {Promise<import('../attendant/main.js').Attendant> | undefined} */
let coming;

/** @param {() => import('../attendant/main.js').Page} page @returns {Promise<import('../attendant/main.js').Attendant>} */
export function attending(page) {
  coming ??= Promise.race([import(resolve(portal.assets.attendant)), new Promise((_, late) => setTimeout(late, PATIENCE))])
    .then(({ attend }) => (attendant = attend(page())));
  // One that failed may come the next time.
  coming.catch(() => { coming = undefined; });
  return coming;
}

/** @returns {Promise<unknown>} when the page has loaded and has nothing to do */
export const idle = () => new Promise((resolve) => {
  const wait = () => (window.requestIdleCallback ?? ((later) => setTimeout(later, 200)))(resolve);
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait, { once: true });
});

/** @type {Promise<unknown> | undefined} */
let shown;

/** @returns {Promise<unknown>} the first hover, focus or touch of anything of ours */
export const interest = () => shown ??= new Promise((resolve) => {
  for (const type of ['pointerover', 'focus', 'touchstart', 'click']) openHost().addEventListener(type, resolve, { once: true, passive: true, capture: true });
});
