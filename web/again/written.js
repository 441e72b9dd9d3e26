import { filled } from '../loader/filled.js';

/**
 * @typedef {object} Words what the server renders for one portal (Go: again.go)
 * @property {import('../loader/markup.js').Tree} banner with {ids}, {new}, {changed} and {purpose ID} to fill in
 * @property {{id: string, name: import('../loader/markup.js').Tree, purpose: string}[]} services that need consent
 * @property {string} comma between their names
 */

/**
 * Writes the names of what is asked again into the banner. A paragraph or an item of a list that has none to name goes.
 *
 * @param {Words} words
 * @param {string[]} added ids of what is new
 * @param {string[]} changed ids of what is described otherwise
 * @returns {import('../loader/markup.js').Tree}
 */
export function written({ banner, services, comma }, added, changed) {
  const ids = [...added, ...changed];
  const names = (/** @type {string[]} */ of, purpose = '') =>
    services.filter((service) => of.includes(service.id) && (!purpose || service.purpose === purpose)).flatMap(({ name }, i) => (i ? [comma, name] : [name]));
  /** @type {[string, import('../loader/markup.js').Tree[]][]} */
  const marks = [['{ids}', [ids.join(' ')]], ['{new}', names(added)], ['{changed}', names(changed)]];
  for (const { purpose } of services) marks.push([`{purpose ${purpose}}`, names(ids, purpose)]);

  const says = (/** @type {any} */ part) => !Array.isArray(part) || !/^(p|li)$/.test(part[0]) || !marks.some(([mark, trees]) => !trees.length && JSON.stringify(part).includes(mark));
  /** @param {any} part @returns {any} */
  const pruned = (part) => (Array.isArray(part) ? part.filter(says).map(pruned) : part);
  return filled(pruned(banner), marks);
}
