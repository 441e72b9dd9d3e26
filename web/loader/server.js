import { resolve } from './config.js';

/**
 * Has the server expire what a script cannot delete (HttpOnly): only where the server shares the page's origin, and with nothing in the request
 * but what the browser sends anyway (Go: trackers.go).
 *
 * @param {Record<string, unknown>} services that the visitor can refuse, by id
 * @param {(id: string) => boolean} granted
 */
export function expireOnServer(services, granted) {
  const address = resolve('trackers');
  if (new URL(address).origin !== location.origin || Object.keys(services).every(granted)) return;
  fetch(address, { method: 'DELETE', keepalive: true }).catch(() => {});
}
