import { existsSync } from 'node:fs';
import puppeteer from 'puppeteer-core';

const places = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** @returns {Promise<import('puppeteer-core').Browser>} a real Chromium; there is no way to pass without one */
export function startBrowser() {
  const executablePath = places.find((place) => place && existsSync(place));
  if (!executablePath) throw new Error('no Chromium: apt-get install chromium, or name one in the environment variable CHROMIUM');
  return puppeteer.launch({
    executablePath,
    // Without these, Chromium calls its maker at every start. No sandbox: CI runs as root.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
      '--disable-component-update', '--disable-sync', '--force-color-profile=srgb', '--hide-scrollbars'],
  });
}
