/**
 * What the server puts into the loader for one portal (Go: loader.go, type loaderConfig).
 *
 * @typedef {object} Portal
 * @property {Record<string, string>} services digest by service id; empty for an exempt service, "-" for one that can be objected to
 * @property {string} accept the cookie's value when all is granted, with TIMESTAMP for the time
 * @property {string} refuse the same when all is denied
 * @property {string} attributes the cookie's attributes, without Domain and Secure
 * @property {string} domain the cookie's Domain; empty for host-only
 * @property {'idle' | 'interest'} boot when the bundle may start
 * @property {string} languages the other ones that the portal offers, a blank between them
 * @property {string} [theme] style sheet of the portal's look
 * @property {string} language BCP 47 tag of the texts
 * @property {string} charter address of the charter page, relative to the loader
 * @property {string} manage label of the control that reopens the panel
 * @property {string} saved status message after a choice
 * @property {import('./markup.js').Tree} banner the server-rendered banner
 * @property {GateConfig} gate
 * @property {Record<'attendant' | 'charter' | 'report' | 'runtime' | 'bundle' | 'release' | 'drawing' | 'files', string>} assets addresses relative to the loader
 */

/**
 * @typedef {object} GateConfig
 * @property {Record<string, import('../gate/rules.js').Service>} services that the visitor can refuse, by id
 * @property {string[]} exempt names of the trackers that need no consent
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
/** The language that the page speaks, unless data-lang says otherwise. */
export const spoken = (script.dataset.lang ?? document.documentElement.lang).split('-')[0].toLowerCase();
/** data-report: list on the console which cookies the portal file does not know. */
export const report = script.dataset.report !== undefined;

/** @param {string} path relative to the loader @returns {string} the absolute address */
export const resolve = (path) => new URL(path, address).href;

/** Where everything of ours comes from. */
export const base = resolve('../');

/** @param {string} name of one of the portal's files @param {string} language @returns {string} its address */
export const fileOf = (name, language = portal.language) => resolve(portal.assets.files + language + `-${name}.json`);
