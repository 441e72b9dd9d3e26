import { boot, charterForm, charterPage, domain, portal, resolve } from './config.js';
import { layers, openHost } from './host.js';

/**
 * The bundle's life on a page: fetched and started when the page is idle or the visitor shows interest, gone after the choice.
 */

/** Milliseconds a visitor who asked for the panel waits, before the charter page's form takes its place. */
const PATIENCE = 10000;

/**
 * @typedef {object} Callbacks
 * @property {() => void} mounted the bundle has taken the banner over
 * @property {(value: string) => void} settled the visitor chose; the cookie is written
 * @property {() => void} closed the panel was closed without a choice
 * @property {(mounted: boolean) => void} failed the program could not start, or ended where it should not have
 */

/**
 * The bundle while it is on its way or running. The program reads page, and puts its open into it (app/browser.go).
 *
 * @typedef {object} Run
 * @property {AbortController} abort
 * @property {{opening: boolean, open?: () => void, [key: string]: unknown}} page
 * @property {boolean} mounted
 */

/** @type {Run | undefined} */
let run;

/** @returns {boolean} whether the bundle answers the banner's buttons, so that the loader does not */
export const inCharge = () => run?.mounted === true;

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
      signal: mine.abort.signal,
      mounted() {
        mine.mounted = true;
        callbacks.mounted();
      },
    });
  } catch (error) {
    if (run !== mine) return;
    tell(/** @type {Error} */ (error));
    callbacks.failed(mine.mounted);
    if (mine.page.opening) location.assign(charterForm);
  } finally {
    if (run === mine) run = undefined;
  }
}

/** Lets go of the bundle: one that is still on its way never mounts. */
export function stop() {
  run?.abort.abort();
  run = undefined;
}

/**
 * Opens the panel, whatever state the bundle is in. Where it cannot run, the charter page's form takes its place.
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
  setTimeout(() => {
    if (run === waiting && !waiting?.mounted) location.assign(charterForm);
  }, PATIENCE);
}

/**
 * Starts the bundle in the background for the banner that is on screen.
 *
 * @param {string} cookie
 * @param {Callbacks} callbacks
 * @param {() => boolean} needed whether the banner is still on screen when the time has come
 */
export function prepare(cookie, callbacks, needed) {
  const go = () => {
    if (!run && needed()) start(cookie, true, false, callbacks);
  };
  const connection = /** @type {any} */ (navigator).connection;
  if (boot === 'interest' || connection?.saveData || /2g|3g/.test(connection?.effectiveType)) {
    const host = openHost();
    for (const type of ['pointerover', 'focusin', 'touchstart']) host.addEventListener(type, go, { once: true, passive: true });
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
