import { execFile, spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Starts the real binary on a free port, with the portals of the repository and those of the tests.
 *
 * @returns {Promise<{address: string, recorded: () => Promise<any[]>, stop: () => Promise<void>}>} address without a slash at its end; recorded returns the
 *   registry's choices
 */
export async function startTemoin() {
  const portals = await mkdtemp(tmpdir() + '/temoin-portals-');
  for (const from of ['portals', 'e2e/portals']) await cp(root + from, portals, { recursive: true });
  const child = spawn(root + 'bin/temoin', ['serve', '--addr', '127.0.0.1:0', '--portals', portals, '--registry', portals + '/temoin.db'],
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
    address,
    async recorded() {
      const { stdout } = await promisify(execFile)(root + 'bin/temoin', ['registry', 'export', '--format', 'jsonl', '--registry', portals + '/temoin.db']);
      return stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'choice');
    },
    async stop() {
      child.kill('SIGTERM');
      await ended;
      await rm(portals, { recursive: true });
    },
  };
}
