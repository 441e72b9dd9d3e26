// @ts-expect-error The build makes it a text (web/build/scripts.go).
import worker from './rehearsal.worker.js';

/**
 * Compiles the bundle in a Worker and rehearses it there (rehearsal.worker.js). Rejects where a policy forbids the Worker, or the bundle cannot be had.
 *
 * @param {string} bundle address
 * @param {string} portal the portal's description (JSON)
 * @param {(kind: 'ScriptURL', address: string) => any} trusted vouches for an address where the page demands it
 * @param {AbortSignal} signal
 * @returns {Promise<WebAssembly.Module>}
 */
export function rehearse(bundle, portal, trusted, signal) {
  return new Promise((resolve, reject) => {
    const address = URL.createObjectURL(new Blob([worker], { type: 'text/javascript' }));
    const stage = new Worker(trusted('ScriptURL', address));
    const end = () => {
      stage.terminate();
      URL.revokeObjectURL(address);
    };
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
