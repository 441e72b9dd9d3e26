/**
 * Makes the pictures of the README and of the docs, from the real server in a real browser: "make screenshots".
 */
import { fileURLToPath } from 'node:url';
import { startBrowser } from './harness/browser.js';
import { startTemoin } from './harness/temoin.js';

const folder = fileURLToPath(new URL('../docs/images/', import.meta.url));

const pictures = [
  { name: 'bandeau', path: '/demonstration/', width: 1440, height: 900 },
  { name: 'bandeau-sombre-320', path: '/demonstration/', width: 320, height: 640, scheme: 'dark' },
  { name: 'information', path: '/hauts-de-seine/', width: 768, height: 720 },
  { name: 'panneau', path: '/demonstration/', width: 1440, height: 900, press: '#temoin-customise' },
  { name: 'encart', path: '/demonstration/', width: 1024, height: 640, press: '#temoin-refuse', show: '.temoin-placeholder' },
  { name: 'encart-sombre-320', path: '/demonstration/', width: 320, height: 640, scheme: 'dark', press: '#temoin-refuse', show: '.temoin-placeholder' },
  { name: 'charte', path: '/hauts-de-seine/charte', width: 1024, height: 1200 },
];

const temoin = await startTemoin();
const browser = await startBrowser();
for (const { name, path, width, height, scheme = 'light', press, show } of pictures) {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height });
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
  await page.goto(temoin.address + path, { waitUntil: 'networkidle0' });
  if (press) {
    await page.click(press);
    await page.waitForSelector(show ?? '#temoin-panel[open]');
  }
  if (show) {
    await page.$eval(show, (shown) => shown.scrollIntoView({ block: 'center' }));
    await page.waitForFunction(() => document.querySelector('.temoin-status')?.textContent === '', { timeout: 15000 }).catch(() => {});
  }
  await page.screenshot({ path: `${folder}${name}.png` });
  console.log(`docs/images/${name}.png`);
  await context.close();
}
await browser.close();
await temoin.stop();
