import { attempt } from '../gate/attempt.js';
import { adopt } from '../loader/adopt.js';
import { FORM } from '../loader/charter.js';
import { decode } from '../loader/cookie.js';
import { send } from '../record/main.js';
import { receiptOf } from '../record/receipt.js';
import { stayDressed } from '../styles/dressed.js';
import { firm } from '../styles/firm.js';
import states from '../styles/states.css';
import status from '../styles/status.css';
import { stayAbove } from './above.js';
import { announce } from './announce.js';
import { bundleOf } from './bundle.js';
import { unify } from './copies.js';
import { stayExposed } from './exposed.js';
import { keepFocusVisible } from './focus.js';
import { endWhatGoesOn } from './goingon.js';
import { addOwnOpener } from './reopen.js';
import { innermost, returnFocusTo } from './return.js';
import { expireOnServer } from './server.js';
import { shield } from './shield.js';
import { isReplaced, stay } from './stay.js';

/**
 * Attends to the visitor once the banner is on screen: keeps what has the focus in sight, starts the bundle, opens the panel and gives the focus back. Comes
 * after the first paint, when the page is idle or the visitor shows interest; a visitor who chose already needs it only to open the panel.
 *
 * @typedef {object} Page what the loader gives
 * @property {typeof import('../loader/config.js').portal} portal
 * @property {typeof import('../loader/config.js').script} script
 * @property {typeof import('../loader/config.js').resolve} resolve
 * @property {typeof import('../loader/config.js').module} module
 * @property {typeof import('../gate/trusted.js').trusted} trusted
 * @property {() => HTMLElement} openHost
 * @property {() => void} showBanner
 * @property {() => void} prepareGate has what lets go of granted content fetched ahead of time
 * @property {(stored: string) => void} settled takes a choice that the program has written
 * @property {Promise<unknown>} interest the first hover, focus or touch of anything of ours
 * @property {() => string} stored the cookie's value, or ''
 * @property {() => boolean} asking whether something is left to ask or to tell
 * @property {HTMLElement} root of the page that the loader ran in
 * @property {CSSStyleSheet} looks the banner's style sheet
 */

/** @typedef {ReturnType<typeof start>} Attendant */

/**
 * @param {[Page['portal'], Page['script'], Page['resolve'], Page['module'], Page['trusted'], Page['openHost'], Page['showBanner'], Page['prepareGate'], Page['settled'],
 *   Page['interest'], Page['stored'], Page['asking'], Page['root'], Page['looks']]} parts in a row, because names would weigh on the loader
 */
