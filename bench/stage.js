import { fileURLToPath } from 'node:url';
import { startBrowser } from '../e2e/harness/browser.js';
import { startTemoin } from '../e2e/harness/temoin.js';
import { read, startFiles } from './files.js';
import { portalFiles, portalPage } from './page.js';
import { contestants, ours } from './peers/all.js';
import { bareScript, HEAVY, LIGHT } from './peers/bare.js';
import { Line } from './shaping.js';

/** The names under which the browser reaches the portal and the banners: other sites to it, as in real life, and the same distance for all. */
export const PORTAL = 'portail.localhost';
export const BANNER = 'banniere.localhost';

/**
 * Everything that runs during a comparison: one slow line, the portal's server, the server of the others' files, Témoin's own server, and the browser.
 *
 * @returns {Promise<{browser: import('puppeteer-core').Browser, line: Line, address: (contestant: import('./peers/contestant.js').Contestant) => string, stop: () => Promise<void>}>}
 */
export async function startStage() {
  const line = new Line();
  /** @type {(() => Promise<unknown>)[]} */
  const stops = [() => line.stop()];
  const stop = async () => { await Promise.all(stops.map((each) => each())); };
  try {
    const portal = await startFiles();
    stops.push(() => portal.stop());
    const files = await startFiles();
    stops.push(() => files.stop());
    const temoin = await startTemoin();
    stops.push(() => temoin.stop());
    const browser = await startBrowser();
    stops.push(() => browser.close());

    const site = await line.lay(PORTAL, portal.address);
    const theirs = await line.lay(BANNER, files.address);
    const own = await line.lay(BANNER, temoin.address, expire);
    for (const [path, file] of portalFiles()) portal.put(path, file);
    files.put(LIGHT, { content: bareScript(0), type: 'text/javascript; charset=utf-8' });
    files.put(HEAVY, { content: bareScript(await weight(`${temoin.address}/demonstration/temoin.js`)), type: 'text/javascript; charset=utf-8' });
    for (const [index, contestant] of contestants.entries()) {
      for (const [path, file] of contestant.files) files.put(path, await read(fileURLToPath(new URL(`node_modules/${file}`, import.meta.url))));
      const html = portalPage(contestant.embed(ours.includes(contestant) ? own : theirs));
      portal.put(`/accueil-${index}`, { content: html, type: 'text/html; charset=utf-8', fresh: true });
    }
    return { browser, line, stop, address: (contestant) => `${site}/accueil-${contestants.indexOf(contestant)}` };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @param {string} address @returns {Promise<number>} bytes of what is there, after brotli, without headers */
async function weight(address) {
  const { headers } = await fetch(address, { method: 'HEAD', headers: { 'Accept-Encoding': 'br' } });
  return Number(headers.get('content-length'));
}

/** What browsers may keep for minutes is old at the second visit, as it would be a day later. @param {Buffer} answer */
function expire(answer) {
  const head = answer.toString('latin1', 0, Math.max(0, answer.indexOf('\r\n\r\n')));
  const age = head.match(/^HTTP\/1\.1 .*?\r\ncache-control:(?![^\r]*immutable)[^\r]*max-age=(\d+)/is);
  if (age) answer.write('0'.repeat(age[1].length), age[0].length - age[1].length, 'latin1');
}
