import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * The real binary, at work.
 *
 * @typedef {object} Temoin
 * @property {string} address without a slash at its end
 * @property {string} portals folder of its portals and of its registry
 * @property {() => Promise<any[]>} recorded the registry's choices
 * @property {() => Promise<void>} stop
 */

/** The environment variable that names a server which run.js lends: it renders and records eleven portals when it starts, which takes a file as long as a test. */
const LENT = 'TEMOIN_LENT';

/** @param {Temoin} temoin @returns {Record<string, string>} environment of a test file that is to use it */
export const lending = ({ address, portals }) => ({ [LENT]: JSON.stringify({ address, portals }) });

/** @returns {Promise<Temoin>} the server that is lent, or else one of its own */
export async function borrowTemoin() {
  const lent = process.env[LENT];
  if (!lent) return startTemoin();
  const { address, portals } = JSON.parse(lent);
  return { address, portals, recorded: () => recorded(portals), async stop() {} };
}

/** @returns {Promise<Temoin>} a server on a free port, with the portals of the repository and those of the tests */
export async function startTemoin() {
  const portals = await mkdtemp(tmpdir() + '/temoin-portals-');
  for (const from of ['portals', 'e2e/portals']) await cp(root + from, portals, { recursive: true });
  const child = spawn(root + 'bin/temoin', ['serve', '--addr', '127.0.0.1:0', '--portals', portals, '--registry', registryIn(portals)],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const address = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) => reject(new Error(`temoin ended with status ${code} before it served`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const found = line.match(/http:\/\/\S+/);
      if (found) resolve(found[0].replace(/\/$/, ''));
    });
  });
  return {
    address, portals,
    recorded: () => recorded(portals),
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(portals, { recursive: true });
    },
  };
}

const registryIn = (/** @type {string} */ portals) => portals + '/temoin.db';

/** @param {string} portals */
async function recorded(portals) {
  const { stdout } = await promisify(execFile)(root + 'bin/temoin', ['registry', 'export', '--format', 'jsonl', '--registry', registryIn(portals)], { maxBuffer: 1 << 26 });
  return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'choice');
}