export function start([portal, script, resolve, module, trusted, openHost, showBanner, prepareGate, settled, interest, stored, asking, root, looks]) {
  if (isReplaced(root)) throw new Error('another page has this one\'s place');
  const host = openHost();
  // Before the focus that comes next, of which the shield tells us, and not the loader.
  const focused = new Promise((resolve) => shield(host, () => resolve(true)));
  /** @type {Page} */
  const page = {
    portal, script, resolve, module, trusted, openHost, showBanner, prepareGate, settled, interest: Promise.race([interest, focused]), stored, asking, root, looks,
  };
  const domain = page.script.dataset.domain ?? page.portal.domain ?? '';
  /** What opened the panel, and what gets the focus back: a part of it, where it is a portal's own element. @type {Element | null} */
  let opener = null;
  /** @type {Element | null} */
  let back = null;

  /** @returns {Element | null} the root of banner and panel */
  const layers = () => host.querySelector(':scope > .temoin-interface');
  const leave = () => layers()?.remove();

  const dress = stayDressed(host, looks, adopt(firm(states + status)));
  const bundle = bundleOf(page, host, domain, layers, {
    dress,
    mounted() {
      opener?.removeAttribute('aria-busy');
    },
    settled: page.settled,
    receipt: () => receiptOf(decode(page.stored())?.time),
    async copy(text, tell) {
      // A page without encryption has no clipboard; a policy may forbid it: the number can be selected.
      const copied = await navigator.clipboard?.writeText(text).then(() => true, () => false);
      // The program may have ended meanwhile.
      attempt(() => tell(Boolean(copied)));
    },
    closed() {
      if (!page.asking()) leave();
      returnFocus();
    },
    failed(mounted, wanted) {
      // Not from one who has gone on.
      if (document.activeElement !== document.body && !host.contains(document.activeElement)) release();
      else returnFocus();
      // What the program left behind answers no more.
      if (mounted) leave();
      if (layers()) {
        if (wanted) location.assign(page.resolve(page.portal.charter + FORM));
      } else if (page.asking() || wanted) {
        // Also where a choice exists: accepting and refusing work without the program, so that withdrawing always does.
        page.showBanner();
        lookAfterFocus();
      }
    },
  });

  /** @returns {Element | null} what gets the focus back; what opened the panel waits for nothing any more */
  function release() {
    opener?.removeAttribute('aria-busy');
    const released = back;
    opener = back = null;
    return released;
  }

  /** @returns {boolean} whether something took the focus back */
  const returnFocus = () => returnFocusTo(release());

  const pressed = endWhatGoesOn(host);
  stayExposed(host);
  stayAbove(host);
  const lookAfterFocus = keepFocusVisible(host, page.openHost);
  stay(host, page.openHost, root, bundle.stop);
  // Another tab may have chosen while the program runs.
  document.addEventListener('temoin:change', () => bundle.hand(page.stored()));
  if ('report' in page.script.dataset) page.module('report').then((startReport) => startReport(page.portal.gate));

  /** One copy of the cookie stays, the server expires what a script cannot, and records what was chosen. */
  function tell() {
    unify(domain);
    expireOnServer(page);
    send(page);
  }

  return {
    /** After a choice. @param {boolean} [focus] whether what had the focus is gone */
    chosen(focus = false) {
      pressed();
      // Who pressed "Personnaliser" before we came, and then a button that answers, waits for no panel.
      if (!page.asking() && !bundle.running()) bundle.stop();
      announce(host, page.portal.saved, !returnFocus() && focus);
      // Once the visitor has seen that the click is answered.
      requestAnimationFrame(() => setTimeout(tell));
    },
    tell,
    /** What the page lacks, or has a place for. @param {boolean} late whether the portal's scripts had time to bring an opener of their own */
    async furnish(late) {
      if (document.querySelector('[data-temoin-charter]')) {
        const address = page.resolve(`../assets/${page.portal.assets.data}-${page.portal.language}-charter.json`);
        await page.module('charter').then((fillPlaces) => fillPlaces(address)).catch(console.error);
      }
      if (late && !document.querySelector('[data-temoin-open]')) addOwnOpener(host, page.portal.manage);
    },
    /** Once the banner is on screen, which the program takes over as it is. */
    prepare() {
      lookAfterFocus();
      passOn(layers());
      bundle.prepare();
    },
    running: bundle.running,
    /** Another tab may have chosen: what opened the panel waits for it no more, or gets the focus back that goes with it. */
    stop() {
      opener?.removeAttribute('aria-busy');
      bundle.stop();
      // A choice on this page gives it back by itself.
      requestAnimationFrame(() => {
        if (opener && !layers() && document.activeElement === document.body) returnFocus();
      });
    },
    /** Opens the panel. @param {Element | null} from what asked for it: also while a program runs, which may be about to end */
    open(from) {
      opener = from;
      back = innermost(from);
      // The page may not have heard yet of what another tab chose.
      bundle.hand(page.stored());
      bundle.open();
    },
  };
}

/**
 * What answers for people (DuckDuckGo's autoconsent) finds its button first and presses it later: by then, the program may have put its own in that one's place.
 *
 * @param {Element | null} drawn what the program takes over
 */
function passOn(drawn) {
  drawn?.addEventListener('click', ({ target }) => drawn.isConnected || document.getElementById(/** @type {Element} */ (target).id)?.click());
}
