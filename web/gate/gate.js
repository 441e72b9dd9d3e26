import { guardCookies } from './cookies.js';
import { forgetAll, given, guardElements, holder, sweep } from './elements.js';
import { guardHtml } from './html.js';
import { guardInsertion, sweepPage, watchPage } from './insertion.js';
import { drawn, unsetMissing, useDrawing } from './missing.js';
import { get, insert, remove, reset, set } from './native.js';
import { guardNetwork, hangUp } from './network.js';
import { purgeCookies } from './purge.js';
import { releaser, useReleaser, wantReleaser } from './releasing.js';
import { isGranted, isShut, services, setGranted, setRules, trackerOf } from './rules.js';
import { dynamic } from './scripts.js';
import { tellChange, tellFirst } from './told.js';
import { trusted } from './trusted.js';

/**
 * The gate: until a service is granted, its scripts, frames and calls are held back and its cookies are not written; when it is granted they are let
 * go, in the page's order and once; when it is withdrawn they stop, and what they stored goes. What no service claims is the portal's, and passes.
 */

/**
 * @typedef {object} Setup
 * @property {Record<string, import('./rules.js').Service>} services that the visitor can refuse, by id
 * @property {string[]} exempt names of the trackers that need no consent
 * @property {string} base where everything of ours comes from
 * @property {() => Promise<import('./missing.js').Draw>} drawing fetches what draws placeholders
 * @property {() => Promise<typeof import('../release/main.js')>} releasing fetches what lets go
 * @property {() => Promise<unknown>} idle
 */

/** @type {ReadonlySet<string>} */
let open = new Set();

/** @param {Setup} setup @param {ReadonlySet<string>} granted ids of the services that may run @param {boolean} decided whether the visitor chose already */
export function openGate(setup, granted, decided) {
  setRules(setup.services, setup.exempt, setup.base);
  setGranted(open = granted);
  useDrawing(setup.drawing);
  useReleaser(async () => {
    const { releaserOf } = await setup.releasing();
    return releaserOf({ get, set, remove, insert, reset, holder, given, dynamic, drawn, unsetMissing, sweep, trusted, trackerOf });
  }, sweepPage);
  const all = Object.values(services);
  if (all.some(({ hosts }) => hosts)) {
    guardElements();
    guardInsertion();
    guardHtml();
    guardNetwork();
  }
  guardCookies();
  tellFirst();
  // What is on the page already has started.
  sweepPage(false);
  watchPage();
  if (!decided) return;
  // Other pages of the portal may have set some since, or a script by ways that nobody can stand in front of.
  purgeCookies();
  if (isShut()) setup.idle().then(() => wantReleaser());
}

/** Has what lets go fetched ahead of time. */
export const prepareGate = () => (__GATE__ ? wantReleaser() : undefined);

/**
 * Obeys a choice: what is withdrawn stops at once, what is granted is let go as soon as what does that is there.
 *
 * @param {ReadonlySet<string>} granted ids of the services that may run from now on
 * @returns {boolean} whether a script is left that only a reload stops
 */
export function obey(granted) {
  const less = [...open].filter((id) => services[id] && !granted.has(id));
  const more = [...granted].filter((id) => services[id] && !open.has(id));
  open = granted;
  if (less.length || !more.length) follow(more.length ? new Set([...granted].filter((id) => isGranted(id))) : granted, less);
  if (more.length) {
    wantReleaser(() => {
      // Another choice may have come in between, and then that one counts.
      const still = more.filter((id) => open.has(id) && !isGranted(id));
      releaser?.granted(services, still);
      follow(open, still);
    });
  }
  return less.some((id) => services[id].reload);
}

/** @param {ReadonlySet<string>} granted @param {string[]} changed ids */
function follow(granted, changed) {
  setGranted(granted);
  forgetAll();
  tellChange(changed);
  hangUp();
  sweepPage();
  purgeCookies();
  wantReleaser(() => releaser?.purge());
}
