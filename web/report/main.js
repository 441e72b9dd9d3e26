import { intercept } from '../gate/intercept.js';
import { anyName, PORTAL } from '../gate/names.js';
import { getCookie } from '../gate/native.js';

/**
 * For owners (data-report on the script tag): says on the console which cookies the portal file does not know, those that are there already and those that
 * scripts write from now on.
 *
 * @param {import('../loader/config.js').GateConfig} gate
 */
export function start({ services, exempt }) {
  const known = anyName([exempt, ...Object.values(services).map(({ trackers }) => trackers)].filter(Boolean).join('|'));
  const told = new Set();
  const look = (/** @type {string} */ name) => {
    if (name && !told.has(name) && !PORTAL.test(name) && !known.test(name)) console.info(`Témoin: the portal file does not know the cookie "${name}".`);
    told.add(name);
  };
  for (const pair of getCookie().split('; ')) look(pair.split('=', 1)[0]);
  intercept(Document, 'cookie', (_, args) => look(String(args[0]).split(/[=;]/, 1)[0].trim()));
}
