import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { endGroup } from '../group.js';

/**
 * WebKitGTK by W3C WebDriver: Debian's WebKitWebDriver steers its MiniBrowser on a virtual screen. A driver serves one session, and a session is one
 * browser: visitors who are here at the same time have one each, and those who follow one another the same (forget.js).
 */

/** No window is larger than a quarter of it. */
const SCREEN = 4000;
/**
 * Where the windows' corner is: their first pixel lies below the pointer, which X puts into the middle of the screen. Without a window manager it gives the
 * focus to the window below it.
 */
export const CORNER = SCREEN / 2 - 1;

/** Milliseconds a command may take, and the start of the browser, which now and then never comes about and is tried again. */
const LONGEST = 60000;
const START = 20000;
const TRIES = 3;
/** Milliseconds in which a page answers. */
const ANSWER = 15000;

/** MiniBrowser's own bars would keep its window wider than a phone. */
const THIN = '* { font-size: 1px; min-width: 0; min-height: 0; padding: 0; margin: 0; border: 0 }';

/**
 * @typedef {object} Session
 * @property {(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object) => Promise<any>} call answers the value of a command, whose path starts after the
 *   session's
 * @property {() => Promise<void>} stop
 */

/** @returns {Promise<{display: string, stop: () => void}>} a virtual screen of its own */
export async function startScreen() {
  // A screen that starts anew after each visitor would take a tenth of what a visit costs.
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', `${SCREEN}x${SCREEN}x24`, '-nolisten', 'tcp', '-noreset'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const number = await new Promise((resolve, reject) => {
    xvfb.once('error', () => reject(new Error('no Xvfb: apt-get install xvfb')));
    xvfb.once('exit', (code) => reject(new Error(`Xvfb ended with status ${code}`)));
    let said = '';
    /** @type {import('node:stream').Readable} */ (xvfb.stdio[3]).on('data', (data) => {
      said += data;
      if (said.endsWith('\n')) resolve(said.trim());
    });
  });
  return { display: `:${number}`, stop: () => { xvfb.kill(); } };
}

/** No accessibility bus is there to be looked for. */
export const UNASSISTED = { NO_AT_BRIDGE: '1' };

/** Pages are put together without layers, which a graphics card would have: drawn as ever, but the driver gets no picture of them. */
export const UNSEEN = { WEBKIT_DISABLE_COMPOSITING_MODE: '1' };

/** @param {string} display @param {import('../engine.js').Preferences} preferences @param {Record<string, string>} environment @returns {Promise<Session>} */
export async function startSession(display, preferences, environment) {
  for (let tries = 1; ; tries++) {
    try {
      return await start(display, preferences, environment);
    } catch (error) {
      if (tries === TRIES || !(error instanceof Late)) throw error;
    }
  }
}

/** The driver does not answer. */
class Late extends Error {}

/** How a page that crashed is told, a few thousand visits apart, by WebKit itself: run.js looks for it. */
export const CRASHED = 'WebKit crashed';
/** What the driver says of it: to the command that was under way, and to all that follow. */
const CRASH = /Could not parse script result|page crash or hang/;

/**
 * @param {string} display
 * @param {import('../engine.js').Preferences} preferences
 * @param {Record<string, string>} environment beside what every session has
 * @returns {Promise<Session>}
 */
async function start(display, { dark = false, still = false, javaScript = true }, environment) {
  const home = await mkdtemp(tmpdir() + '/temoin-webkit-');
  await mkdir(home + '/gtk-3.0');
  await writeFile(home + '/gtk-3.0/gtk.css', THIN);
  await writeFile(home + '/gtk-3.0/settings.ini', `[Settings]\ngtk-application-prefer-dark-theme=${dark}\ngtk-enable-animations=${!still}\n`);
  const port = await freePort();
  const driver = spawn('WebKitWebDriver', [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    // A group of its own, which ends with it, browser and all.
    detached: true,
    env: {
      ...process.env, DISPLAY: display, GDK_BACKEND: 'x11', XDG_CONFIG_HOME: home, GTK_THEME: dark ? 'Adwaita:dark' : 'Adwaita',
      // CI runs as root, who has no sandbox.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      // There is no graphics card: what is drawn for one would have to be compiled first.
      WEBKIT_SKIA_ENABLE_CPU_RENDERING: '1', GSETTINGS_BACKEND: 'memory', ...environment,
    },
  });
  const ended = new Promise((resolve) => {
    driver.once('exit', resolve);
    driver.once('error', resolve);
  });
  const stop = async () => {
    endGroup(driver.pid);
    await ended;
    await rm(home, { recursive: true, force: true });
  };
  try {
    const address = `http://127.0.0.1:${port}`;
    await reachable(address + '/status', driver);
    const { sessionId } = await command(address + '/session', 'POST', {
      capabilities: {
        alwaysMatch: {
          pageLoadStrategy: 'none',
          // Now and then a document that goes takes the answer with it: who waits has the time to look again (page.js).
          timeouts: { script: ANSWER },
          'webkitgtk:browserOptions': {
            binary: await miniBrowser(),
            args: ['--automation', '--javascript-can-open-windows-automatically=true', `--enable-javascript-markup=${javaScript}`],
          },
        },
      },
    }, START);
    const session = `${address}/session/${sessionId}`;
    // A driver answers one command after the other; what is asked meanwhile waits for its turn.
    let turn = Promise.resolve();
    const call = (/** @type {string} */ method, /** @type {string} */ path, /** @type {object} */ body = {}) => {
      const answer = turn.then(() => command(session + path, method, method === 'POST' ? body : undefined));
      turn = answer.catch(() => {});
      return answer;
    };
    return {
      call,
      async stop() {
        await call('DELETE', '').catch(() => {});
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} address @param {string} method @param {object} [body] @param {number} [longest] milliseconds */
async function command(address, method, body, longest = LONGEST) {
  const response = await fetch(address, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(longest) })
    .catch((error) => { throw new Late(`WebKitWebDriver does not answer: ${method} ${address}`, { cause: error }); });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${CRASH.test(value.message) ? `${CRASHED}: ` : ''}${value.error}: ${value.message}`);
  return value;
}

/** @param {string} address @param {import('node:child_process').ChildProcess} driver */
async function reachable(address, driver) {
  let missing;
  driver.once('error', (error) => { missing = error; });
  for (const began = Date.now(); ;) {
    if (missing) throw new Error('no WebKitWebDriver: apt-get install webkit2gtk-driver', { cause: missing });
    if (driver.exitCode !== null) throw new Error(`WebKitWebDriver ended with status ${driver.exitCode}`);
    if (await fetch(address).then(({ ok }) => ok, () => false)) return;
    if (Date.now() - began > 30000) throw new Error('WebKitWebDriver does not answer');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** @returns {Promise<string>} the browser that comes with Debian's library */
async function miniBrowser() {
  for (const machine of await readdir('/usr/lib')) {
    const found = (await readdir('/usr/lib/' + machine).catch(() => [])).filter((name) => /^webkit2gtk-4\.\d$/.test(name)).sort().pop();
    if (found) return `/usr/lib/${machine}/${found}/MiniBrowser`;
  }
  throw new Error('no MiniBrowser: apt-get install webkit2gtk-driver');
}

/** @returns {Promise<number>} a port that is free */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
