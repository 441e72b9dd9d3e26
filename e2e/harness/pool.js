import { endGroup } from './group.js';

/**
 * A browser takes a second of two cores to start, or several, longer than many a test file lasts: run.js starts it for the first that asks and lends it to one
 * file after the other. A file brings visitors of its own and takes them with it.
 *
 * @typedef {{wanted: string, address: string, close: () => void}} Lendable
 */

/** @param {(wanted: any) => Promise<import('puppeteer-core').Browser>} launch starts what a file asks for */
export function startPool(launch) {
  /** @type {Lendable[]} */
  let idle = [];
  /** @type {Set<Lendable>} */
  const all = new Set();

  /** @param {string} wanted @returns {Promise<Lendable>} */
  async function find(wanted) {
    const found = idle.find((one) => one.wanted === wanted);
    idle = idle.filter((one) => one !== found);
    if (found) return found;
    const browser = await launch(JSON.parse(wanted));
    const { pid } = /** @type {import('node:child_process').ChildProcess} */ (browser.process());
    const one = { wanted, address: browser.wsEndpoint(), close: () => endGroup(pid) };
    all.add(one);
    // Firefox is driven by one at a time.
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
      file.on('message', async (/** @type {{wanted: string}} */ { wanted }) => {
        try {
          const one = await find(wanted);
          lent.push(one);
          file.send({ wanted, address: one.address });
        } catch (error) {
          file.send({ wanted, error: String(error) });
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

/** @type {Map<string, Promise<string>>} what this process has borrowed, by what it asked for: its suites follow one another */
const borrowed = new Map();

/**
 * In a test file: asks the pool that started it.
 *
 * @param {object} asked of run.js
 * @returns {Promise<string>} address
 */
function borrow(asked) {
  const wanted = JSON.stringify(asked);
  const answer = borrowed.get(wanted) ?? new Promise((resolve, reject) => {
    const hear = (/** @type {any} */ answer) => {
      if (answer.wanted !== wanted) return;
      // A process that listens does not end.
      process.off('message', hear);
      if (answer.error) reject(new Error(answer.error));
      else resolve(answer.address);
    };
    process.on('message', hear);
    process.send?.({ wanted });
  });
  borrowed.set(wanted, answer);
  return answer;
}

/** Whether there is a pool to ask: a test file that is run by itself starts its own browsers. */
const lends = process.send !== undefined;

/**
 * @param {object} asked of the pool
 * @param {(address: string) => Promise<import('puppeteer-core').Browser>} enter one that is lent
 * @param {() => Promise<import('puppeteer-core').Browser>} start one where nobody lends any
 */
export const take = (asked, enter, start) => (lends ? borrow(asked).then(enter) : start());

/** @param {import('puppeteer-core').Browser} browser that was taken, and is left without its visitors, or ended where nobody lent it */
export async function leave(browser) {
  if (!lends) return browser.close();
  for (const context of browser.browserContexts()) if (context !== browser.defaultBrowserContext()) await context.close();
  await browser.disconnect();
}
