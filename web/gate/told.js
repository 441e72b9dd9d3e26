import { say } from './queue.js';
import { isGranted, services } from './rules.js';

/**
 * Services that want to be told: Matomo by its commands (requireConsent, setConsentGiven, forgetConsentGiven), Google's by Consent Mode v2 in its basic
 * form (denied at first, then an update; their scripts wait at the gate).
 */

/** Before anything of theirs runs. */
export function tellFirst() {
  const ids = Object.keys(services);
  const matomo = ids.filter((id) => services[id].told === 'matomo');
  if (!matomo.every(isGranted)) say('_paq', ['requireConsent'], 'unshift');
  else if (matomo.some((id) => !services[id].exempt)) say('_paq', ['setConsentGiven'], 'unshift');
  const google = ids.filter((id) => services[id].told === 'google');
  if (google.length) {
    if (google.some(isGranted)) say('dataLayer', consent('update', isGranted), 'unshift');
    say('dataLayer', consent('default', () => false), 'unshift');
  }
}

/** After the gate was opened or shut. @param {string[]} ids that were granted or withdrawn */
export function tellChange(ids) {
  for (const id of ids) if (services[id].told === 'matomo' && !isGranted(id)) say('_paq', ['forgetConsentGiven']);
  if (ids.some((id) => services[id].told === 'google')) say('dataLayer', consent('update', isGranted));
}

/**
 * @param {'default' | 'update'} act
 * @param {(id: string) => boolean} given
 * @returns {IArguments} a command to Google's scripts, which tell it by that from other entries
 */
function consent(act, given) {
  /** @type {Record<string, string>} */
  const signals = {};
  for (const id in services) {
    // A signal that several services share is given when all of them are granted.
    for (const signal of services[id].signals ?? []) signals[signal] = signals[signal] !== 'denied' && given(id) ? 'granted' : 'denied';
  }
  return (function command() { return arguments; })(...(/** @type {any} */ (['consent', act, signals])));
}
