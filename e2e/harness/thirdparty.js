import { createServer } from 'node:http';

/**
 * Services of our own making, on as many hosts as a test names: each request is logged, by every host alike. The log is the truth about what was held back.
 * What is answered depends on the path; every answer sets a third-party cookie.
 *
 * @typedef {{host: string, path: string, method: string, body: string}} Call
 */

const PIXEL = Buffer.from('R0lGODlhAQABAAAAACH5BAEKAAEALAAAAAABAAEAAAICTAEAOw==', 'base64');

/** Writes all that a tracker writes, under the name it is called with, and says that it ran. */
const script = (/** @type {string} */ name) => `
(window.ran ||= []).push(${JSON.stringify(name)});
if (document.currentScript) (window.tags ||= []).push({ name: ${JSON.stringify(name)}, nonce: document.currentScript.nonce, integrity: document.currentScript.integrity,
  crossOrigin: document.currentScript.crossOrigin, place: document.currentScript.parentElement.id });
document.cookie = '_mesure_id=1; Path=/; Max-Age=3600';
localStorage.setItem('_mesure_local', '1');
sessionStorage.setItem('_mesure_session', '1');`;

/** Behaves as Matomo's script does where consent is required: what is tracked before is queued, and sent when consent is given. */
const matomo = `
(() => {
  const base = new URL('.', document.currentScript.src).href;
  let required = false, given = false, waiting = [];
  const send = (what) => { if (required && !given) waiting.push(what); else new Image().src = base + 'matomo.php?' + new URLSearchParams({ action: what }); };
  const commands = {
    requireConsent() { required = true; },
    setConsentGiven() { given = true; waiting.splice(0).forEach(send); document.cookie = '_pk_id.1.abcd=1; Path=/; Max-Age=3600'; },
    forgetConsentGiven() { given = false; required = true; document.cookie = 'mtm_consent_removed=1; Path=/; Max-Age=3600'; },
    trackPageView(title) { send('view ' + (title ?? document.title)); },
    trackEvent(...words) { send('event ' + words.join(' ')); },
  };
  const push = (...all) => { for (const [name, ...args] of all) commands[name]?.(...args); };
  const early = window._paq ?? [];
  window._paq = { push };
  const first = early.filter(([name]) => /Consent/.test(name));
  push(...first, ...early.filter((command) => !first.includes(command)));
})();`;

/** @returns {Promise<{port: number, at: (host: string, path: string) => string, calls: Call[], paths: (host?: string) => string[], reset: () => void, forget: () => void, hold: (pattern: RegExp) => () => void, stop: () => Promise<void>}>} */
export async function startThirdParties() {
  /** @type {Call[]} */
  let calls = [];
  /** @type {[RegExp, Promise<void>][]} */
  let holds = [];
  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://x');
    const host = (request.headers.host ?? '').replace(/:\d+$/, '');
    let body = '';
    for await (const chunk of request) body += chunk;
    calls.push({ host, path: request.url ?? '', method: request.method ?? '', body });
    await holds.find(([pattern]) => pattern.test(request.url ?? ''))?.[1];
    const headers = {
      'Set-Cookie': 'third=1; Path=/', 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': request.headers.origin ?? '*',
      'Access-Control-Allow-Credentials': 'true', 'Cross-Origin-Resource-Policy': 'cross-origin',
    };
    const answer = (/** @type {string} */ type, /** @type {any} */ content, status = 200) => response.writeHead(status, { ...headers, 'Content-Type': type }).end(content);
    const name = searchParams.get('name') ?? '';
    if (pathname.endsWith('matomo.js')) answer('text/javascript', matomo);
    else if (pathname.endsWith('missing.js')) answer('text/plain', 'no', 404);
    else if (pathname.endsWith('throws.js')) answer('text/javascript', script(name) + '\nthrow new Error("a tracker fails");');
    else if (pathname.endsWith('writes.js')) answer('text/javascript', `${script(name)}
document.write('<p id="written">Écrit</p><script src="script.js?name=written"></' + 'script>');`.replace('script.js', new URL(`http://${request.headers.host}/script.js`).href));
    else if (pathname.endsWith('.js')) answer('text/javascript', script(name));
    else if (pathname.endsWith('.css')) answer('text/css', 'body { --tracked: 1 }');
    else if (pathname.endsWith('.gif')) answer('image/gif', PIXEL);
    else if (pathname.endsWith('frame')) answer('text/html', '<!doctype html><title>Film</title><body style="background: #258"><button>Lire</button>');
    else answer('text/plain', 'ok');
  });
  // WebSockets are refused, and logged.
  server.on('upgrade', (request, socket) => {
    calls.push({ host: (request.headers.host ?? '').replace(/:\d+$/, ''), path: request.url ?? '', method: 'UPGRADE', body: '' });
    socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    port,
    at: (host, path) => `http://${host}.localhost:${port}${path}`,
    get calls() { return calls; },
    paths: (host) => calls.filter((call) => !host || call.host === host + '.localhost').map(({ path }) => path),
    hold(pattern) {
      let open = () => {};
      holds.push([pattern, new Promise((resolve) => { open = () => resolve(undefined); })]);
      return open;
    },
    forget() { calls = []; },
    reset() {
      calls = [];
      holds = [];
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
