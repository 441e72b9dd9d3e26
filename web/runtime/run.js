import { firm } from '../styles/firm.js';
import panel from '../styles/panel.css';
import table from '../styles/table.css';
import { facade } from './facade.js';
import { get } from './get.js';
import { hostDocument } from './hostdocument.js';
import { released } from './press.js';
import { rehearse } from './rehearsal.js';
import load from 'wasm_exec';

/**
 * Starts the bundle on a page it does not own, and takes everything it held away when it ends. Travels with the bundle, not with the loader.
 */

/**
 * @typedef {object} Handover what the loader gives
 * @property {string} bundle address of the WebAssembly file
 * @property {string} portal address of the portal's description (JSON)
 * @property {HTMLElement} host the one element of ours on the page
 * @property {() => Element | null | undefined} layers what the program's elements take the place of
 * @property {(sheet: CSSStyleSheet) => void} dress gives the page a style sheet
 * @property {Record<string, unknown>} page what the program sees of the page as the global "temoin" (app/browser.go)
 * @property {Promise<unknown>} interest when the visitor shows interest in the banner, or wants the panel
 * @property {(kind: 'ScriptURL', address: string) => any} trusted vouches for an address where the page demands it
 * @property {AbortSignal} signal ends a program that has not mounted
 * @property {() => boolean} wanted whether the visitor has not chosen yet
 * @property {() => void} mounted is called when the program has taken over
 */

/** @type {WebAssembly.Module | null | undefined} compiled once, started again on demand */
let compiled;
/** The panel's. @type {CSSStyleSheet | undefined} */
let looks;

/** How often the rehearsal is broken off. */
const BREAKS = 2;

/**
 * Resolves when the program has ended by itself; rejects where it cannot run or ended otherwise.
 *
 * @param {Handover} handover
 */
export async function run({ bundle, portal, host, layers, dress, page, interest, trusted, signal, wanted, mounted }) {
  if (typeof WebAssembly !== 'object') throw new Error('the browser has no WebAssembly');
  const next = async () => {
    await task();
    // The signal comes later: to end a Worker takes a while.
    if (!wanted()) throw new Error('the visitor has chosen');
  };
  page.portal = await (await get(portal, signal)).text();
  if (!page.opening) await released(host);
  await next();
  // Where the rehearsal was broken off for a press that came to nothing, it begins anew; not for every one, because each has the bundle fetched again.
  for (let breaks = 0; !compiled; breaks++) {
    compiled = await compile(bundle, page, interest, trusted, signal, breaks < BREAKS);
    await next();
  }
  looks ??= await new CSSStyleSheet().replace(firm(panel + table));
  dress(looks);

  const document = hostDocument(host, layers, mounted);
  const { globals, fs, timers } = facade(document, page, (line) => console.error('Témoin: ' + line));
  load(globals, fs, timers.set, timers.clear);
  const go = new globals.Go();
  let code = 0;
  go.exit = (/** @type {number} */ status) => { code = status; };
  // The program is made, comes, gets ready and mounts in tasks of their own: the page answers its visitor in between.
  await next();
  const instance = await WebAssembly.instantiate(compiled, go.importObject);
  await next();
  page.rest = async (/** @type {() => void} */ goOn) => {
    await task();
    goOn();
  };
  // A press that began on a button of the banner must end on it, or the click is lost: nothing may come between its end and the cue, which mounts before it
  // returns.
  page.cue = async (/** @type {() => void} */ mount) => {
    await task();
    await released(host);
    if (wanted()) mount();
  };
  try {
    await Promise.race([go.run(instance), new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))]);
  } finally {
    timers.end();
    empty(go);
  }
  if (code !== 0) throw new Error(`the program ended with status ${code}`);
}

/** @returns {Promise<void>} the next task of the page */
const task = () => new Promise((next) => setTimeout(next));

/**
 * Takes from a program that has ended all that it holds. Whoever still keeps one of its elements (a script of the portal's, an event on its way) keeps its
 * listeners: they do nothing then, and the memory goes.
 *
 * @param {any} go
 */
function empty(go) {
  Object.assign(go, { _resume() {}, _inst: null, mem: null, _values: null, _goRefCounts: null, _ids: null, importObject: null });
}

/**
 * @param {string} bundle
 * @param {Record<string, unknown>} page
 * @param {Promise<unknown>} interest
 * @param {Handover['trusted']} trusted
 * @param {AbortSignal} signal
 * @param {boolean} yielding as for rehearse
 * @returns {Promise<WebAssembly.Module | null>} null as by rehearse
 */
async function compile(bundle, page, interest, trusted, signal, yielding) {
  // A visitor who waits for the panel waits for no rehearsal.
  if (!page.opening) {
    try {
      return await rehearse(bundle, String(page.portal), trusted, signal, yielding);
    } catch {
      signal.throwIfAborted();
      // Without the rehearsal the start blocks the page for a moment: not before the visitor wants it.
      await interest;
      signal.throwIfAborted();
    }
  }
  const response = await get(bundle, signal);
  return WebAssembly.compileStreaming ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}
