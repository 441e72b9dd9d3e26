/**
 * The loader: what a portal's page gets from the script tag. It reads the choice, puts the server-rendered banner on screen where there
 * is something to ask or to tell, answers the clicks until the bundle is there, and opens the panel again on demand.
 *
 * It stores nothing in the browser but the cookie cookies_preferences, after a click, and sends nothing about the visitor.
 */
import { inCharge, openPanel, prepare, stop } from './bundle.js';
import { domain, portal, resolve } from './config.js';
import { decode, fill, grants, read, settles, write } from './cookie.js';
import { keepFocusVisible } from './focus.js';
import { announce, bodyReady, clear, holdsFocus, openHost } from './host.js';
import { build } from './markup.js';
import { watchOpeners } from './reopen.js';

/** The stored value, and what it says. */
let value = read();
let choice = decode(value);
let asking = !settles(choice, portal.services, Date.now());
/** @type {Element | null} what opened the panel, and gets the focus back */
let opener = null;
let stopWatching = () => {};

const granted = (/** @type {string} */ id) => grants(choice, portal.services, id, Date.now());

const callbacks = {
  mounted() {
    opener?.removeAttribute('aria-busy');
  },
  /** @param {string} stored the cookie's new value, written already */
  settled(stored) {
    const first = choice === null;
    const focus = holdsFocus();
    value = stored;
    choice = decode(stored);
    asking = false;
    // The program is still on the stack when it calls this: its elements go, and it ends by itself.
    leave();
    const back = opener;
    announce(portal.saved, focus && !back);
    returnFocus();
    document.dispatchEvent(new CustomEvent('temoin:change', { detail: { granted: summary(), first } }));
  },
  closed() {
    leave();
    returnFocus();
  },
  /** @param {boolean} mounted */
  failed(mounted) {
    returnFocus();
    if (!mounted) return;
    // What the program left behind answers no more.
    leave();
    if (asking) showBanner();
  },
};

function leave() {
  stopWatching();
  clear();
}

function returnFocus() {
  if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
  opener?.removeAttribute('aria-busy');
  opener = null;
}

/** @returns {Record<string, boolean>} by id, for every service that needs consent */
function summary() {
  const asked = Object.keys(portal.services).filter((id) => portal.services[id] !== '');
  return Object.fromEntries(asked.map((id) => [id, granted(id)]));
}

/** Opens the panel. @param {Element | null} [from] the control that asked for it */
function open(from = null) {
  opener = from;
  from?.setAttribute('aria-busy', 'true');
  openHost();
  openPanel(value, asking, callbacks);
}

/** Answers a button of the banner while the bundle is not there. @param {Event} event */
function onClick(event) {
  const button = /** @type {Element} */ (event.target).closest('[data-temoin-action]');
  const action = button?.getAttribute('data-temoin-action');
  // A button that the bundle answered is gone by the time the event gets here, and the bundle with it.
  if (!action || !button?.isConnected || inCharge()) return;
  if (action === 'customise') {
    if (button?.getAttribute('aria-busy') !== 'true') {
      button?.setAttribute('aria-busy', 'true');
      openPanel(value, asking, callbacks);
    }
    return;
  }
  const stored = fill(action === 'accept' ? portal.accept : portal.refuse, choice, Date.now());
  write(stored, portal.attributes, domain);
  stop();
  callbacks.settled(stored);
}

function showBanner() {
  const host = openHost();
  host.prepend(build(portal.banner));
  for (const link of host.querySelectorAll('a')) link.href = resolve(link.getAttribute('href') ?? '');
  stopWatching = keepFocusVisible(host);
}

async function ask() {
  await bodyReady();
  showBanner();
  openHost().addEventListener('click', onClick);
  prepare(value, callbacks, () => asking);
}

if (!window.temoin) {
  window.temoin = {
    open: () => open(document.activeElement),
    granted,
    get choice() {
      return settles(choice, portal.services, Date.now()) ? { granted: summary(), time: choice?.time } : null;
    },
    ready: true,
  };
  watchOpeners(open);
  if (asking) ask();
  document.dispatchEvent(new CustomEvent('temoin:ready'));
}
