import { decode, holds } from '../loader/cookie.js';
import { unsent } from '../loader/unsent.js';
import { newReceipt, rememberReceipt } from './receipt.js';

/**
 * Tells the server's registry what was chosen, and nothing about the visitor (Go: sent.go). Does so after a choice, and on a later page view where the server could not be
 * reached: what was not sent stays in localStorage "temoin". Nothing waits for it.
 */

/** Lines that are kept at most, the newest: a policy of the page may forbid sending for good. */
const MOST = 20;

/**
 * @typedef {object} Choice what is sent, but for its age
 * @property {string} receipt
 * @property {string} shown hash of the texts that were on screen
 * @property {string} charter fingerprint of what was asked
 * @property {string} language
 * @property {string[]} granted
 * @property {string[]} denied
 * @property {string} how
 * @property {number} time of the act, milliseconds since the epoch: an answer about some services only keeps the age of the others in the cookie
 */

/** @param {import('../attendant/main.js').Page} page */
export async function send(page) {
  // One tab at a time, where the browser can say so: a receipt number is drawn once.
  const sending = () => sendAll(page);
  // A page in a sandbox has no locks.
  await (navigator.locks ? navigator.locks.request('temoin', sending).catch(() => {}) : sending());
}

/** @param {import('../attendant/main.js').Page} page */
async function sendAll(page) {
  replace((line) => (line.startsWith('{') ? line : complete(line, page)));
  for (const line of lines()) {
    const { time, ...choice } = JSON.parse(line);
    const body = JSON.stringify({ ...choice, age: Math.max(0, Date.now() - time) / 1000 });
    try {
      // A text needs no preflight, and keepalive lets it outlive the page.
      const { status, ok, headers } = await fetch(page.resolve('choice' + scope(page)), { method: 'POST', body, keepalive: true });
      // Not now, or not by the server, where a Service Worker of the portal's answers with a page for whoever is offline: a later page view tries again.
      if (status >= 500 || status === 429 || status === 408 || (ok && !/json/.test(headers.get('Content-Type') ?? ''))) return;
    } catch {
      return;
    }
    replace((other) => (other === line ? '' : other));
  }
}

/** The cookie's Domain, where the script tag says another than the portal file: an answer that sets the cookie sets the same one. @param {import('../attendant/main.js').Page} page */
function scope({ script }) {
  const { domain } = script.dataset;
  return domain === undefined ? '' : '?domain=' + encodeURIComponent(domain);
}

const lines = () => (unsent() ?? '').split('\n').filter(Boolean);

/** Puts other lines in the place of those that are kept. @param {(line: string) => string} by returns '' for none */
function replace(by) {
  try {
    const kept = lines().slice(-MOST).map(by).filter(Boolean).join('\n');
    if (kept) localStorage.temoin = kept;
    else localStorage.removeItem('temoin');
  } catch {
    // Storage is forbidden here, or full.
  }
}

/**
 * Makes what is sent of what the loader noted, and remembers its receipt number.
 *
 * @param {string} line
 * @param {import('../attendant/main.js').Page} page
 * @returns {string} '' for what is no choice, or ran out
 */
function complete(line, { portal }) {
  const [by, texts, value, at] = line.split(' ');
  const choice = decode(value ?? '');
  if (!holds(choice, Date.now())) return '';
  const { time, charter, entries } = choice;
  const ids = Object.keys(portal.services).filter((id) => portal.services[id] !== '');
  const granted = ids.filter((id) => entries[id] === true);
  const denied = ids.filter((id) => entries[id] !== true);
  const receipt = newReceipt();
  // What is asked again was not in force.
  const withdraws = rememberReceipt(receipt, time, granted).some((id) => denied.includes(id));
  const [shown, language] = texts.split('-');
  return JSON.stringify({ receipt, shown, charter, language, granted, denied, how: withdraws && act(by) !== 'again' ? 'withdrawal' : act(by), time: Number(at) || time });
}

/** @param {string} by what the loader says was pressed: a button by its id, "placeholder", or what the panel's program answers itself */
function act(by) {
  if (by === 'placeholder') return by;
  if (by.startsWith('temoin-again-')) return 'again';
  return /^temoin-(accept|refuse)$/.test(by) ? 'banner' : 'panel';
}
