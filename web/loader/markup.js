/**
 * The server-rendered banner, as Go's package markup encodes it: a string is a text, an array an element's name, its attributes
 * (or 0) and its children.
 *
 * @typedef {string | [string, Record<string, string> | 0, ...any[]]} Tree
 */

/** @param {string} text */
const asIs = (text) => text;

/**
 * Builds the nodes without an HTML parser, so that no Content-Security-Policy or Trusted Types rule stands in the way.
 *
 * @param {Tree} tree
 * @param {(text: string) => string} [fill] puts into texts and attributes what was left open
 * @returns {Node}
 */
export function build(tree, fill = asIs) {
  if (typeof tree === 'string') return document.createTextNode(fill(tree));
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  for (const key in attributes || {}) element.setAttribute(key, fill(attributes[key]));
  element.append(...children.map((child) => build(child, fill)));
  return element;
}
