import { reload } from '../gate/loads.js';
import { BY_HOST, HIDDEN, MARK } from '../gate/marks.js';
import { elementsOf } from './elements.js';
import { scriptsOf } from './scripts.js';
import { purgeStorage } from './storage.js';
import { templatesOf } from './templates.js';
import { tellGranted } from './told.js';
import { wholeness } from './whole.js';

/**
 * Lets go of what is granted: addresses go back to their elements, scripts run in the page's order, templates give out what they hold. Comes to the page
 * after the loader, where there is something to let go (web/gate/releasing.js).
 *
 * @typedef {object} Gate what only the gate knows
 * @property {typeof import('../gate/native.js').get} get
 * @property {typeof import('../gate/native.js').set} set
 * @property {typeof import('../gate/native.js').remove} remove
 * @property {typeof import('../gate/native.js').insert} insert
 * @property {typeof import('../gate/native.js').reset} reset
 * @property {(element: Element) => string} holder the service that it waits for, or ''
 * @property {WeakSet<Element>} given elements that got their address
 * @property {WeakSet<Element>} dormant scripts that came to the page with a type that does not run
 * @property {WeakSet<Element>} dynamic scripts that are async because a script asked for them
 * @property {WeakSet<Node>} byScript what scripts put on the page while the parser is at work
 * @property {WeakSet<Element>} drawn what is ours on the page
 * @property {(element: Element) => void} unsetMissing
 * @property {(root: Node, fresh?: boolean) => void} sweep handles what comes to the page
 * @property {(kind: 'HTML' | 'Script' | 'ScriptURL', text: string) => any} trusted
 * @property {(name: string) => string} trackerOf the service that is not granted and whose tracker it is, or ''
 * @property {(cookie: string) => void} setCookie
 */

/** @typedef {ReturnType<typeof start>} Releaser */

/** @param {Element} element @returns {string} the service that it is marked with, by the owner or by us */
const serviceOf = (element) => element.getAttribute(MARK) ?? element.getAttribute(BY_HOST) ?? '';

/**
 * @param {[Gate['get'], Gate['set'], Gate['remove'], Gate['insert'], Gate['reset'], Gate['holder'], Gate['given'], Gate['dormant'], Gate['dynamic'], Gate['byScript'],
 *   Gate['drawn'], Gate['unsetMissing'], Gate['sweep'], Gate['trusted'], Gate['trackerOf'], Gate['setCookie']]} parts in a row, because names would weigh on the loader
 */
export function start([get, set, remove, insert, reset, holder, given, dormant, dynamic, byScript, drawn, unsetMissing, sweep, trusted, trackerOf, setCookie]) {
  /** @type {Gate} */
  const gate = { get, set, remove, insert, reset, holder, given, dormant, dynamic, byScript, drawn, unsetMissing, sweep, trusted, trackerOf, setCookie };
  const restore = elementsOf(gate);
  const { letScriptGo, markScripts, write } = scriptsOf(gate, restore);
  const { open, shut } = templatesOf(gate, markScripts);
  const purge = () => purgeStorage(trackerOf, setCookie);
  // Other pages of the portal may have stored some since, or a script by ways that nobody can stand in front of.
  purge();
  window.addEventListener('pagehide', purge);

  /** @param {Element} element whose service is granted */
  function letGo(element) {
    finish();
    if (wait(element)) return;
    if (element.localName === 'template') return open(/** @type {HTMLTemplateElement} */ (element));
    gate.remove(element, HIDDEN);
    if (element.localName === 'script') letScriptGo(/** @type {HTMLScriptElement} */ (element), serviceOf(element));
    else if (restore(element)) reload(element);
    gate.unsetMissing(element);
  }
  const { finish, wait } = wholeness(gate.byScript, (element) => gate.sweep(element, true));

  return {
    letGo,
    /** @param {Element} template that is open, and whose service is granted no more */
    shut: (template) => shut(/** @type {HTMLTemplateElement} */ (template)),
    write,
    /** Before the gate opens. */
    granted: tellGranted,
    purge,
  };
}
