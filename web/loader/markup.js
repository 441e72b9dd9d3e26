/**
 * The server-rendered banner, as Go's package markup encodes it: a string is a text, an array an element's name, its attributes
 * (or 0) and its children.
 *
 * @typedef {string | [string, Record<string, string> | 0, ...any[]]} Tree
 */

/**
 * Builds the nodes without an HTML parser, so that no Content-Security-Policy or Trusted Types rule stands in the way.
 *
 * @param {Tree} tree
 * @returns {Node}
 */
export const build = (tree) => {
  if (typeof tree === 'string') return document.createTextNode(tree);
  const [name, attributes, ...children] = tree;
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes || {})) element.setAttribute(key, value);
  element.append(...children.map(build));
  return element;
};
