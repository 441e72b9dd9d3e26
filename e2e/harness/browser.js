import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

/**
 * Two builds of one engine, from one source package: the whole browser, as people have it, and its shell without windows and profiles, where a new visitor costs
 * a quarter of the time.
 */
const BUILDS = {
  whole: { name: 'CHROMIUM', called: 'chromium', places: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'], flags: [] },
  // A program that runs for a moment is not worth compiling twice.
  shell: { name: 'CHROMIUM_SHELL', called: 'chromium-headless-shell', places: ['/usr/bin/chromium-headless-shell'], flags: ['--js-flags=--liftoff-only'] },
};

/** @param {keyof typeof BUILDS} [build] @param {string[]} [more] flags @returns {Promise<import('puppeteer-core').Browser>} a real Chromium; there is no way to pass without one */
export function startBrowser(build = 'whole', more = []) {
  const { name, called, places, flags } = BUILDS[build];
  const executablePath = [process.env[name], ...places].find((place) => place && existsSync(place));
  if (!executablePath) throw new Error(`no ${called}: apt-get install ${called}, or name one in the environment variable ${name}`);
  return puppeteer.launch({
    executablePath,
    // Without these, Chromium calls its maker at every start. No sandbox: CI runs as root.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--hide-scrollbars',
      ...flags, ...more],
  });
}

/** @param {string} address of one that was started, and left by who started it @returns {Promise<import('puppeteer-core').Browser>} */
export const enterBrowser = (address) => puppeteer.connect({ browserWSEndpoint: address });
