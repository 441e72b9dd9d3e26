/**
 * Has the server expire what a script cannot delete (HttpOnly): only where the server shares the page's origin, and with nothing in the request
 * but what the browser sends anyway (Go: trackers.go).
 *
 * @param {import('./main.js').Page} page
 */
export function expireOnServer({ portal, resolve }) {
  const address = resolve('trackers');
  if (new URL(address).origin !== location.origin || Object.keys(portal.gate.services).every(window.temoin.granted)) return;
  fetch(address, { method: 'DELETE', keepalive: true }).catch(() => {});
}
