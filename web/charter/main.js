import { build } from '../loader/markup.js';

/**
 * Puts the charter into the places that a portal's page has for it: <div data-temoin-charter></div>, in the portal's own typography. Comes after the loader, to
 * the pages that have such a place.
 *
 * @param {string} address of the charter as a tree (Go: site.go), in the page's language
 */
export async function start(address) {
  const places = [...document.querySelectorAll('[data-temoin-charter]')].filter((place) => !place.querySelector('[data-temoin-filled]'));
  if (!places.length) return;
  const response = await fetch(address, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const tree = await response.json();
  for (const place of places) {
    const charter = /** @type {HTMLElement} */ (build(below(tree, Number(place.getAttribute('data-temoin-charter')) || 2)));
    charter.setAttribute('data-temoin-filled', '');
    // AngularJS would take {{ }} in a text for its own.
    charter.setAttribute('data-ng-non-bindable', '');
    // What stands there until then, such as a link to the charter page, makes way.
    place.replaceChildren(charter);
  }
}

/**
 * @param {any} tree with headings from h2 on
 * @param {number} level of its first heading
 * @returns {import('../loader/markup.js').Tree}
 */
function below(tree, level) {
  if (typeof tree === 'string') return tree;
  const [name, attributes, ...children] = tree;
  const heading = /^h(\d)$/.exec(name);
  return [heading ? 'h' + Math.min(Number(heading[1]) - 2 + level, 6) : name, attributes, ...children.map((/** @type {any} */ child) => below(child, level))];
}
