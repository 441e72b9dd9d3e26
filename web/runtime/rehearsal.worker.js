import { facade } from './facade.js';
import { get } from './get.js';
import load from 'wasm_exec';

/**
 * The rehearsal, in a Worker: Chromium compiles each function of the bundle at its first call, which would block the page. Here the program
 * runs once from beginning to end against a document that swallows everything; the module with its compiled functions then goes to the page.
 */

/** Milliseconds a rehearsal may take. */
const LONGEST = 5000;

/** @param {MessageEvent<{bundle: string, portal: string}>} event the bundle's address and the portal's description */
onmessage = async ({ data: { bundle, portal } }) => {
  try {
    const module = await WebAssembly.compileStreaming(await get(bundle));
    // What goes wrong in the rehearsal, or does not end, is no harm: the module is compiled.
    await Promise.race([rehearse(module, portal).catch(() => {}), new Promise((late) => setTimeout(late, LONGEST))]);
    postMessage({ module });
  } catch (error) {
    postMessage({ error: String(/** @type {Error} */ (error).message) });
  }
};

/** @param {WebAssembly.Module} module @param {string} portal */
async function rehearse(module, portal) {
  const ignored = () => {};
  const later = (/** @type {() => void} */ call) => setTimeout(call);
  const { document, shown, fire } = standIn();
  /** @type {Record<string, any>} */
  const page = {
    portal, cookie: '', asking: true, again: false, opening: true, domain: '', secure: true, charter: 'https://temoin.invalid/', settled: ignored, closed: ignored,
    rest: later, cue: later,
  };
  const { globals, fs, timers } = facade(document, page, ignored);
  load(globals, fs, timers.set, timers.clear);
  const go = new globals.Go();
  let over = false;
  go.exit = () => { over = true; };
  const instance = await WebAssembly.instantiate(module, go.importObject);
  const ended = go.run(instance).finally(timers.end);
  await Promise.race([shown, ended]);
  // The visitor answers, and saves: the program's last act. Where there is nothing to answer, it is told to end.
  fire('change');
  fire('submit');
  if (!over) page.leave();
  await ended;
}

/** A document that swallows everything, but tells when the panel is shown and passes events on. */
function standIn() {
  const ignored = () => {};
  /** @type {[string, (event: object) => void][]} */
  const listeners = [];
  /** @type {() => void} */
  let show = ignored;
  const shown = new Promise((resolve) => { show = () => resolve(undefined); });
  const element = () => ({
    addEventListener: (/** @type {string} */ type, /** @type {any} */ listener) => listeners.push([type, listener]),
    removeEventListener: ignored, setAttribute: ignored, removeAttribute: ignored,
    appendChild: ignored, removeChild: ignored, replaceChild: ignored, open: false, close: ignored, showModal: show,
  });
  const dialog = element();
  return {
    document: {
      body: { ...element(), firstElementChild: element() },
      createElement: element, createElementNS: element, createTextNode: element, getElementById: () => dialog, cookie: '',
    },
    shown,
    /** @param {string} wanted type of event */
    fire(wanted) {
      for (const [type, listener] of listeners) if (type === wanted) listener({ preventDefault: ignored });
    },
  };
}
