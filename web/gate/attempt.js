/**
 * @template T
 * @param {() => T} act something that a browser may forbid, or not have
 * @returns {T | undefined}
 */
export function attempt(act) {
  try {
    const done = act();
    if (done instanceof Promise) done.catch(() => {});
    return done;
  } catch {
    return undefined;
  }
}
