import { base } from '../loader/config.js';
import { attempt } from './attempt.js';
import { anyName, PORTAL } from './names.js';

/**
 * What is held back: which service an address or a tracker's name belongs to, and whether that service is granted. When in doubt about a
 * service, shut; what no service claims is the portal's own, and passes.
 */

/**
 * A service that the visitor can refuse, as the gate knows it (Go: loader.go, type gateService).
 *
 * @typedef {object} Service
 * @property {string[]} [hosts] "youtube.com" with all its subdomains, "www.google.com/maps" for addresses that begin so
 * @property {string} [trackers] a pattern of the names of cookies and storage keys
 * @property {boolean} [reload] its script cannot be stopped in place
 */

/** @type {Record<string, Service>} */
export let services = {};
/** @type {[string, string[]][]} where each service's scripts, frames and calls come from */
const addresses = [];
/** @type {RegExp} finds the hosts in a text: a first look, which may take another text for one of them */
let anyHost;
/** @type {[string, RegExp][]} */
const trackers = [];
/** @type {RegExp} names of what needs no consent */
let exemptNames;
/** @type {ReadonlySet<string>} */
let granted = new Set();
/** Whether a service is on the portal's own host, where an address may be relative. */
export let near = false;
/** Whether a service is not granted that has hosts, and whether one is not granted at all. */
let holding = false;
export let shut = false;

/** @param {import('../loader/config.js').GateConfig} gate */
export const setRules = ({ services: all, exempt }) => {
  services = all;
  /** @type {string[]} */
  const texts = [];
  for (const id of Object.keys(all)) {
    const hosts = all[id].hosts?.filter(isNotPortal) ?? [];
    if (hosts.length) addresses.push([id, hosts]);
    const names = all[id].trackers;
    if (names) trackers.push([id, anyName(names)]);
    // On the portal's own host, an address may be written without the host.
    for (const entry of hosts) {
      const [host, ...path] = entry.split('/');
      const own = path.length > 0 && host.split(':')[0] === location.hostname;
      near ||= own;
      texts.push(own ? path.join('/') : host);
    }
  }
  anyHost = new RegExp(texts.join('|').replace(/[^\w|]/g, '.'), 'i');
  exemptNames = anyName(exempt);
};

/** @param {ReadonlySet<string>} ids of all services that may run now */
export const setGranted = (ids) => {
  granted = ids;
  holding = addresses.some(([id]) => !ids.has(id));
  shut = Object.keys(services).some((id) => !ids.has(id));
};

/** @param {string} id @returns {boolean} whether the service may run; an unknown one never */
export const isGranted = (id) => granted.has(id);

/** @param {string} entry @returns {boolean} whether it leaves the portal's own pages alone: without a path, it would hold them too */
const isNotPortal = (entry) => entry.includes('/') || !('.' + location.hostname).endsWith('.' + entry);

/**
 * @param {URL} address
 * @param {string} entry a host, and the beginning of a path where it is shared
 * @returns {boolean} whether the address is there, or at a subdomain; at any port, if the entry has none
 */
const isAt = ({ host, hostname, pathname }, entry) => {
  const [name, ...path] = entry.split('/');
  return [host, hostname].some((at) => ('.' + at.replace(/\.(?=:|$)/, '')).endsWith('.' + name)) && pathname.startsWith('/' + path.join('/'));
};

/** @param {string} text @returns {boolean} whether an address in it could be held back */
export const isSuspicious = (text) => holding && anyHost.test(text);

/**
 * @param {unknown} address absolute or relative to the page
 * @returns {string} the service that holds it back, or ''
 */
export const heldBy = (address) => {
  if (!holding) return '';
  const text = String(address);
  // Most addresses name none of the hosts: parsing them would cost more than all the rest. On a page with a <base>, any may be meant.
  if (!anyHost.test(text) && document.baseURI === document.URL) return '';
  const url = attempt(() => new URL(text, document.baseURI));
  if (!url || url.href.startsWith(base)) return '';
  // Where several services claim the same address, all of them must be granted.
  return addresses.find(([id, entries]) => !granted.has(id) && entries.some((entry) => isAt(url, entry)))?.[0] ?? '';
};

/**
 * @param {any} name of a cookie or storage key
 * @returns {string} the service that is not granted and whose tracker it is, or ''
 */
export const trackerOf = (name) => {
  if (PORTAL.test(name) || exemptNames.test(name)) return '';
  return trackers.find(([id, names]) => !granted.has(id) && names.test(name))?.[0] ?? '';
};
