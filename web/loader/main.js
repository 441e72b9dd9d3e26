/**
 * The loader: what a portal's page gets from the script tag. It reads the choice, opens the gate for what is granted, puts the server-rendered banner
 * on screen where there is something to ask or to tell, and answers accepting and refusing. All else comes after the first paint (web/attendant, web/release).
 *
 * It stores nothing in the browser but, after a click, the cookie cookies_preferences and choices that are still to be sent (unsent.js), and sends nothing about the visitor.
 */
import { apart, domain, inTime, module, portal, resolve, script } from './config.js';
import { bodyReady, clear, holdsFocus, layers, looks, openHost, until } from './host.js';
import { attempt } from '../gate/attempt.js';
import { needsReload, obey, openGate, prepareGate } from '../gate/gate.js';
import { drawn, missing } from '../gate/missing.js';
import { trusted } from '../gate/trusted.js';
import { attendant, attending, interest } from './attending.js';
import { FORM } from './charter.js';
import { allAlike, decode, encode, grants, holds, keep, read, settles, several, write } from './cookie.js';
import { idle } from './idle.js';
import { speak, speaking } from './language.js';
import { build } from './markup.js';
import { watchClicks } from './clicks.js';
import { furnish } from './furnish.js';
import { watchTabs } from './tabs.js';
import { unsent } from './unsent.js';

/** The stored value, what it says, and whether something is left to ask or to tell. */
let value = '';
/** @type {import('./cookie.js').Choice | null} */
let choice = null;
let asking = false;
/** The banner that asks only for what is new or changed. @type {import('../again/main.js').Again | undefined} */
let again;

const granted = (/** @type {string} */ id) => grants(choice, portal.services, id, Date.now());
const allGranted = () => new Set(Object.keys(portal.services).filter(granted));

/** Takes a stored value for the visitor's choice. @param {string} stored */
const take = (stored) => {
  value = stored;
  choice = decode(stored);
  asking = !settles(choice, portal.services, Date.now());
};

/**
 * Obeys a choice that was made, here or in another tab: the gate first, then the page hears of it.
 *
 * @param {string} stored
 */
const settle = async (stored) => {
  const first = choice === null;
  take(stored);
  const all = allGranted();
  const reload = __RARE__ && needsReload(all);
  if (__GATE__) await obey(all);
  document.dispatchEvent(new CustomEvent('temoin:change', { detail: { granted: summary(), first } }));
  // What it stored goes first, if what does that comes in time.
  if (__RARE__ && reload) Promise.race([prepareGate(), new Promise((late) => setTimeout(late, 1000))]).then(() => location.reload());
};

/**
 * A choice that was made on this page.
 *
 * @param {string} stored the cookie's new value, written already
 * @param {string} [by] what was pressed
 * @param {boolean} [focus] whether what had the focus is gone
 * @returns {Promise<void>} when it is obeyed
 */
const chosen = (stored, by, focus) => {
  // First: the page may be loaded anew.
  if (__GATE__) unsent(`\n${by} ${portal.assets.data}-${portal.language} ${stored} ${Date.now()}`);
  const obeyed = settle(stored);
  attended('chosen', focus);
  return obeyed;
};

/** @param {'chosen' | 'furnish' | 'prepare' | 'tell'} act of the attendant's, what the page can do without @param {boolean} [given] */
const attended = (act, given) => attending(page).then((attendant) => attendant[act](/** @type {any} */ (given)), () => {});

/** Takes banner and panel away after a choice. @param {string} stored the cookie's new value, written already @param {string} [by] id of the button; the program gives none */
const settled = (stored, by) => {
  const focus = holdsFocus();
  // Where the program calls this, it is still on the stack: its elements go, and it ends by itself.
  clear();
  chosen(stored, by, focus);
};

/** @returns {Record<string, boolean>} by id, for every service that the visitor can refuse */
const summary = () => Object.fromEntries(Object.keys(portal.gate.services).map((id) => [id, granted(id)]));

/** Another tab may have chosen since: what the cookie says counts. */
const refresh = () => {
  const stored = read();
  if (stored === value || !stored) return;
  settle(stored);
  if (!asking) dismiss();
};

