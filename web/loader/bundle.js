import { boot, charterPage, domain, portal, resolve } from './config.js';
import { trusted } from '../gate/trusted.js';
import { layers, openHost } from './host.js';

/**
 * The bundle as the loader sees it: fetched and started when the page is idle or the visitor shows interest, gone after the choice. What runs it
 * comes with it (web/runtime/main.js).
 */

/** Milliseconds a visitor who asked for the panel waits, before the program is given up. */
const PATIENCE = 10000;

/**
 * @typedef {object} Callbacks
 * @property {() => void} mounted the bundle has taken the banner over
 * @property {(value: string) => void} settled the visitor chose; the cookie is written
 * @property {() => void} closed the panel was closed without a choice
 * @property {(mounted: boolean, wanted: boolean) => void} failed the program could not start, or ended where it should not have
 */

/** @type {import('../runtime/main.js').Panel | undefined} */
let panel;
/** Whether the visitor waits for the panel. */
let wanted = false;
/** Counts the ends: what comes after the one it was meant for does not start. */
let life = 0;

/** @returns {boolean} whether the program answers the banner's "Personnaliser" itself */
export const running = () => panel?.running() === true;

/** Tells the program what is stored now. @param {string} cookie */
export const hand = (cookie) => panel?.hand(cookie);

/** @type {Promise<unknown> | undefined} the first hover, focus or touch of anything of ours */
let interest;

function interestIn(/** @type {HTMLElement} */ host) {
  interest ??= new Promise((resolve) => {
    for (const type of ['pointerover', 'focusin', 'touchstart', 'click']) host.addEventListener(type, resolve, { once: true, passive: true });
  });
  return interest;
}

/** @param {string} cookie the stored value, or '' @param {boolean} asking whether the banner is on screen @param {Callbacks} callbacks */
async function start(cookie, asking, callbacks) {
  const mine = life;
  if (panel) {
    // At once: a program that is about to end must know before it does that it is wanted again.
    panel.start(cookie, asking, wanted);
    return;
  }
  try {
    const { bundle, runtime, portal: description } = portal.assets;
    const { panelOf } = await import(resolve(runtime));
    if (mine !== life) return;
    panel ??= panelOf({
      bundle: resolve(bundle), portal: resolve(description), charter: charterPage, domain, host: openHost(), layers, interest: interestIn(openHost()), callbacks, trusted,
    });
    panel.start(cookie, asking, wanted);
  } catch (error) {
    if (mine !== life) return;
    console.warn(`Témoin: ${/** @type {Error} */ (error).message}. Accepting and refusing work; "Personnaliser" leads to ${charterPage}.`);
    callbacks.failed(false, wanted);
  }
}

/** Lets go of the bundle: one that is still on its way never mounts, one that runs ends once the page had time to show what happened. */
export function stop() {
  life++;
  wanted = false;
  panel?.stop();
}

/**
 * Opens the panel, whatever state the bundle is in. Where it cannot run or does not come, callbacks.failed says so.
 *
 * @param {string} cookie
 * @param {boolean} asking
 * @param {Callbacks} callbacks
 */
export function openPanel(cookie, asking, callbacks) {
  wanted = true;
  start(cookie, asking, callbacks);
  if (running()) return;
  const mine = life;
  const impatience = setTimeout(() => {
    if (mine !== life || running()) return;
    stop();
    callbacks.failed(false, true);
  }, PATIENCE);
  // A visitor who has gone on to something else is not taken away from it.
  for (const type of ['pointerdown', 'keydown']) window.addEventListener(type, () => clearTimeout(impatience), { once: true, capture: true });
}

/**
 * Starts the bundle in the background for the banner that is on screen.
 *
 * @param {string} cookie
 * @param {Callbacks} callbacks
 * @param {() => boolean} needed whether the banner is still on screen when the time has come
 */
export function prepare(cookie, callbacks, needed) {
  const interested = interestIn(openHost());
  const go = () => {
    if (!wanted && needed()) start(cookie, true, callbacks);
  };
  const connection = /** @type {any} */ (navigator).connection;
  if (boot === 'interest' || connection?.saveData || /2g|3g/.test(connection?.effectiveType)) {
    interested.then(go);
    return;
  }
  const idle = () => (window.requestIdleCallback ?? ((later) => setTimeout(later, 200)))(go);
  if (document.readyState === 'complete') idle();
  else window.addEventListener('load', idle, { once: true });
}
