import css from '../styles/panel.css';
import { facade } from './facade.js';
import { released } from './press.js';
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
 * @property {Record<string, unknown>} page what the program sees of the page as the global "temoin" (app/browser.go)
 * @property {AbortSignal} signal says that the visitor chose already
 * @property {() => void} mounted is called when the program has taken over
 */

/** @type {Promise<WebAssembly.Module> | undefined} compiled once, started again on demand */
let compiled;
let styled = false;

/**
 * Resolves when the program has ended by itself; rejects where it cannot run or ended otherwise.
 *
 * @param {Handover} handover
 */
export async function run({ bundle, portal, host, layers, page, signal, mounted }) {
  compiled ??= compile(bundle, signal);
  compiled.catch(() => { compiled = undefined; });
  const [module, description] = await Promise.all([compiled, text(portal, signal)]);
  if (!styled) {
    const sheet = new CSSStyleSheet();
    await sheet.replace(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    styled = true;
  }
  page.portal = description;
  const { globals, fs, timers, end } = facade(host, layers, page, mounted);
  load(globals, fs, timers.set, timers.clear);
  const go = new globals.Go();
  let code = 0;
  go.exit = (/** @type {number} */ status) => { code = status; };
  const instance = await WebAssembly.instantiate(module, go.importObject);
  // A press that began on a button of the banner must end on it, or the click is lost: nothing may come between this and the start, which
  // mounts before it returns.
  await released(host);
  signal.throwIfAborted();
  try {
    await go.run(instance);
  } finally {
    end();
  }
  if (code !== 0) throw new Error(`the program ended with status ${code}`);
}

/** @param {string} address @param {AbortSignal} signal */
async function compile(address, signal) {
  const response = await get(address, signal);
  return WebAssembly.compileStreaming ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** @param {string} address @param {AbortSignal} signal */
async function text(address, signal) {
  return (await get(address, signal)).text();
}

/** @param {string} address @param {AbortSignal} signal */
async function get(address, signal) {
  const response = await fetch(address, /** @type {RequestInit} */ ({ priority: 'low', credentials: 'omit', signal }));
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  return response;
}
