/* global __BUNDLE__ */
import { idle } from '../loader/idle.js';

/** The WebAssembly file. */
const BUNDLE = __BUNDLE__;

/**
 * The bundle as the page sees it: fetched and started when the page is idle or the visitor shows interest, gone after the choice. What runs it
 * comes with it (web/runtime/main.js).
 */

/**
 * @typedef {object} Callbacks
 * @property {(sheet: CSSStyleSheet) => void} dress gives the page a style sheet of the panel's
 * @property {() => void} mounted the bundle has taken the banner over
 * @property {(value: string) => void} settled the visitor chose; the cookie is written
 * @property {() => void} closed the panel was closed without a choice
 * @property {() => string} receipt number of the choice that is stored, or ''
 * @property {(text: string, tell: (copied: boolean) => void) => unknown} copy puts a text on the clipboard, and tells whether it is there
 * @property {(mounted: boolean, wanted: boolean) => void} failed the program could not start, or ended where it should not have
 */

/** Milliseconds a visitor who asked for the panel waits, before the program is given up. */
const PATIENCE = 10000;

/** @param {import('./main.js').Page} page @param {HTMLElement} host @param {string} domain the cookie's @param {() => Element | null} layers @param {Callbacks} callbacks */
export function bundleOf(page, host, domain, layers, callbacks) {
  const { portal, resolve, trusted, script: { dataset: { boot } } } = page;
  const charter = resolve(portal.charter);
  const asset = (/** @type {string} */ name) => resolve('../assets/' + name);
  /** @type {import('../runtime/main.js').Panel | undefined} */
  let panel;
  /** Whether the visitor waits for the panel. */
  let wanted = false;
  /** Whether the visitor waits for nothing else. */
  let patient = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let impatience;
  /** By the address bar, "Back" or a reload: what is on its way fails then, in Firefox and WebKit, before the next page is there. */
  const leaves = () => { patient = false; };
  /** Counts the ends: what comes after the one it was meant for does not start. */
  let life = 0;

  // A visitor who has gone on to something else is not taken away from it; one who presses again what is busy, or looks around by Tab, is still waiting.
  for (const type of ['pointerdown', 'keydown']) {
    window.addEventListener(type, ({ target, key }) => {
      if (!/^(Tab|Shift)$/.test(key) && !(/** @type {Element} */ (target)).closest?.('#temoin, [aria-busy]')) patient = false;
    }, true);
  }

  /** @returns {boolean} whether the program answers the banner's "Personnaliser" itself */
  const running = () => panel?.running() === true;

  const waited = () => {
    clearTimeout(impatience);
    window.removeEventListener('beforeunload', leaves);
  };
  const mounted = () => {
    waited();
    callbacks.mounted();
  };
  const failed = (/** @type {boolean} */ mounted, /** @type {boolean} */ awaited) => {
    waited();
    wanted = false;
    callbacks.failed(mounted, awaited && patient);
  };

  async function start() {
    const mine = life;
    if (panel) {
      // At once: a program that is about to end must know before it does that it is wanted again.
      panel.start(page.stored(), page.asking(), wanted);
      return;
    }
    try {
      const panelOf = /** @type {typeof import('../runtime/main.js').start} */ (await page.module('runtime'));
      if (mine !== life) return;
      panel ??= panelOf({
        bundle: asset(BUNDLE), portal: asset(`${portal.assets.data}-${portal.language}-portal.json`), charter, domain, trusted, host, layers,
        interest: page.interest, callbacks: { ...callbacks, mounted, failed },
      });
      panel.start(page.stored(), page.asking(), wanted);
    } catch (error) {
      if (mine !== life) return;
      const { message } = /** @type {Error} */ (error);
      console.warn(`Témoin: ${message}. Accepting and refusing work; "Personnaliser" leads to ${charter}.`);
      failed(false, wanted);
    }
  }

  /** Lets go of the bundle: one that is still on its way never mounts, one that runs ends once the page had time to show what happened. */
  function stop() {
    life++;
    wanted = false;
    waited();
    panel?.stop();
  }

  return {
    running,

    /** Tells the program what is stored now. @param {string} cookie */
    hand: (cookie) => panel?.hand(cookie),

    stop,

    /** Opens the panel, whatever state the bundle is in. Where it cannot run or does not come, callbacks.failed says so. */
    open() {
      wanted = patient = true;
      start();
      clearTimeout(impatience);
      if (running()) return;
      // Only while somebody waits: Firefox keeps no page for "Back" that listens to it.
      window.addEventListener('beforeunload', leaves);
      impatience = setTimeout(() => {
        stop();
        failed(false, true);
      }, PATIENCE);
    },

    /** Starts the bundle for the banner that is on screen, when the page is idle: who moves about by the keyboard has us here before it has loaded. */
    prepare() {
      const go = () => {
        if (!page.asking()) return;
        page.prepareGate();
        if (!wanted) start();
      };
      const connection = /** @type {any} */ (navigator).connection;
      if ((boot ? boot === 'interest' : portal.interest) || connection?.saveData || /2g|3g/.test(connection?.effectiveType)) page.interest.then(go);
      else Promise.race([idle(), page.interest]).then(go);
    },
  };
}
