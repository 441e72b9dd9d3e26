import { createServer } from 'node:http';
import { injection } from './inject.js';

/**
 * A portal of our own making, on another origin and another site than the server, as in real life.
 *
 * @typedef {object} PortalPage
 * @property {string} [head] HTML for <head>
 * @property {string} [body] HTML for <body>
 * @property {Record<string, string>} [headers] of the answer
 * @property {string | Buffer} [html] the whole document, in the place of head and body; or what the Content-Type among the headers says
 */

/**
 * @param {import('./inject.js').Injection} [inject]
 * @returns {Promise<{address: string, pages: Map<string, PortalPage>, stop: () => Promise<void>}>}
 */
export async function startPortal(inject = injection(false)) {
  /** @type {Map<string, PortalPage>} */
  const pages = new Map([['/vide', {}]]);
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://portal').pathname);
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    const type = page.headers?.['Content-Type'] ?? 'text/html; charset=utf-8';
    const written = { 'Content-Type': type, 'Cache-Control': 'no-store', ...page.headers };
    const { html, headers } = /html/.test(type) ? inject.into(String(page.html ?? document(page)), written) : { html: page.html, headers: written };
    response.writeHead(200, headers).end(html);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    // Browsers resolve *.localhost to this machine, and take it for another site than localhost.
    address: `http://portail.localhost:${port}`,
    pages,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {PortalPage} page */
function document({ head = '', body = '' }) {
  return `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Portail</title>
<link rel="icon" href="data:,">${head}</head>
<body>${body}</body>
</html>`;
}

/** What a portal's page has besides the banner: a header, links, a form and the footer's "Gérer mes cookies". */
export const ordinaryBody = `
<header id="first"><a id="link" href="/autre">Autre page</a></header>
<main><h1>Données</h1><p>Un portail de données ouvertes.</p><input id="search" aria-label="Rechercher"><a id="anchor" href="#bas">Bas de page</a></main>
<footer id="bas"><button type="button" id="manage" data-temoin-open>Gérer mes cookies</button></footer>`;
