import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * One server for the files of all contestants but Témoin, which has its own: from memory, compressed beforehand at brotli's best setting, kept by browsers for a
 * year under their names, as content delivery networks serve a fixed version. And the same server for the portal's page.
 *
 * @typedef {object} Served
 * @property {string | Buffer} content
 * @property {string} type
 * @property {boolean} [fresh] asked for at every visit: a page
 */

const TYPES = { '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.svg': 'image/svg+xml' };

/** @returns {Promise<{address: string, put: (path: string, file: Served) => void, stop: () => Promise<void>}>} */
export async function startFiles() {
  /** @type {Map<string, {body: Buffer, headers: Record<string, string | number>}>} */
  const files = new Map();
  const server = createServer((request, response) => {
    const file = files.get(new URL(request.url ?? '/', 'http://files').pathname);
    if (!file) response.writeHead(404).end();
    else if (!/\bbr\b/.test(String(request.headers['accept-encoding'] ?? ''))) response.writeHead(406).end('this server speaks brotli only');
    else response.writeHead(200, file.headers).end(file.body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  return {
    address: `http://127.0.0.1:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`,
    put(path, { content, type, fresh = false }) {
      const plain = Buffer.from(content);
      const body = brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } });
      const headers = {
        'Content-Type': type, 'Content-Encoding': 'br', 'Content-Length': body.length, Vary: 'Accept-Encoding', 'Access-Control-Allow-Origin': '*',
        'Cache-Control': fresh ? 'no-store' : 'public, max-age=31536000, immutable',
      };
      files.set(path, { body, headers });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** @param {string} file path of a file @returns {Promise<Served>} */
export async function read(file) {
  const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(file))];
  if (!type) throw new Error(`${file}: no type is known for "${extname(file)}": add it to TYPES in bench/files.js`);
  return { content: await readFile(file), type };
}
