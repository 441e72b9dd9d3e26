import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { end, SERVER, spawnOn } from './process.js';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Starts the real binary with one thread for its work, as nginx has one worker. @returns {Promise<{address: string, stop: () => Promise<void>}>} */
export async function startOwn() {
  const child = spawnOn(SERVER, [`${root}bin/temoin`, 'serve', '--addr', '127.0.0.1:0', '--portals', `${root}portals`, '--registry', 'none'],
    { stdio: ['ignore', 'pipe', 'ignore'], env: { GOMAXPROCS: '1' } });
  const address = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`temoin ended with status ${code} before it served: run "make build"`)));
    createInterface({ input: /** @type {import('node:stream').Readable} */ (child.stdout) }).on('line', (line) => {
      const found = line.match(/http:\/\/localhost(:\d+)/);
      if (found) resolve(`http://127.0.0.1${found[1]}`);
    });
  });
  return { address, stop: () => end(child) };
}
