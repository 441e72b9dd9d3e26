import { launch } from './launch.js';

/**
 * A Firefox takes several seconds of two cores to start, longer than most test files last: run.js starts it for the first that asks and lends it to one file
 * after the other. A file brings visitors of its own and takes them with it (browser.js).
 *
 * @typedef {{preferences: string, address: string, close: () => void}} Lendable
 */

export function startPool() {
  /** @type {Lendable[]} */
  let idle = [];
  /** @type {Set<Lendable>} */
  const all = new Set();

  /** @param {string} preferences @returns {Promise<Lendable>} */
  async function take(preferences) {
    const found = idle.find((one) => one.preferences === preferences);
    idle = idle.filter((one) => one !== found);
    if (found) return found;
    const browser = await launch(JSON.parse(preferences));
    const one = { preferences, address: browser.wsEndpoint(), close: () => { browser.process()?.kill('SIGKILL'); } };
    all.add(one);
    // A Firefox is driven by one at a time.
    await browser.disconnect();
    return one;
  }

  return {
    /**
     * Lends what a test file asks for.
     *
     * @param {import('node:child_process').ChildProcess} file
     * @returns {(well: boolean) => void} to be called when it has ended: what it had is lent again if it ended well
     */
    serve(file) {
      /** @type {Lendable[]} */
      const lent = [];
      file.on('message', async (/** @type {{preferences: string}} */ { preferences }) => {
        try {
          const one = await take(preferences);
          lent.push(one);
          file.send({ preferences, address: one.address });
        } catch (error) {
          file.send({ preferences, error: String(error) });
        }
      });
      return (well) => {
        if (well) idle.push(...lent);
        else for (const one of lent) one.close();
      };
    },
    close() { for (const one of all) one.close(); },
  };
}

/** @type {Map<string, Promise<string>>} what this process has borrowed, by preferences: its suites follow one another */
const borrowed = new Map();

/**
 * In a test file: asks the pool that started it.
 *
 * @param {string} preferences
 * @returns {Promise<string>} address
 */
export function borrow(preferences) {
  const answer = borrowed.get(preferences) ?? new Promise((resolve, reject) => {
    const hear = (/** @type {any} */ answer) => {
      if (answer.preferences !== preferences) return;
      // A process that listens does not end.
      process.off('message', hear);
      if (answer.error) reject(new Error(answer.error));
      else resolve(answer.address);
    };
    process.on('message', hear);
    process.send?.({ preferences });
  });
  borrowed.set(preferences, answer);
  return answer;
}
