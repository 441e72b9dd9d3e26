/** Milliseconds without a byte after which an answer counts as one that never comes. */
const STALL = 5000;

/**
 * Fetches, at low priority and without anything about the visitor; rejects where the answer is none, or comes to a halt.
 *
 * @param {string} address
 * @param {AbortSignal} [signal]
 * @returns {Promise<Response>} as the browser made it, which it may compile while it streams
 */
export async function get(address, signal) {
  const abort = new AbortController();
  const end = () => abort.abort(signal?.reason);
  signal?.addEventListener('abort', end);
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let halt;
  const wait = () => {
    clearTimeout(halt);
    halt = setTimeout(() => abort.abort(new Error(`${address} hangs`)), STALL);
  };
  const done = () => {
    clearTimeout(halt);
    signal?.removeEventListener('abort', end);
  };
  wait();
  try {
    const response = await fetch(address, /** @type {RequestInit} */ ({ priority: 'low', credentials: 'omit', signal: abort.signal }));
    if (!response.ok) throw new Error(`${address} answers ${response.status}`);
    // The other half of the answer is read for nothing but its progress.
    const progress = /** @type {ReadableStream<Uint8Array>} */ (response.clone().body).getReader();
    const read = async () => {
      while (!(await progress.read()).done) wait();
    };
    read().catch(() => {}).finally(done);
    return response;
  } catch (error) {
    done();
    throw error;
  }
}
