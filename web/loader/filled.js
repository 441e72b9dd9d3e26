/**
 * Fills in what the server left open in a tree, in its texts and its attributes. Travels with what comes after the loader (web/placeholder, web/again), which alone needs it.
 *
 * @param {any} part of a tree (markup.js)
 * @param {readonly (readonly [string, string])[]} pairs a mark, such as {what}, and the text that takes its place
 * @returns {any} the same with the texts
 */
export const filled = (part, pairs) => {
  if (typeof part === 'string') return pairs.reduce((text, [mark, words]) => text.replace(mark, () => words), part);
  if (Array.isArray(part)) return part.map((child) => filled(child, pairs));
  return part && Object.fromEntries(Object.entries(part).map(([key, value]) => [key, filled(value, pairs)]));
};
