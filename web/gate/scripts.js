import { holder, restore } from './elements.js';

/**
 * Scripts: held back, and let go in the order that the page had them in. Within a service, a script waits for those before it, as a parser would
 * make it wait; async ones wait for nobody, defer and module ones for the end of the page. One that fails does not stop the next, and
 * each runs once.
 */
const { insertBefore } = Node.prototype;

/** Types that a browser runs (HTML, "prepare the script element"). */
const RUNS = /^$|^module$|^(text|application)\/(x-)?(java|ecma|j|live)script(1\.\d)?$/i;
const INERT = /^text\/plain$/i;

/** Scripts that wait for their turn, or had it. @type {WeakSet<Element>} */
const taken = new WeakSet();
/** Scripts that a script of the page's asked for: they are async. @type {WeakSet<Element>} */
const dynamic = new WeakSet();
/** What the gate lets run, with its service. @type {WeakMap<Element, string>} */
const running = new WeakMap();
/** By service, and for those scripts that wait for the end of the page apart. @type {Map<string, {scripts: HTMLScriptElement[], end?: Promise<void>}>} */
const lines = new Map();
/** The place in a line for what the script that has its turn writes into the page: before those that wait. */
let place = 0;

/** @param {Element} script @returns {string | undefined} the service of a script that the gate let run */
export const serviceOf = (script) => running.get(script);

/** @param {HTMLScriptElement} script */
export function holdScript(script) {
  if (!RUNS.test(script.type)) return;
  if (script.async && !script.hasAttribute('async')) dynamic.add(script);
  if (!script.src) makeInert(script);
}

/** @param {() => void} act puts what a running script writes into the page */
export function writing(act) {
  place = 1;
  act();
  place = 0;
}

/** Makes the scripts of a tree that is on its way to the page wait for their turn. @param {ParentNode} root @param {string} id of their service */
export function markScripts(root, id) {
  for (const script of root.querySelectorAll('script')) {
    if (RUNS.test(script.type)) makeInert(script);
    if (!script.dataset.temoin) script.dataset.temoin = id;
  }
}

/** Marked scripts that would run become like those that are marked up in full. @param {HTMLScriptElement} script */
function makeInert(script) {
  script.dataset.type = script.type;
  script.type = 'text/plain';
}

/** @param {HTMLScriptElement} script @param {string} id of its service */
export function letScriptGo(script, id) {
  const inert = INERT.test(script.type);
  // Turbo shows a page from its cache until the page itself is there, whose scripts these are.
  if (document.documentElement.hasAttribute('data-turbo-preview')) return;
  // Without an address that waits, it ran long ago.
  if (!script.isConnected || taken.has(script) || !(inert || script.dataset.temoinSrc)) return;
  taken.add(script);
  if (script.hasAttribute('async') || dynamic.has(script)) run(script, id);
  else if ((script.defer && address(script)) || /^module$/i.test(typeOf(script))) lineUp(script, id, ' defer', () => parsed().then(() => lines.get(id)?.end));
  else lineUp(script, id, '');
}

/** @param {HTMLScriptElement} script @param {string} id @param {string} kind of line @param {() => Promise<unknown>} [before] what the line waits for */
function lineUp(script, id, kind, before) {
  const line = lines.get(id + kind) ?? { scripts: [] };
  lines.set(id + kind, line);
  line.scripts.splice(place ? place++ : line.scripts.length, 0, script);
  if (line.scripts.length > 1) return;
  line.end = (async () => {
    if (before) await before();
    for (let next = script; next; next = line.scripts[0]) {
      const done = run(next, id);
      if (done) await done;
      line.scripts.shift();
    }
  })();
}

/** @returns {Promise<void>} when the parser has come to the end of the page */
const parsed = () => new Promise((resolve) => {
  if (document.readyState !== 'loading') resolve();
  else document.addEventListener('readystatechange', () => resolve(), { once: true });
});

const address = (/** @type {HTMLScriptElement} */ script) => script.dataset.temoinSrc ?? script.getAttribute('src') ?? script.dataset.src;
const typeOf = (/** @type {HTMLScriptElement} */ script) => (INERT.test(script.type) ? script.dataset.type ?? '' : script.type);

/**
 * @param {HTMLScriptElement} script
 * @param {string} id of its service
 * @returns {Promise<unknown> | undefined} what the next one waits for: nothing, where it runs at once
 */
function run(script, id) {
  if (!script.isConnected || holder(script)) {
    taken.delete(script);
    return;
  }
  const inert = INERT.test(script.type);
  const runner = inert ? copy(script) : script;
  running.set(runner, id);
  const done = address(script) ? new Promise((resolve) => {
    for (const type of ['load', 'error']) runner.addEventListener(type, resolve, { once: true });
  }) : undefined;
  if (!inert) {
    restore(script);
    return done;
  }
  // Beside the script, which stays as it is: whatever copies the page later (a router's cache, Turbo's) copies one that is held back.
  insertBefore.call(/** @type {Node} */ (script.parentNode), runner, script.nextSibling);
  if (!done) runner.remove();
  return done?.then(() => runner.remove());
}

/** @param {HTMLScriptElement} script that is inert @returns {HTMLScriptElement} one that runs */
function copy(script) {
  const runner = document.createElement('script');
  for (const { name, value } of script.attributes) {
    if (!/^(type|src|data-(src|type|temoin.*))$/.test(name)) runner.setAttribute(name, value);
  }
  runner.type = typeOf(script);
  runner.nonce = script.nonce;
  const from = address(script);
  // Its mark lets it through, whatever other service claims the host.
  runner.dataset.temoin = script.dataset.temoin;
  if (from) runner.src = from;
  else runner.text = script.text;
  return runner;
}
