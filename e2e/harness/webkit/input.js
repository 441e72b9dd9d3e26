/**
 * Keyboard and mouse of a WebKit page, with the names that puppeteer gives them.
 */

/** Code points that W3C WebDriver gives to keys (§17.4.2). */
const KEYS = /** @type {Record<string, string>} */ ({
  Tab: '\uE004', Enter: '\uE007', Escape: '\uE00C', Space: ' ', Shift: '\uE008', Control: '\uE009', Alt: '\uE00A', ArrowLeft: '\uE012', ArrowUp: '\uE013',
  ArrowRight: '\uE014', ArrowDown: '\uE015', PageUp: '\uE00E', PageDown: '\uE00F', End: '\uE010', Home: '\uE011', Backspace: '\uE003', Delete: '\uE017',
});
/** @param {string} key */
function code(key) {
  if (!(key in KEYS) && [...key].length !== 1) throw new Error(`no such key: ${key}`);
  return KEYS[key] ?? key;
}

/** @param {(sources: object[]) => Promise<unknown>} perform the WebDriver command "actions" */
export function inputs(perform) {
  const keys = (/** @type {object[]} */ ...actions) => perform([{ type: 'key', id: 'keyboard', actions }]);
  const pointer = (/** @type {object[]} */ ...actions) => perform([{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }]);
  const to = (/** @type {number} */ x, /** @type {number} */ y) => ({ type: 'pointerMove', duration: 0, origin: 'viewport', x: Math.round(x), y: Math.round(y) });
  const down = { type: 'pointerDown', button: 0 };
  const up = { type: 'pointerUp', button: 0 };
  let place = { x: 0, y: 0 };
  return {
    keyboard: {
      /** @param {string} key */
      press: (key) => keys({ type: 'keyDown', value: code(key) }, { type: 'keyUp', value: code(key) }),
      /** @param {string} key */
      down: (key) => keys({ type: 'keyDown', value: code(key) }),
      /** @param {string} key */
      up: (key) => keys({ type: 'keyUp', value: code(key) }),
      /** @param {string} text */
      async type(text) {
        for (const key of text) await this.press(key);
      },
    },
    mouse: {
      /** @param {number} x @param {number} y */
      move(x, y) {
        place = { x, y };
        return pointer(to(x, y));
      },
      down: () => pointer(down),
      up: () => pointer(up),
      /** @param {number} x @param {number} y */
      click(x, y) {
        place = { x, y };
        return pointer(to(x, y), down, up);
      },
      /** @param {{deltaX?: number, deltaY?: number}} delta */
      wheel({ deltaX = 0, deltaY = 0 }) {
        return perform([{ type: 'wheel', id: 'wheel', actions: [{ type: 'scroll', origin: 'viewport', x: Math.round(place.x), y: Math.round(place.y), deltaX, deltaY, duration: 0 }] }]);
      },
    },
  };
}
