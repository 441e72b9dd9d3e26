import { portal } from '../loader/config.js';
import { idle } from '../loader/idle.js';
import { guardCookies } from './cookies.js';
import { byScript, forgetAll, given, guardElements, holder, sweep } from './elements.js';
import { guardHtml } from './html.js';
import { guardInsertion, sweepPage, watchPage } from './insertion.js';
import { drawn, unsetMissing, useDrawing } from './missing.js';
import { get, insert, remove, reset, set, setCookie } from './native.js';
import { guardNetwork, hangUp } from './network.js';
import { releaser, useReleaser, wantReleaser } from './releasing.js';
import { isGranted, services, setGranted, setRules, shut, trackerOf } from './rules.js';
import { dormant, dynamic } from './scripts.js';
import { tellChange, tellFirst } from './told.js';
import { trusted } from './trusted.js';

/**
 * The gate: until a service is granted, its scripts, frames and calls are held back and its cookies are not written; when it is granted they are let
 * go, in the page's order and once; when it is withdrawn they stop, and what they stored goes. What no service claims is the portal's, and passes.
 */

/** The last choice, which may have to wait for what lets go. @type {ReadonlySet<string>} */
let latest;

/**
 * @param {ReadonlySet<string>} granted ids of the services that may run
 * @param {boolean} decided whether the visitor chose already
 * @param {() => Promise<import('./missing.js').Draw>} drawing fetches what draws placeholders
 */
export const openGate = (granted, decided, drawing) => {
  setRules(portal.gate);
  setGranted(granted);
  useDrawing(drawing);
  useReleaser([get, set, remove, insert, reset, holder, given, dormant, dynamic, byScript, drawn, unsetMissing, sweep, trusted, trackerOf, setCookie], sweepPage);
  guardElements();
  guardInsertion();
  guardHtml();
  guardNetwork();
  guardCookies();
  tellFirst();
  watchPage();
  // What is on the page already has started.
  sweepPage(false);
  // Other pages of the portal may have stored some since, or a script by ways that nobody can stand in front of: it purges.
  if (decided && shut) idle().then(wantReleaser);
};

/** Has what lets go fetched ahead of time, and says when it is there, and has purged. @type {() => Promise<void> | void} */
export const prepareGate = __GATE__ ? wantReleaser : () => {};

/**
 * Obeys a choice: what is withdrawn stops at once, what is granted is let go as soon as what does that is there.
 *
 * @param {ReadonlySet<string>} granted ids of the services that may run from now on
 * @returns {Promise<void> | void} a promise where what is granted has to wait
 */
export const obey = (granted) => {
  latest = granted;
  const ids = Object.keys(services).filter((id) => granted.has(id));
  const kept = ids.filter(isGranted);
  if (kept.length === ids.length) return follow(granted);
  const grant = () => {
    // Another choice may have come in between, and then that one counts.
    if (!releaser || latest !== granted) return;
    releaser.granted(portal, ids.filter((id) => !isGranted(id)));
    follow(granted);
  };
  if (releaser) return grant();
  follow(new Set(kept));
  return wantReleaser().then(grant);
};

/** @param {ReadonlySet<string>} granted */
const follow = (granted) => {
  const changed = Object.keys(services).filter((id) => granted.has(id) !== isGranted(id));
  setGranted(granted);
  // A first refusal changes nothing on the page, and is answered the sooner.
  if (changed.length) {
    forgetAll();
    tellChange(changed);
    hangUp();
    sweepPage();
  }
  // Once the visitor has seen that the click is answered: browsers store in processes of their own, which make the page wait.
  releaser ? setTimeout(releaser.purge) : wantReleaser();
};

/** @param {ReadonlySet<string>} granted @returns {boolean} whether a service is withdrawn whose script only stops with the page */
export const needsReload = (granted) => Object.keys(services).some((id) => services[id].reload && isGranted(id) && !granted.has(id));
