import { boot, charterPage, domain, portal, resolve } from './config.js';
import { layers, openHost } from './host.js';

/**
 * The bundle's life on a page: fetched and started when the page is idle or the visitor shows interest, gone after the choice.
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

/**
 * The bundle while it is on its way or running. The program reads page, and puts its open and leave into it (app/browser.go).
 *
 * @typedef {object} Run
 * @property {AbortController} abort
 * @property {{opening: boolean, open?: () => void, leave?: () => void, [key: string]: unknown}} page
 * @property {boolean} mounted
 */

/** @type {Run | undefined} */
let run;

/** @returns {boolean} whether the program answers the banner's "Personnaliser" itself */
export const running = () => run?.mounted === true;

/** @type {Promise<unknown> | undefined} the first hover, focus or touch of anything of ours */
let interest;

function interestIn(/** @type {HTMLElement} */ host) {
  interest ??= new Promise((resolve) => {
    for (const type of ['pointerover', 'focusin', 'touchstart', 'click']) host.addEventListener(type, resolve, { once: true, passive: true });
  });
  return interest;
}

/**
 * Starts the bundle. Resolves when its program has ended, or could not run.
 *
 * @param {string} cookie the stored value, or ''
 * @param {boolean} asking whether the banner is on screen
 * @param {boolean} opening whether the visitor waits for the panel
 * @param {Callbacks} callbacks
 */
async function start(cookie, asking, opening, callbacks) {
  const secure = location.protocol === 'https:';
  const { settled, closed } = callbacks;
  /** @type {Run} */
  const mine = {
    abort: new AbortController(),
    page: { cookie, asking, opening, domain, secure, charter: charterPage, settled, closed },
    mounted: false,
  };
  run = mine;
  try {
    const runtime = await import(resolve(portal.assets.runtime));
    await runtime.run({
      bundle: resolve(portal.assets.bundle),
      portal: resolve(portal.assets.portal),
      host: openHost(),
      layers,
      page: mine.page,
      interest: interestIn(openHost()),
      signal: mine.abort.signal,
      mounted() {
        mine.mounted = true;
        callbacks.mounted();
      },
    });
  } catch (error) {
    if (run !== mine) return;
    run = undefined;
    tell(/** @type {Error} */ (error));
    callbacks.failed(mine.mounted, mine.page.opening);
  } finally {
    if (run === mine) run = undefined;
  }
}

/** Lets go of the bundle: one that is still on its way never mounts, one that runs ends once the page had time to show what happened. */
export function stop() {
  const ending = run;
  run = undefined;
  if (ending?.mounted) setTimeout(() => ending.page.leave?.(), 50);
  else ending?.abort.abort();
}

/**
 * Opens the panel, whatever state the bundle is in. Where it cannot run or does not come, callbacks.failed says so.
 *
 * @param {string} cookie
 * @param {boolean} asking
 * @param {Callbacks} callbacks
 */
export function openPanel(cookie, asking, callbacks) {
  if (run?.mounted) {
    run.page.open?.();
    return;
  }
  if (run) run.page.opening = true;
  else start(cookie, asking, true, callbacks);
  const waiting = run;
  const impatience = setTimeout(() => {
    if (run !== waiting || waiting?.mounted) return;
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
    if (!run && needed()) start(cookie, true, false, callbacks);
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

/** One line for the owner. @param {Error} error */
function tell(error) {
  const { origin } = new URL(charterPage);
  console.warn(`Témoin: the panel's program cannot run on this page (${error.message}). Accepting and refusing work; "Personnaliser" ` +
    `leads to ${charterPage}. A Content-Security-Policy must allow: script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}.`);
}