/** Nothing is left to ask. */
const dismiss = () => {
  attendant?.stop();
  clear();
};

/** The looks last: interest() opens the host, which has them. @returns {Parameters<typeof import('../attendant/main.js').start>[0]} */
const page = () => [portal, script, resolve, module, trusted, openHost, showBanner, prepareGate, settled, interest(), () => value, () => asking, root, looks];

/** Opens the panel. @param {Element | null} [from] the control that asked for it */
const open = async (from = null) => {
  if (!attendant?.running()) from?.setAttribute('aria-busy', 'true');
  await bodyReady();
  refresh();
  const before = value;
  try {
    (await attending(page)).open(from);
  } catch {
    from?.removeAttribute('aria-busy');
    if (layers()) {
      // Who writes or chooses meanwhile, in a field, an editor or a frame, is not taken away from it; who looks around by Tab still waits.
      if (document.activeElement?.matches('a, button, body')) location.assign(resolve(portal.charter + FORM));
    } else if (value === before) showBanner();
  }
};

/**
 * Answers a button of banner or panel. Accepting and refusing all is always the loader's: stored within the event, whatever state the bundle is in.
 * "Personnaliser" is the bundle's once it runs.
 *
 * @param {Element} button
 */
const answer = (button) => {
  const action = button.getAttribute('data-temoin-action');
  if (action === 'accept' || action === 'refuse') {
    const stored = again?.answer(button) ?? encode(allAlike(portal.services, action === 'accept', Date.now()), decode(read()));
    write(stored, domain);
    attendant?.stop();
    settled(stored, button.id);
  } else if (action === 'customise' && !attendant?.running() && !button.hasAttribute('aria-busy')) open(button);
};

/** Takes what the visitor granted at a placeholder. The banner stays while there is more to ask. @param {string} stored the cookie's new value */
const allowed = (stored) => {
  write(stored, domain);
  const obeyed = chosen(stored, 'placeholder');
  if (!asking && !attendant?.running()) dismiss();
  return obeyed;
};

/** @returns {Promise<() => void>} the script that draws what stands in the place of frames that are held back */
const drawing = async () => (await speaking('placeholder'))(portal, resolve, missing, drawn, allowed);

const showBanner = () => {
  const host = openHost();
  host.prepend(build(again?.banner() ?? portal.banner));
  for (const link of host.querySelectorAll('a')) link.href = resolve(/** @type {string} */ (link.getAttribute('href')));
};

const ask = async () => {
  // Where they do not come in time, all is asked.
  if (holds(choice, Date.now())) again = await inTime(speaking('again').then((start) => start(portal, resolve))).catch(() => {});
  await Promise.all([bodyReady(), speak()]);
  // Beside a modal dialog of the portal's, nothing can be pressed.
  await until(() => !attempt(() => document.querySelector('dialog:modal')));
  // Meanwhile, the visitor may have chosen in another tab, or opened the panel.
  if (asking && !layers()) showBanner();
  // Who moves about by the keyboard on a page that has not loaded must see what has the focus, too.
  await Promise.race([idle(), idle('keydown'), interest()]);
  if (asking) attended('prepare');
};

// One loader a document: the tag may be there twice. After document.open, which ends what the first listened to, the root is another.
const root = document.documentElement;
if (!root.temoin) {
  take(read());
  if (__GATE__) openGate(allGranted(), choice !== null, drawing);
  root.temoin = window.temoin = {
    open: () => open(document.activeElement === document.body ? null : document.activeElement),
    granted,
    get choice() {
      return asking ? null : { granted: summary(), time: /** @type {import('./cookie.js').Choice} */ (choice).time };
    },
    ready: true,
  };
  watchClicks(answer, open);
  if (asking) ask();
  idle().then(() => {
    furnish((late) => attended('furnish', late));
    // These make the page wait for the browser's other processes, the banner with it.
    watchTabs(refresh);
    // A notice is never sent, and so never answered with a cookie.
    if (!asking && (!__GATE__ || apart)) keep(value, domain);
    if ((__GATE__ && unsent()) || several()) attended('tell');
  });
  document.dispatchEvent(new CustomEvent('temoin:ready'));
}
