// @ts-expect-error The build makes it a text (web/build/scripts.go).
import worker from './rehearsal.worker.js';
import { ended, PRESSING } from './press.js';

/** What begins a press, by pointer or key. */
const PRESSES = ['pointerdown', 'keydown'];
/** Milliseconds after a press in which its click comes, also that of a tap. */
const CLICK = 500;

/**
 * Compiles the bundle in a Worker and rehearses it there (rehearsal.worker.js). Rejects where a policy forbids the Worker, or the bundle cannot be had.
 *
 * Worker, compiler and page share the processor, which a visitor who answers has for themselves: the rehearsal is broken off.
 *
 * @param {string} bundle address
 * @param {string} portal the portal's description (JSON)
 * @param {(kind: 'ScriptURL', address: string) => any} trusted vouches for an address where the page demands it
 * @param {AbortSignal} signal
 * @param {boolean} yielding whether it is broken off
 * @returns {Promise<WebAssembly.Module | null>} null after the press of a button that answers: if its click did not come either, there was none
 */
export function rehearse(bundle, portal, trusted, signal, yielding) {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
    const stage = new Worker(trusted('ScriptURL', address));
    const end = () => {
      stage.terminate();
      URL.revokeObjectURL(address);
      for (const type of PRESSES) window.removeEventListener(type, pressed, true);
    };
    const pressed = (/** @type {Event & {key?: string}} */ { target, key = ' ' }) => {
      // Tab only passes by.
      if (!PRESSING.test(key) || !(/** @type {Element} */ (target)).closest?.('#temoin :is([data-temoin-action=accept], [data-temoin-action=refuse])')) return;
      end();
      ended(CLICK).then(() => resolve(null));
    };
    if (yielding) for (const type of PRESSES) window.addEventListener(type, pressed, true);
    stage.onmessage = ({ data: { module, error } }) => {
      end();
      if (module) resolve(module);
      else reject(new Error(error));
    };
    stage.onerror = (event) => {
      event.preventDefault();
      end();
      reject(new Error('the page forbids a Worker'));
    };
    signal.addEventListener('abort', () => {
      end();
      reject(signal.reason);
    });
    stage.postMessage({ bundle, portal });
  });
}
