/**
 * What the server puts into the loader for one portal (Go: loader.go, type loaderConfig).
 *
 * @typedef {object} Portal
 * @property {Record<string, string>} services digest by service id; empty for an exempt service
 * @property {string} accept the cookie's value when all is granted, with TIMESTAMP for the time
 * @property {string} refuse the same when all is denied
 * @property {string} attributes the cookie's attributes, without Domain and Secure
 * @property {string} domain the cookie's Domain; empty for host-only
 * @property {'idle' | 'interest'} boot when the bundle may start
 * @property {string} language BCP 47 tag of the texts
 * @property {string} manage label of the control that reopens the panel
 * @property {string} saved status message after a choice
 * @property {import('./markup.js').Tree} banner the server-rendered banner
 * @property {{runtime: string, bundle: string, portal: string}} assets addresses relative to the loader
 */

/* global __PORTAL__ */
/** @type {Portal} */
export const portal = __PORTAL__;

const script =
  /** @type {HTMLScriptElement} */ (document.currentScript ?? document.querySelector('script[src*="/temoin.js"]'));

/** The loader's own address: everything else of ours is found from it, under any prefix and on any origin. */
const address = script.src;

/** What the script tag's attributes say before the portal file does: data-boot, data-domain. */
export const boot = script.dataset.boot ?? portal.boot;
export const domain = script.dataset.domain ?? portal.domain;

/** @param {string} path relative to the loader @returns {string} the absolute address */
export const resolve = (path) => new URL(path, address).href;

/** The charter page, and the form on it, which works without a script. */
export const charterPage = resolve('charte');
export const charterForm = charterPage + '#choix';
