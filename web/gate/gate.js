import { guardCookies } from './cookies.js';
import { forgetAll, guardElements } from './elements.js';
import { guardHtml } from './html.js';
import { guardInsertion, sweepPage, watchPage } from './insertion.js';
import { guardNetwork, hangUp } from './network.js';
import { useDrawing } from './missing.js';
import { purgeCookies, purgeStorage } from './purge.js';
import { services, setGranted, setRules } from './rules.js';
import { tellChange, tellFirst, tellGranted } from './told.js';

/**
 * The gate: until a service is granted, its scripts, frames and calls are held back and its cookies are not written; when it is granted they are let
 * go, in the page's order and once; when it is withdrawn they stop, and what they stored goes. What no service claims is the portal's, and passes.
 */

/**
 * @typedef {object} Setup
 * @property {Record<string, import('./rules.js').Service>} services that the visitor can refuse, by id
 * @property {string[]} exempt names of the trackers that need no consent
 * @property {string} base where everything of ours comes from
 * @property {boolean} report whether cookies that the portal file does not know are listed on the console
 * @property {() => Promise<import('./missing.js').Draw>} drawing fetches what draws placeholders
 */

/** @type {ReadonlySet<string>} */
let open = new Set();

/** @param {Setup} setup @param {ReadonlySet<string>} granted ids of the services that may run @param {boolean} decided whether the visitor chose already */
export function openGate(setup, granted, decided) {
  setRules(setup.services, setup.exempt, setup.base);
  setGranted(open = granted);
  useDrawing(setup.drawing);
  const all = Object.values(services);
  if (all.some(({ hosts }) => hosts)) {
    guardElements();
    guardInsertion();
    guardHtml();
    guardNetwork();
  }
  guardCookies(setup.report);
  tellFirst();
  // What is on the page already has started.
  sweepPage(false);
  watchPage();
  if (!decided) return;
  // Other pages of the portal may have set some since, or a script by ways that nobody can stand in front of.
  purgeCookies();
  window.addEventListener('load', () => (window.requestIdleCallback ?? setTimeout)(purgeStorage));
  window.addEventListener('pagehide', purgeStorage);
}

/**
 * Obeys a choice.
 *
 * @param {ReadonlySet<string>} granted ids of the services that may run from now on
 * @returns {boolean} whether a script is left that only a reload stops
 */
export function obey(granted) {
  const more = Object.keys(services).filter((id) => granted.has(id) && !open.has(id));
  const less = Object.keys(services).filter((id) => !granted.has(id) && open.has(id));
  tellGranted(more);
  setGranted(open = granted);
  forgetAll();
  tellChange([...more, ...less]);
  if (less.length) hangUp();
  sweepPage();
  purgeCookies();
  purgeStorage();
  return less.some((id) => services[id].reload);
}
