/**
 * What assistive technology gets of a page, or of a part of it, in the words of the engine that gave it.
 *
 * @typedef {object} Said
 * @property {string} role that ARIA has for it, or else the engine's own word; empty where nothing is said of it but what is in it. A text's is StaticText
 * @property {string} name
 * @property {Record<string, string | number | boolean>} states and properties, description among them
 * @property {Said[]} children
 */

/** @param {Said} said @param {number} [depth] @returns {string[]} a line for each that a person is told of */
export function lines({ role, name, states, children }, depth = 0) {
  const silent = !role && !name;
  // A text that its parent is called by is not said twice.
  const inner = children.filter((child) => !(child.role === 'StaticText' && child.name === name)).flatMap((child) => lines(child, silent ? depth : depth + 1));
  if (silent) return inner;
  const told = Object.entries(states).map(([key, value]) => `${key}=${value}`).sort();
  return [`${'  '.repeat(depth)}${role}${name && ` "${name}"`}${told.length ? ` [${told.join(', ')}]` : ''}`, ...inner];
}
