import { median } from '../measures.js';
import { table } from '../table.js';
import { startNginx } from './nginx.js';
import { startOwn } from './temoin.js';
import { wrk } from './wrk.js';

/**
 * Témoin's server beside nginx, which serves the same files from disk: each address in turn, one worker each, over 32 connections.
 *
 * @typedef {{perSecond: number[], median: number[], p99: number[]}} Load
 */

const SECONDS = 2;

/** @param {number} rounds @param {(message: string) => void} progress @returns {Promise<string>} Markdown */
export async function compareServers(rounds, progress) {
  const own = await startOwn();
  try {
    const { files, paths } = await collect(own.address);
    const nginx = await startNginx(files);
    try {
      const servers = { 'Témoin': own.address, nginx: nginx.address };
      /** @type {Record<string, Record<string, Load>>} by what is asked for, and by server */
      const loads = {};
      for (let round = 1; round <= rounds; round++) {
        for (const [what, { path, revalidate }] of Object.entries(paths)) {
          for (const [server, address] of Object.entries(servers)) {
            progress(`servers, round ${round} of ${rounds}: ${what} from ${server}`);
            const headers = { 'Accept-Encoding': 'gzip, deflate, br', ...revalidate && { 'If-None-Match': await etag(address + path) } };
            const load = (loads[what] ??= {})[server] ??= { perSecond: [], median: [], p99: [] };
            const found = await wrk(address + path, headers, SECONDS);
            for (const key of /** @type {(keyof Load)[]} */ (Object.keys(load))) load[key].push(found[key]);
          }
        }
      }
      return page(loads, rounds);
    } finally {
      await nginx.stop();
    }
  } finally {
    await own.stop();
  }
}

/** @param {string} address @returns {Promise<string>} */
async function etag(address) {
  return (await fetch(address, { headers: { 'Accept-Encoding': 'br' } })).headers.get('etag') ?? '';
}

/** Asks Témoin for what nginx is to serve too. @param {string} address */
async function collect(address) {
  const loader = await (await fetch(`${address}/demonstration/temoin.js`)).text();
  const version = loader.match(/"version":"(\w+)"/)?.[1];
  if (!version) throw new Error('the loader of the demonstration names nothing that comes after it');
  const attendant = await (await fetch(`${address}/assets/attendant-${version}.js`)).text();
  const bundle = attendant.match(/bundle-\w+\.wasm/)?.[0];
  if (!bundle) throw new Error('the attendant of the demonstration names no bundle');
  /** @type {Record<string, {path: string, revalidate?: boolean}>} */
  const paths = {
    'loader (temoin.js)': { path: '/demonstration/temoin.js' },
    'loader, asked for again (304)': { path: '/demonstration/temoin.js', revalidate: true },
    'bundle': { path: '/assets/' + bundle },
    'charter page': { path: '/demonstration/charte' },
  };
  /** @type {Map<string, {body: Buffer, type: string, cacheControl: string}>} */
  const files = new Map();
  for (const { path } of Object.values(paths)) {
    const answer = await fetch(address + path, { headers: { 'Accept-Encoding': 'identity' } });
    if (!answer.ok) throw new Error(`${path}: status ${answer.status}`);
    files.set(path, {
      body: Buffer.from(await answer.arrayBuffer()), type: answer.headers.get('content-type') ?? '', cacheControl: answer.headers.get('cache-control') ?? '',
    });
  }
  return { files, paths };
}

/** @param {Record<string, Record<string, Load>>} loads @param {number} rounds @returns {string} */
function page(loads, rounds) {
  const rows = Object.entries(loads).map(([what, servers]) => {
    const [own, nginx] = [servers['Témoin'], servers.nginx].map((load) => ({ perSecond: median(load.perSecond), median: median(load.median), p99: median(load.p99) }));
    const latency = (/** @type {{median: number, p99: number}} */ load) => `${load.median.toFixed(2)} / ${load.p99.toFixed(2)}`;
    return [what, own.perSecond.toFixed(0), nginx.perSecond.toFixed(0), (own.perSecond / nginx.perSecond).toFixed(2), latency(own), latency(nginx)];
  });
  return `## Témoin's server and nginx

The same files, compressed beforehand with brotli: Témoin from memory, nginx from disk (\`brotli_static\`, \`gzip_static\`, \`open_file_cache\`, \`sendfile\`, no log). One worker each
(\`GOMAXPROCS=1\`, \`worker_processes 1\`), kept on one processor, the generator (wrk, 32 connections) on another; ${rounds === 1 ? '1 round' : `${rounds} rounds`} of ${SECONDS} seconds in turn, medians. nginx serves the charter
page as a file, as it was when nobody had chosen yet.

${table(['', 'Témoin, requests/s', 'nginx, requests/s', 'ratio', 'Témoin, ms (median / 99 %)', 'nginx, ms (median / 99 %)'], rows)}
`;
}
