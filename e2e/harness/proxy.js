import { Agent, createServer, request as forward } from 'node:http';
import { come } from './come.js';

/**
 * Stands between browser and server, so that a test can hold back, refuse or forge an answer, and see every request that came: also
 * those of Workers, which no browser driver shows.
 *
 * @typedef {'refuse' | 'cut' | {status: number, headers?: Record<string, string>, body?: string} | Promise<unknown>} Rule what happens to a request; a
 *   promise holds it back until it is fulfilled
 */

/** @param {string} target address of the server @param {import('./inject.js').Injection} inject */
export async function startProxy(target, inject) {
  const { hostname, port } = new URL(target);
  /** Ended with the proxy: the server may outlive it. */
  const agent = new Agent({ keepAlive: true });
  /** @type {[RegExp, Rule][]} */
  let rules = [];
  /** @type {string[]} */
  let log = [];
  /** @type {{path: string, status: number, headers: import('node:http').IncomingHttpHeaders}[]} */
  let answers = [];
  /** Requests that wait for their answer. */
  let waiting = 0;
  /** When the last one came or was answered, by performance.now(). */
  let last = 0;
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    log.push(path);
    waiting++;
    last = performance.now();
    response.once('close', () => {
      waiting--;
      last = performance.now();
    });
    const rule = rules.find(([pattern]) => pattern.test(path))?.[1];
    if (rule === 'refuse') {
      response.destroy();
      return;
    }
    if (rule === 'cut') {
      response.writeHead(200, { 'Access-Control-Allow-Origin': '*', 'Content-Type': 'application/wasm', 'Content-Length': 1e6 });
      response.write('\0asm\x01\0\0\0', () => response.destroy());
      return;
    }
    if (rule && 'status' in rule) {
      response.writeHead(rule.status, { 'Access-Control-Allow-Origin': '*', ...rule.headers }).end(rule.body);
      return;
    }
    await rule;
    // A page is asked for as it is, since something may be put into it.
    const headers = /text\/html/.test(request.headers.accept ?? '') ? { ...request.headers, 'accept-encoding': 'identity' } : request.headers;
    const onward = forward({ agent, hostname, port, path, method: request.method, headers }, async (answer) => {
      answers.push({ path, status: answer.statusCode ?? 502, headers: answer.headers });
      if (!/^text\/html/.test(answer.headers['content-type'] ?? '')) {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
        return;
      }
      const { html, headers: { 'transfer-encoding': chunked, ...headers } } = inject.into(Buffer.concat(await answer.toArray()).toString(), answer.headers);
      response.writeHead(answer.statusCode ?? 502, { ...headers, 'content-length': Buffer.byteLength(html) });
      response.end(html);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const address = `http://localhost:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  return {
    address,
    /** @returns {string[]} the paths that were asked for since the last reset */
    get log() { return log; },
    /** Waits until the server was asked for something since the last reset. @param {RegExp} pattern of a path */
    asked: (pattern) => come(() => log.find((path) => pattern.test(path)), () => `the server was not asked for ${pattern}, but for: ${log.join(' ')}`),
    /** @param {RegExp} pattern of a path @returns the server's first answer since the last reset, once it has come */
    answered: (pattern) => come(() => answers.find(({ path }) => pattern.test(path)), () => `the server answered no ${pattern}, but: ${log.join(' ')}`),
    /** Waits until every request is answered and none has come for half a second: what drivers call an idle network. */
    async quiet() {
      for (last = performance.now(); waiting > 0 || performance.now() - last < 500;) await new Promise((resolve) => setTimeout(resolve, 50));
    },
    /** @param {RegExp} pattern of a path @param {Rule} rule */
    answer(pattern, rule) { rules.push([pattern, rule]); },
    /** @param {RegExp} pattern @returns {() => void} lets what was held back go on */
    hold(pattern) {
      let open = () => {};
      rules.push([pattern, new Promise((resolve) => { open = () => resolve(undefined); })]);
      return open;
    },
    /** Forgets what was asked for and answered. */
    forget() {
      log = [];
      answers = [];
    },
    /** Forgets the rules, too. */
    reset() {
      rules = [];
      this.forget();
    },
    async stop() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
