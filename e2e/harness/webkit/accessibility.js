import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Milliseconds until a page's tree is there, and between two looks. */
const PATIENCE = 30000;
const PACE = 50;

/**
 * The accessibility bus, on which WebKitGTK tells assistive technology of its pages (AT-SPI, what Orca listens to): a D-Bus of our own, which starts Debian's
 * at-spi2-core when somebody asks for it.
 *
 * @typedef {object} Bus
 * @property {Record<string, string>} environment of programs that are to be on it
 * @property {(address: string) => Promise<import('../tree.js').Said>} tree of the page at that address
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<Bus>} */
export async function startBus() {
  const home = await mkdtemp(tmpdir() + '/temoin-bus-');
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address'], { stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, XDG_RUNTIME_DIR: home } });
  const ended = new Promise((resolve) => daemon.once('close', resolve));
  const address = await new Promise((resolve, reject) => {
    daemon.once('error', () => reject(new Error('no dbus-daemon: apt-get install dbus-daemon at-spi2-core')));
    daemon.once('exit', (code) => reject(new Error(`dbus-daemon ended with status ${code}`)));
    createInterface({ input: daemon.stdout }).once('line', resolve);
  });
  const environment = { DBUS_SESSION_BUS_ADDRESS: address, XDG_RUNTIME_DIR: home };
  return {
    environment,
    async tree(page) {
      for (let began = Date.now(), gone; ;) {
        // What goes from the page while it is asked about ends the asking.
        const said = await ask(page, environment).catch((error) => { gone = error; });
        if (said) return said;
        if (Date.now() - began > PATIENCE) throw new Error(`WebKit tells assistive technology nothing of ${page}. Are gjs, gir1.2-atspi-2.0 and at-spi2-core there?`, { cause: gone });
        await new Promise((resolve) => setTimeout(resolve, PACE));
      }
    },
    async stop() {
      // What it started ends with it.
      daemon.kill();
      await ended;
      await rm(home, { recursive: true, force: true });
    },
  };
}

/** @param {string} page @param {Record<string, string>} environment @returns {Promise<import('../tree.js').Said | null>} */
async function ask(page, environment) {
  const { DISPLAY, ...own } = process.env;
  const { stdout } = await promisify(execFile)('gjs', ['-m', fileURLToPath(new URL('atspi.js', import.meta.url)), page], { env: { ...own, ...environment }, maxBuffer: 1 << 26, timeout: PATIENCE });
  return JSON.parse(stdout);
}
