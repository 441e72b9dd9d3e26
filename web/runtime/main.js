import { run } from './run.js';

/**
 * The bundle's life on a page: started, opened, ended, and started again on demand.
 */

/**
 * @typedef {object} Setting what the loader gives
 * @property {string} bundle address of the WebAssembly file
 * @property {string} portal address of the portal's description (JSON)
 * @property {string} charter address of the charter page
 * @property {string} domain the cookie's Domain; empty for host-only
 * @property {HTMLElement} host the one element of ours on the page
 * @property {() => Element | null | undefined} layers what the program's elements take the place of
 * @property {Promise<unknown>} interest when the visitor shows interest in the banner, or wants the panel
 * @property {import('../attendant/bundle.js').Callbacks} callbacks
 * @property {(kind: 'ScriptURL', address: string) => any} trusted vouches for an address where the page demands it
 */

/** @typedef {ReturnType<typeof start>} Panel */

/**
 * The program while it is on its way or running. It reads page, and puts its open and leave into it (app/browser.go).
 *
 * @typedef {object} Life
 * @property {AbortController} abort
 * @property {{opening: boolean, open?: () => void, leave?: () => void, [key: string]: unknown}} page
 * @property {boolean} mounted
 * @property {() => void} want the visitor waits for the panel
 */

/** @param {Setting} setting */
export function start({ bundle, portal, charter, domain, host, layers, interest, callbacks, trusted }) {
  /** @type {Life | undefined} */
  let life;

  /** @param {string} cookie @param {boolean} asking @param {boolean} opening */
  async function live(cookie, asking, opening) {
    const secure = location.protocol === 'https:';
    // The program takes over what is on screen: a banner that asks again for some services only, or one that asks all.
    const again = Boolean(layers()?.querySelector('[data-temoin-again]'));
    const { dress, settled, closed, receipt, copy } = callbacks;
    let want = () => {};
    const wanting = new Promise((resolve) => { want = () => resolve(undefined); });
    /** @type {Life} */
    const mine = { abort: new AbortController(), page: { cookie, asking, again, opening, domain, secure, charter, settled, closed, receipt, copy }, mounted: false, want };
    life = mine;
    try {
      await run({
        bundle, portal, host, layers, dress, interest: Promise.race([interest, wanting]), trusted, page: mine.page, signal: mine.abort.signal, wanted: () => life === mine,
        mounted() {
          mine.mounted = true;
          callbacks.mounted();
        },
      });
    } catch (error) {
      if (life !== mine) return;
      life = undefined;
      tell(charter, /** @type {Error} */ (error));
      callbacks.failed(mine.mounted, mine.page.opening);
    } finally {
      if (life === mine) life = undefined;
    }
  }

  return {
    /** @returns {boolean} whether the program has taken the banner over */
    running: () => life?.mounted === true,

    /** @param {string} cookie what is stored now */
    hand(cookie) {
      if (life) life.page.cookie = cookie;
    },

    /**
     * @param {string} cookie the stored value, or ''
     * @param {boolean} asking whether the banner is on screen
     * @param {boolean} opening whether the visitor waits for the panel
     */
    start(cookie, asking, opening) {
      if (!life) live(cookie, asking, opening);
      else if (!opening) return;
      else if (life.page.open) life.page.open();
      else {
        life.page.opening = true;
        life.want();
      }
    },

    /** Lets go: a program that is still on its way never mounts, one that runs ends. */
    stop() {
      const ending = life;
      life = undefined;
      // To end a program, or a Worker, takes a while: not before the page has shown what the visitor's press has done.
      if (ending) setTimeout(() => (ending.mounted ? ending.page.leave?.() : ending.abort.abort()), 50);
    },
  };
}

/** One line for the owner. @param {string} charter @param {Error} error */
function tell(charter, error) {
  const { origin } = new URL(charter);
  console.warn(`Témoin: the panel's program cannot run on this page (${error.message}). Accepting and refusing work; "Personnaliser" ` +
    `leads to ${charter}. A Content-Security-Policy must allow: script-src ${origin} 'wasm-unsafe-eval'; connect-src ${origin}.`);
}
