import { createServer } from 'node:http';

/**
 * A portal of our own making, on another origin and another site than the server, as in real life.
 *
 * @typedef {object} PortalPage
 * @property {string} [head] HTML for <head>
 * @property {string} [body] HTML for <body>
 * @property {Record<string, string>} [headers] of the answer
 * @property {string} [html] the whole document, in the place of head and body
 */

/** @returns {Promise<{address: string, pages: Map<string, PortalPage>, stop: () => Promise<void>}>} */
export async function startPortal() {
  /** @type {Map<string, PortalPage>} */
  const pages = new Map();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url ?? '/', 'http://portal').pathname);
    if (!page) {
      response.writeHead(404).end();
      return;
    }
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store', ...page.headers });
    response.end(page.html ?? `<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Portail</title>
<link rel="icon" href="data:,">${page.head ?? ''}</head>
<body>${page.body ?? ''}</body>
</html>`);
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

/** What a portal's page has besides the banner: a header, links, a form and the footer's "Gérer mes cookies". */
export const ordinaryBody = `
<header id="first"><a id="link" href="/autre">Autre page</a></header>
<main><h1>Données</h1><p>Un portail de données ouvertes.</p><input id="search" aria-label="Rechercher"><a id="anchor" href="#bas">Bas de page</a></main>
<footer id="bas"><button type="button" id="manage" data-temoin-open>Gérer mes cookies</button></footer>`;
