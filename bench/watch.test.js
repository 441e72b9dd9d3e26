import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startBrowser } from '../e2e/harness/browser.js';
import { startFiles } from './files.js';
import { Line } from './shaping.js';
import { Visit } from './visit.js';

/** What the bench would say of banners whose truth is known. */

/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {Awaited<ReturnType<typeof startFiles>>} */
let files;
/** @type {Line} */
let line;
let address = '';

before(async () => {
  line = new Line({ roundTrip: 20, bitsPerSecond: 8e6 });
  [browser, files] = await Promise.all([startBrowser(), startFiles()]);
  address = await line.lay('portail.localhost', files.address);
});
after(async () => {
  await browser?.close();
  await Promise.all([files?.stop(), line?.stop()]);
});

const contestant = { name: 'a banner of known truth', embedded: '', files: [], embed: () => ({}), banner: '#banner', buttons: ['#yes', '#no'], refuse: '#no', stored: /answer=no/ };
const button = 'onclick="document.cookie = \'answer=no\'"';
const page = (/** @type {{style?: string, body?: string, click?: string, script?: string}} */ { style = '', body = '', click = button, script = '' }) => `<!doctype html>
<meta charset="utf-8"><link rel="icon" href="data:,"><style>#banner { position: fixed; inset: auto 0 0; background: #ddd; } ${style}</style>
<p>Page</p><div id="banner"><button id="yes">Oui</button><button id="no" ${click}>Non</button></div>${body}<script>${script}</script>`;

/** @param {string} name of the page @param {string} html @param {(visit: Visit) => Promise<void>} course */
async function on(name, html, course) {
  files.put(`/${name}`, { content: html, type: 'text/html; charset=utf-8', fresh: true });
  const visit = await Visit.begin(browser, line, contestant, { slowdown: 1 });
  try {
    await visit.go(`${address}/${name}`);
    await course(visit);
  } finally {
    await visit.end();
  }
}

/** When the banner became what the page says, when a frame after that was painted, and when the bench saw it. */
const times = (/** @type {Visit} */ visit) => visit.page.evaluate(() => {
  const { benchSeen, truth, frame } = /** @type {any} */ (window);
  return { truth, frame, shown: benchSeen.shown };
});
const within = (/** @type {number} */ value, /** @type {number} */ least, /** @type {number} */ most) => assert.ok(value >= least && value <= most, `${value} is not from ${least} to ${most}`);
const later = (/** @type {string} */ what) => `setTimeout(() => {
  ${what};
  truth = performance.now();
  requestAnimationFrame(() => setTimeout(() => { frame = performance.now(); }));
}, 400)`;

const becomes = {
  'is put in': page({ style: '#banner.no { display: none }', script: `banner.classList.add('no'); ${later("banner.classList.remove('no')")}` }),
  'comes into the window': page({ script: `banner.style.transform = 'translateY(50%)'; ${later("banner.style.transform = ''")}` }),
  'is uncovered': page({ body: '<div id="veil" style="position:fixed;inset:0"></div>', script: later('veil.remove()') }),
  'is no longer transparent, in what it is in': page({ script: `document.body.style.opacity = '.5'; ${later("document.body.style.opacity = ''")}` }),
  'is laid over the page': page({ script: `banner.style.position = 'static'; ${later("banner.style.position = ''")}` }),
  'has all its buttons': page({ script: `yes.remove(); const kept = ${"document.createElement('button')"}; kept.id = 'yes'; kept.textContent = 'Oui'; ${later('banner.prepend(kept)')}` }),
};
for (const [what, html] of Object.entries(becomes)) {
  test(`a banner is on screen when it ${what}, not before`, () => on('becomes', html, async (visit) => {
    await visit.banner();
    await visit.page.waitForFunction('window.frame');
    const { truth, frame, shown } = await times(visit);
    within(shown, truth, frame + 40);
  }));
}

test('a banner that fades in is on screen when it has', () => on('fade', page({
  style: '@keyframes fade { from { opacity: 0 } } #banner { animation: fade 800ms linear }',
  script: `banner.getAnimations()[0].ready.then(({ startTime }) => { truth = startTime; }); banner.addEventListener('animationend', () => { frame = performance.now(); })`,
}), async (visit) => {
  await visit.banner();
  await visit.page.waitForFunction('window.frame');
  const { truth, frame, shown } = await times(visit);
  // At 99 % it is there.
  within(shown, truth + 750, frame + 40);
}));

test('a click that a script makes wait is as slow as it is', () => on('slow', page({
  click: 'onclick="const end = performance.now() + 120; while (performance.now() < end); truth = performance.now(); document.cookie = \'answer=no\'"',
}), async (visit) => {
  assert.equal(await visit.refuse(await visit.banner()), true);
  const { clicked, stored, painted, truth } = await visit.page.evaluate(() => ({ .../** @type {any} */ (window).benchSeen, truth: /** @type {any} */ (window).truth }));
  // A busy machine makes all of it later, and changes nothing about the order.
  within(truth, clicked + 120, stored);
  within(painted, stored, stored + 1000);
  within(stored - truth, 0, 100);
}));

test('a click that nobody hears is lost', () => on('lost', page({ click: '' }), async (visit) => {
  assert.equal(await visit.refuse(await visit.banner()), false);
  assert.ok((await visit.seen()).clicked > 0);
}));

test('tasks, layout shifts and memory are seen', () => on('costs', page({
  body: '<div id="push"></div><p style="height:300px">Texte</p>',
  script: `setTimeout(() => { const end = performance.now() + 200; while (performance.now() < end); push.style.height = '200px'; }, 300)`,
}), async (visit) => {
  await visit.calm();
  const { tasks, shift, firstPaint } = await visit.seen();
  within(Math.max(...tasks), 190, 400);
  assert.ok(shift > 0.01 && firstPaint > 0, `shift ${shift}, first paint ${firstPaint}`);
  const before = await visit.memory();
  await visit.page.evaluate(() => { /** @type {any} */ (window).kept = new Uint8Array(30e6).fill(1); });
  within(await visit.memory() - before, 25e6, 45e6);
}));
