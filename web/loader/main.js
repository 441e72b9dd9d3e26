/**
 * The loader: what a portal's page gets from the script tag. It reads the choice, opens the gate for what is granted, puts the server-rendered banner
 * on screen where there is something to ask or to tell, answers the clicks until the bundle is there, and opens the panel again on demand.
 *
 * It stores nothing in the browser but the cookie cookies_preferences, after a click, and sends nothing about the visitor.
 */
import { obey, openGate } from '../gate/gate.js';
import { drawn, missing } from '../gate/missing.js';
import { hand, openPanel, prepare, running, stop } from './bundle.js';
import { base, charterForm, domain, portal, report, resolve } from './config.js';
import { decode, fill, grants, read, settles, unify, write } from './cookie.js';
import { keepFocusVisible } from './focus.js';
import { announce, answerClicks, bodyReady, clear, holdsFocus, layers, openHost, stay } from './host.js';
import { build } from './markup.js';
import { watchOpeners } from './reopen.js';
import { expireOnServer } from './server.js';
import { tellTabs, watchTabs } from './tabs.js';

/** The stored value, what it says, and whether something is left to ask or to tell. */
let value = '';
/** @type {import('./cookie.js').Choice | null} */
let choice = null;
let asking = false;
/** @type {Element | null} what opened the panel, and gets the focus back */
let opener = null;
let stopWatching = () => {};

const granted = (/** @type {string} */ id) => grants(choice, portal.services, id, Date.now());
const allGranted = () => new Set(Object.keys(portal.services).filter(granted));

/** Takes a stored value for the visitor's choice. @param {string} stored */
function take(stored) {
  value = stored;
  choice = decode(stored);
  asking = !settles(choice, portal.services, Date.now());
  hand(stored);
}

/**
 * Obeys a choice that was made, here or in another tab: the gate first, then the page hears of it.
 *
 * @param {string} stored
 */
function settle(stored) {
  const first = choice === null;
  take(stored);
  const reload = __GATE__ && obey(allGranted());
  document.dispatchEvent(new CustomEvent('temoin:change', { detail: { granted: summary(), first } }));
  if (reload) location.reload();
}

/** A choice that was made on this page. @param {string} stored the cookie's new value, written already */
function chosen(stored) {
  settle(stored);
  tellTabs();
  if (__GATE__) expireOnServer(portal.gate.services, granted);
}

const callbacks = {
  mounted() {
    opener?.removeAttribute('aria-busy');
  },
  /** @param {string} stored the cookie's new value, written already */
  settled(stored) {
    const focus = holdsFocus();
    // Where the program calls this, it is still on the stack: its elements go, and it ends by itself.
    leave();
    announce(portal.saved, !returnFocus() && focus);
    chosen(stored);
  },
  closed() {
    if (!asking) leave();
    returnFocus();
  },
  /** @param {boolean} mounted @param {boolean} wanted whether the visitor waits for the panel */
  failed(mounted, wanted) {
    returnFocus();
    // What the program left behind answers no more.
    if (mounted) leave();
    if (layers()) {
      if (wanted) location.assign(charterForm);
    } else if (asking || wanted) {
      // Also where a choice exists: accepting and refusing work without the program, so that withdrawing always does.
      showBanner();
    }
  },
};

/** Takes banner and panel away. */
function leave() {
  stopWatching();
  clear();
}

/** Gives the focus back to what opened the panel. @returns {boolean} whether it took it */
function returnFocus() {
  const back = opener;
  opener = null;
  back?.removeAttribute('aria-busy');
  if (!(back instanceof HTMLElement)) return false;
  back.focus({ preventScroll: true });
  return document.activeElement === back;
}

/** @returns {Record<string, boolean>} by id, for every service that the visitor can refuse */
function summary() {
  const asked = Object.keys(portal.services).filter((id) => portal.services[id] !== '');
  return Object.fromEntries(asked.map((id) => [id, granted(id)]));
}

/** Another tab may have chosen since: what the cookie says counts. */
function refresh() {
  const stored = read();
  if (stored === value || stored === '') return;
  settle(stored);
  if (!asking) {
    stop();
    leave();
  }
}

/** Opens the panel. @param {Element | null} [from] the control that asked for it */
async function open(from = null) {
  await bodyReady();
  refresh();
  // Also while a program runs, which may be about to end.
  opener = from;
  if (!running()) from?.setAttribute('aria-busy', 'true');
  openPanel(value, asking, callbacks);
}

/**
 * Answers a button of banner or panel. Accepting and refusing all is always the loader's: stored within the event, whatever state the bundle is in.
 * "Personnaliser" is the bundle's once it runs.
 *
 * @param {Event} event
 */
function onClick(event) {
  const button = /** @type {Element} */ (event.target).closest('[data-temoin-action]');
  const action = button?.getAttribute('data-temoin-action');
  if (action === 'accept' || action === 'refuse') {
    const stored = fill(portal[action], decode(read()), Date.now());
    write(stored, portal.attributes, domain);
    stop();
    callbacks.settled(stored);
  } else if (action === 'customise' && !running() && opener !== button) {
    opener = button;
    button?.setAttribute('aria-busy', 'true');
    openPanel(value, asking, callbacks);
  }
}

/** Takes what the visitor granted at a placeholder. The banner stays while there is more to ask. @param {string} stored the cookie's new value */
function allowed(stored) {
  write(stored, portal.attributes, domain);
  chosen(stored);
  if (!asking && !running()) {
    stop();
    leave();
  }
  announce(portal.saved, false);
}

/** @returns {Promise<() => void>} the script that draws what stands in the place of frames that are held back */
async function drawing() {
  const { start } = await import(resolve(portal.assets.drawing));
  return start({ words: resolve(portal.assets.placeholder), refuse: portal.refuse, services: portal.services, missing, drawn, allowed });
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
  prepare(value, callbacks, () => asking);
}

// An element with the id "temoin" is a global of that name too: ready tells ours.
if (window.temoin?.ready !== true) {
  take(read());
  if (__GATE__) openGate({ ...portal.gate, base, report, drawing }, allGranted(), choice !== null);
  unify(value, portal.attributes, domain);
  window.temoin = {
    open: () => open(document.activeElement === document.body ? null : document.activeElement),
    granted,
    get choice() {
      return asking ? null : { granted: summary(), time: choice?.time ?? 0 };
    },
    ready: true,
  };
  answerClicks(onClick);
  watchOpeners(open);
  watchTabs(refresh);
  stay();
  if (asking) ask();
  document.dispatchEvent(new CustomEvent('temoin:ready'));
}
