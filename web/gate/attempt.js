/**
 * @template T
 * @param {() => T} act something that a browser may forbid, or not have
 * @returns {T | undefined}
 */
export const attempt = (act) => {
  try {
    return act();
  } catch {
    return undefined;
  }
};
