import { DRAWN } from '../gate/marks.js';
import { makeInert } from '../gate/scripts.js';

const INERT = /^text\/plain$/i;
const INERT_TYPE = 'text/plain';
/** On a marked script that ran: a copy of it has, too. */
const RAN = 'data-temoin-ran';
/** Milliseconds after which a script that says nothing holds up the others no more: one that the browser does not run never says anything. */
const PATIENCE = 5000;

const address = (/** @type {HTMLScriptElement} */ script) => script.dataset.temoinSrc ?? script.getAttribute('src') ?? script.dataset.src;
const typeOf = (/** @type {HTMLScriptElement} */ script) => (INERT.test(script.type) ? script.dataset.type ?? '' : script.type);

/** @returns {Promise<void>} when the parser has come to the end of the page */
const parsed = () => new Promise((resolve) => {
  if (document.readyState !== 'loading') resolve();
  else document.addEventListener('readystatechange', () => resolve(), { once: true });
});

/** Says of the scripts in a template that they ran, for its copies. @param {ParentNode} root */
export function markRan(root) {
  for (const script of root.querySelectorAll('script')) script.setAttribute(RAN, '');
}

/**
 * Scripts, let go in the order that the page had them in. Within a service, a script waits for those before it, as a parser would
 * make it wait; async ones wait for nobody, defer and module ones for the end of the page. One that fails does not stop the next, and
 * each runs once.
 *
 * @param {import('./main.js').Gate} gate
 * @param {(element: Element) => boolean} restore gives an element its address back
 */
export function scriptsOf({ insert, holder, dormant, dynamic, drawn, trusted }, restore) {
  /** Scripts that wait for their turn, or had it. @type {WeakSet<Element>} */
  const taken = new WeakSet();
  /** What the gate lets run: its service, and what it wrote so far. @type {WeakMap<Element, {id: string, written: string}>} */
  const running = new WeakMap();
  /** By service, and for those scripts that wait for the end of the page apart. @type {Map<string, {scripts: HTMLScriptElement[], end?: Promise<void>}>} */
  const lines = new Map();
  /** Whether what is lined up was written by the script that has its turn, and comes before those that wait; how many did already. */
  let writing = 0;

  /** Makes the scripts of a tree that is on its way to the page wait for their turn. @param {ParentNode} root @param {string} id of their service */
  function markScripts(root, id) {
    for (const script of root.querySelectorAll('script')) {
      makeInert(script);
      if (!script.dataset.temoin) script.dataset.temoin = id;
    }
  }

  /** @param {HTMLScriptElement} script @param {string} id of its service */
  function letScriptGo(script, id) {
    const inert = INERT.test(script.type);
    // Turbo shows a page from its cache until the page itself is there, whose scripts these are.
    if (!script.isConnected || taken.has(script) || script.hasAttribute(RAN) || document.documentElement.hasAttribute('data-turbo-preview')) return;
    // Without an address that waits, it ran long ago.
    if (!inert && !script.dataset.temoinSrc) return;
    taken.add(script);
    if (dormant.has(script)) {
      // It would not have run: only its address goes back.
      const { type } = script;
      script.type = INERT_TYPE;
      restore(script);
      script.type = type;
    } else if (script.noModule) restore(script);
    else if (script.hasAttribute('async') || dynamic.has(script)) run(script, id);
    else if ((script.defer && address(script)) || /^module$/i.test(typeOf(script))) lineUp(script, id, ' defer', () => parsed().then(() => lines.get(id)?.end));
    else lineUp(script, id, '');
  }

  /** @param {HTMLScriptElement} script @param {string} id @param {string} kind of line @param {() => Promise<unknown>} [before] what the line waits for */
  function lineUp(script, id, kind, before) {
    const line = lines.get(id + kind) ?? { scripts: [] };
    lines.set(id + kind, line);
    line.scripts.splice(writing ? writing++ : line.scripts.length, 0, script);
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
    try {
      const inert = INERT.test(script.type);
      const runner = inert ? copy(script) : script;
      running.set(runner, { id, written: '' });
      const done = address(script) ? new Promise((resolve) => {
        for (const type of ['load', 'error']) runner.addEventListener(type, resolve, { once: true });
        if (!inert) setTimeout(resolve, PATIENCE);
      }).then(() => flush(runner)) : undefined;
      if (inert) {
        script.setAttribute(RAN, '');
        // Beside the script, which stays as it is: whatever copies the page later (a router's cache, Turbo's) copies one that is held back.
        insert(runner, script.parentNode, script.nextSibling);
      } else {
        restore(script);
      }
      if (!done) flush(runner);
      return done;
    } catch (error) {
      // A page that demands Trusted Types refuses it, say: the next one must not wait for it.
      console.error(error);
    }
  }

  /** @param {HTMLScriptElement} script that is inert @returns {HTMLScriptElement} one that runs */
  function copy(script) {
    const runner = document.createElement('script');
    for (const { name, value } of script.attributes) {
      // The parser takes names that setAttribute refuses.
      if (/^[a-z][\w:.-]*$/i.test(name) && !/^(type|src|data-(src|type|temoin.*))$/.test(name)) runner.setAttribute(name, value);
    }
    runner.type = typeOf(script);
    runner.nonce = script.nonce;
    const from = address(script);
    // Its mark lets it through, whatever other service claims the host; and a copy of it goes.
    runner.setAttribute('data-temoin', script.dataset.temoin ?? '');
    runner.setAttribute(DRAWN, '');
    drawn.add(runner);
    if (from) runner.src = trusted('ScriptURL', from);
    else runner.text = trusted('Script', script.text);
    return runner;
  }

  /**
   * What a script writes that the gate let run: after the page, document.write would take the page's place.
   *
   * @param {Element | null} script
   * @param {string} html
   * @returns {boolean} whether it is such a script
   */
  function write(script, html) {
    const entry = script && running.get(script);
    if (entry) entry.written += html;
    return Boolean(entry);
  }

  /** Puts what a script wrote where it stands. @param {HTMLScriptElement} runner */
  function flush(runner) {
    const entry = /** @type {{id: string, written: string}} */ (running.get(runner));
    if (!entry.written || !runner.isConnected) return;
    const template = document.createElement('template');
    template.innerHTML = trusted('HTML', entry.written);
    entry.written = '';
    markScripts(template.content, entry.id);
    const scripts = [...template.content.querySelectorAll('script')];
    insert(template.content, runner.parentNode, runner);
    writing = 1;
    for (const script of scripts) letScriptGo(script, entry.id);
    writing = 0;
  }

  return { letScriptGo, markScripts, write };
}
