/**
 * Fills in what the server left open in a tree, in its texts and its attributes. Travels with what comes after the loader (web/placeholder, web/again), which alone needs it.
 *
 * @typedef {import('./markup.js').Tree} Tree
 * @typedef {readonly (readonly [string, readonly Tree[]])[]} Pairs a mark, such as {what}, and what takes its place: in an attribute, what that says
 */

/**
 * @param {any} tree an element (markup.js)
 * @param {Pairs} pairs
 * @returns {any} the same with what takes the place of the marks
 */
export const filled = ([name, attributes, ...children], pairs) => [
  name,
  attributes && Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, pieces(value, pairs).map(said).join('')])),
  ...children.flatMap((/** @type {Tree} */ child) => (typeof child === 'string' ? pieces(child, pairs) : [filled(child, pairs)])),
];

/** @param {Tree} tree @returns {string} its text */
const said = (tree) => (typeof tree === 'string' ? tree : tree.slice(2).map(said).join(''));

/** @param {string} text @param {Pairs} pairs @returns {Tree[]} no two texts side by side */
const pieces = (text, pairs) => {
  /** @type {Tree[]} */
  let all = [text];
  for (const [mark, trees] of pairs) {
    all = all.flatMap((part) => (typeof part === 'string' ? part.split(mark).flatMap((piece, i) => (i ? [...trees, piece] : [piece])) : [part]));
  }
  return all.reduce((joined, part) => {
    const last = joined[joined.length - 1];
    if (typeof part === 'string' && typeof last === 'string') joined[joined.length - 1] = last + part;
    else if (part) joined.push(part);
    return joined;
  }, /** @type {Tree[]} */ ([]));
};
