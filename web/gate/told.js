import { portal } from '../loader/config.js';
import { OBJECTION } from '../loader/cookie.js';
import { say } from './queue.js';
import { isGranted } from './rules.js';

/**
 * Services that want to be told: Matomo by its commands (requireConsent, setConsentGiven, forgetConsentGiven), Google's by Consent Mode v2 in its basic
 * form (denied at first, then an update; their scripts wait at the gate).
 */
const { matomo, google } = portal.gate;

/** Before anything of theirs runs. */
export const tellFirst = () => {
  if (matomo) {
    if (!matomo.every(isGranted)) say('_paq', ['requireConsent'], 'unshift');
    else if (matomo.some((id) => portal.services[id] !== OBJECTION)) say('_paq', ['setConsentGiven'], 'unshift');
  }
  if (__RARE__ && google) {
    if (Object.values(google).flat().some(isGranted)) tellGoogle('update', isGranted, 'unshift');
    tellGoogle('default', () => false, 'unshift');
  }
};

/** After the gate was opened or shut. @param {string[]} ids that were granted or withdrawn */
export const tellChange = (ids) => {
  for (const id of ids) if (matomo?.includes(id) && !isGranted(id)) say('_paq', ['forgetConsentGiven']);
  if (__RARE__ && google && Object.values(google).flat().some((id) => ids.includes(id))) tellGoogle('update', isGranted);
};

/**
 * @param {'default' | 'update'} act
 * @param {(id: string) => boolean} given a signal that several services share is given when all of them are granted
 * @param {'push' | 'unshift'} [how]
 */
const tellGoogle = (act, given, how) => {
  const signals = Object.entries(google ?? {}).map(([signal, ids]) => [signal, ids.every(given) ? 'granted' : 'denied']);
  // Their scripts tell a command by its arguments object from other entries.
  (function command(.../** @type {any[]} */ _) { say('dataLayer', arguments, how); })('consent', act, Object.fromEntries(signals));
};
