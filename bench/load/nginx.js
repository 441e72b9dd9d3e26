import { existsSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { end, SERVER, spawnOn } from './process.js';

const MODULE = '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so';

/**
 * Starts nginx with the same files, from disk, set up for speed: one worker, no log, files kept open, compressed beforehand.
 *
 * @param {Map<string, {body: Buffer, type: string, cacheControl: string}>} files by path
 * @returns {Promise<{address: string, stop: () => Promise<void>}>}
 */
export async function startNginx(files) {
  if (!existsSync(MODULE)) throw new Error(`no ${MODULE}: apt-get install libnginx-mod-http-brotli-static`);
  const folder = await mkdtemp(join(tmpdir(), 'temoin-nginx-'));
  const port = await freePort();
  const child = await (async () => {
    // Its worker may run as another user than the one that starts it.
    await chmod(folder, 0o755);
    for (const [path, { body }] of files) {
      const file = join(folder, 'files', path);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, body);
      await writeFile(`${file}.br`, brotliCompressSync(body));
      await writeFile(`${file}.gz`, gzipSync(body, { level: 9 }));
    }
    await writeFile(join(folder, 'nginx.conf'), configuration(folder, port, files));
    return spawnOn(SERVER, ['nginx', '-p', folder, '-e', join(folder, 'error.log'), '-c', join(folder, 'nginx.conf')], { stdio: ['ignore', 'ignore', 'inherit'] });
  })().catch(async (error) => {
    await rm(folder, { recursive: true });
    throw error;
  });
  const stop = async () => {
    await end(child, 'SIGQUIT');
    await rm(folder, { recursive: true });
  };
  const address = `http://127.0.0.1:${port}`;
  /** @type {Error | undefined} */
  let fault;
  child.once('error', (error) => { fault = error; });
  child.once('exit', (code) => { fault ??= new Error(`nginx ended with status ${code} before it served`); });
  for (;;) {
    if (fault) {
      await rm(folder, { recursive: true });
      throw fault;
    }
    if (await fetch(address).catch(() => false)) return { address, stop };
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** @param {string} folder @param {number} port @param {Map<string, {type: string, cacheControl: string}>} files @returns {string} */
const configuration = (folder, port, files) => `
load_module ${MODULE};
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  client_body_temp_path ${folder}/body; proxy_temp_path ${folder}/proxy; fastcgi_temp_path ${folder}/fastcgi; uwsgi_temp_path ${folder}/uwsgi; scgi_temp_path ${folder}/scgi;
  sendfile on; tcp_nopush on; tcp_nodelay on;
  keepalive_requests 1000000000;
  open_file_cache max=100; open_file_cache_valid 1h; open_file_cache_min_uses 1;
  gzip_static on; gzip_vary on; brotli_static on;
  server {
    listen 127.0.0.1:${port} backlog=1024;
    root ${folder}/files;
${[...files].map(([path, { type, cacheControl }]) => `    location = ${path} { types { } default_type "${type}"; add_header Cache-Control "${cacheControl}"; }`).join('\n')}
  }
}
`;

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
