import { createHash } from 'node:crypto';
import { brotliCompressSync } from 'node:zlib';

/**
 * What no banner can beat that comes, as ours does, by one script tag from a host that is not the portal's: a box with three buttons that do nothing. It asks nothing, holds nothing back, has no
 * style sheet, no second layer and no words but those on its buttons. One weighs next to nothing, the other what the loader does: between them lies what the line takes for bytes, and above
 * the second what the processor takes for all that the loader is and the box is not.
 */

const BOX = `(() => {
  const show = () => {
    if (!document.body) return requestAnimationFrame(show);
    const box = document.createElement('div');
    box.id = 'bare';
    box.style.cssText = 'position: fixed; inset: auto 0 0; z-index: 9; background: #fff';
    box.innerHTML = '<button id="bare-accept">Tout accepter</button><button id="bare-refuse">Tout refuser</button><button id="bare-customise">Personnaliser</button>';
    document.body.prepend(box);
  };
  show();
})();`;

const size = (/** @type {string} */ script) => brotliCompressSync(script).length;

/** What cannot be made smaller, and is the same each time. @param {number} bytes @returns {string} */
const noise = (bytes) => Buffer.concat(Array.from({ length: Math.ceil(bytes / 64) }, (_, index) => createHash('sha512').update(String(index)).digest())).subarray(0, bytes).toString('base64');

/** @param {number} weight bytes that the script is to have after brotli; nothing is added where it has more by itself @returns {string} */
export function bareScript(weight) {
  const missing = weight - size(BOX);
  if (missing <= 0) return BOX;
  // Text that stands for noise is a little heavier than the noise.
  const over = size(`${BOX}//${noise(missing)}`) - weight;
  return `${BOX}//${noise(missing - over)}`;
}

/** @param {string} name @param {string} path @param {string} embedded @returns {import('./contestant.js').Contestant} */
const bare = (name, path, embedded) => ({
  name,
  embedded,
  files: [],
  embed: (at) => ({ head: `<script async fetchpriority="high" src="${at}${path}"></script>` }),
  banner: '#bare',
  buttons: ['#bare-accept', '#bare-refuse', '#bare-customise'],
  refuse: '#bare-refuse',
});

export const LIGHT = '/bare.js';
export const HEAVY = '/bare-heavy.js';
export const bareLight = bare('a bare box', LIGHT, 'no banner, but the bound that this page and this line set to all that come as Témoin does: three buttons that do nothing (`bench/peers/bare.js`), '
  + 'with Témoin\'s script tag, from the others\' server; only looked at');
export const bareHeavy = bare('a bare box of Témoin\'s weight', HEAVY, 'the same, filled up with noise to what Témoin\'s loader weighs');
