/**
 * @template T
 * @param {() => T | undefined | Promise<T | undefined>} find
 * @param {() => string} never what the error says after half a minute
 * @returns {Promise<T>} what is found, once it is there
 */
export async function come(find, never) {
  for (const began = Date.now(); Date.now() - began < 30000;) {
    const found = await find();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(never());
}
