import { attempt } from './attempt.js';
import { insert, set } from './native.js';

/** Scripts that are held back: where nothing else keeps one from running, its type does. */

/** Types that a browser runs (HTML, "prepare the script element"). */
const RUNS = /^$|^module$|^(text|application)\/(x-)?(java|ecma|j|live)script(1\.\d)?$/i;

/** What came to the page with a type that does not run: jQuery does so, to run a copy instead. @type {WeakSet<Element>} */
export const dormant = new WeakSet();

/** Scripts that a script of the page's asked for: they are async. @type {WeakSet<Element>} */
export const dynamic = new WeakSet();

/** @param {Element} script @returns {boolean} whether a browser would run it, or the owner marked it to be run */
export const isScript = (script) => RUNS.test(/** @type {HTMLScriptElement} */ (script).type) || script.hasAttribute('data-temoin');

/** What was held back: without its address, the browser takes it for another kind of script. @type {WeakSet<Element>} */
const held = new WeakSet();

/** @param {HTMLScriptElement} script */
export const holdScript = (script) => {
  if (held.has(script) || !RUNS.test(script.type)) return;
  held.add(script);
  if (script.async && !script.hasAttribute('async')) dynamic.add(script);
  if (!script.src) makeInert(script);
};

/**
 * Firefox starts a script of its parser's before anybody hears of it, and runs it with the address that it had, unless the script is in another document by then
 * (HTML, "execute the script element"). So it goes there, and one that has not started waits in its place.
 *
 * @param {HTMLScriptElement} script whose address waits
 */
export const substitute = (script) => {
  const copy = document.createElement('script');
  // The parser takes names that setAttribute refuses.
  for (const { name, value } of script.attributes) attempt(() => set(copy, name, value));
  copy.nonce = script.nonce;
  held.add(copy);
  insert(copy, script.parentNode, script);
  new Document().adoptNode(script);
};

/** Marked scripts that would run become like those that are marked up in full. @param {HTMLScriptElement} script */
export const makeInert = (script) => {
  if (!RUNS.test(script.type)) return;
  script.dataset.type = script.type;
  script.type = 'text/plain';
};
