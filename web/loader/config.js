/**
 * What the server puts into the loader for one portal (Go: loader.go, type loaderConfig).
 *
 * @typedef {object} Portal
 * @property {Record<string, string>} services digest by service id; empty for an exempt service, "-" for one that can be objected to
 * @property {string} [domain] the cookie's Domain; host-only without
 * @property {boolean} [interest] whether the bundle waits for the visitor's interest
 * @property {string} languages the other ones that the portal offers, a blank between them
 * @property {string} [theme] style sheet of the portal's look
 * @property {string} language BCP 47 tag of the texts
 * @property {string} charter address of the charter page, relative to the loader
 * @property {string} manage label of the control that reopens the panel
 * @property {string} saved status message after a choice
 * @property {import('./markup.js').Tree} banner the server-rendered banner
 * @property {GateConfig} gate
 * @property {{version: string, data: string}} assets the version of all modules, and how the names of the portal's own files begin
 */

/**
 * @typedef {object} GateConfig
 * @property {Record<string, import('../gate/rules.js').Service>} services that the visitor can refuse, by id
 * @property {string} exempt a pattern of the names of the trackers that need no consent
 * @property {string[]} [matomo] services that are told by Matomo's commands
 * @property {Record<string, string[]>} [google] for each consent type of Google's Consent Mode v2, the services that it stands for
 */

/* global __PORTAL__ */
/** @type {Portal} */
export const portal = __PORTAL__;

export const script =
  /** @type {HTMLScriptElement} */ (document.currentScript ?? document.querySelector('script[src*="/temoin.js"]'));

/** The cookie's Domain; the script tag says it before the portal file does. */
export const domain = script.dataset.domain ?? portal.domain ?? '';

/** @param {string} path relative to the loader @returns {string} the absolute address */
export const resolve = (path) => new URL(path, script.src).href;

/** @param {string} name of a folder in web/ @returns {Promise<Function>} start of the module that comes after the loader */
export const module = async (name) => (await import(resolve(`../assets/${name}-${portal.assets.version}.js`))).start;

/**
 * @template T
 * @param {Promise<T>} coming over a line that may have come to a halt
 * @returns {Promise<T>} the same, rejected after five seconds: a visitor has waited long enough
 */
export const inTime = (coming) => Promise.race([coming, /** @type {Promise<T>} */ (new Promise((_, late) => setTimeout(late, 5000)))]);

/** Where everything of ours comes from. */
export const base = resolve('../');

/** Whether the server that answers is of another origin than the page: then it sets no cookie (Go: sent.go), and what a script wrote is all there is. */
export const apart = !base.startsWith(location.origin + '/');
