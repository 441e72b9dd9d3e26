import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';
import { ordinary } from '../engine.js';
import { reach } from './transport.js';

const places = [process.env.FIREFOX, '/usr/bin/firefox-esr', '/usr/bin/firefox'];

/** Pixels that the window's own bars take, in Firefox ESR 153: a page of another height than it was meant to have is brought to it (browser.js). */
const BARS = 86;

/**
 * @param {boolean} [requests] whether its driver is told of them, which takes a fifth of its time
 * @returns {Promise<import('puppeteer-core').Browser>} for one visitor's preferences after the other's (preferences.js)
 */
export function launch(requests = false) {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Firefox: apt-get install firefox-esr, or name one in the environment variable FIREFOX');
  return puppeteer.launch({
    browser: 'firefox',
    executablePath,
    // Puppeteer would bring every page to a size of its own first.
    defaultViewport: null,
    env: { ...process.env, MOZ_HEADLESS_WIDTH: String(ordinary.width), MOZ_HEADLESS_HEIGHT: String(ordinary.height + BARS) },
    networkEnabled: requests,
    // Preferences and the accessibility tree are the browser's own scripts' (window.js).
    args: ['--remote-allow-system-access'],
    extraPrefsFirefox: {
      // Compiled twice, the bundle takes a quarter more of the time; for a second it need not be fast.
      'javascript.options.wasm_optimizingjit': false,
      // Links take the focus by Tab, on all systems.
      'accessibility.tabfocus': 7,
    },
  });
}

/** @param {string} address of a Firefox that was launched, and left by who launched it @param {boolean} requests @returns {Promise<import('puppeteer-core').Browser>} */
export async function enter(address, requests) {
  return puppeteer.connect({ protocol: 'webDriverBiDi', networkEnabled: requests, defaultViewport: null, transport: await reach(address) });
}
