/**
 * What runs inside the page, before anything of it: sees when the banner is there, what a click does and what the load costs. The same for all.
 *
 * The banner is on screen in the first frame in which its element is painted at an opacity of 99 % or more, itself and all that it is in; lies over the page
 * (position: fixed) and wholly within the window; and each of its buttons is what a pointer at its middle would hit. The time is taken after that frame was
 * painted.
 *
 * @typedef {object} Seen milliseconds from the start of the navigation, 0 where it did not happen
 * @property {number} shown the banner is on screen
 * @property {number} x where the button that refuses is then
 * @property {number} y
 * @property {number} clicked the pointer was released on the button that refuses
 * @property {number} stored the refusal can be read from document.cookie
 * @property {number} painted the first frame after that click has been painted
 * @property {number} firstPaint first contentful paint
 * @property {number} shift the sum of layout shifts that no input caused
 * @property {number[]} tasks durations of the main thread's tasks above 50 ms
 * @property {number} lastTask when the last of them ended
 * @property {string[]} faults uncaught errors
 */

/** The binding through which the page tells the bench. */
export const BINDING = 'benchTell';

/** @param {{banner?: string, buttons?: string[], refuse?: string, stored?: string}} what selectors; stored is the source of a regular expression */
export function watch({ banner = ':not(*)', buttons = [], refuse = '', stored = '' }) {
  if (window !== window.top) return;
  const tell = /** @type {any} */ (window).benchTell;
  /** @type {Seen} */
  const seen = { shown: 0, x: 0, y: 0, clicked: 0, stored: 0, painted: 0, firstPaint: 0, shift: 0, tasks: [], lastTask: 0, faults: [] };
  Object.defineProperty(window, 'benchSeen', { value: seen });

  // A banner that hides from robots (vanilla-cookieconsent) must not hide from this one.
  Object.defineProperty(Navigator.prototype, 'webdriver', { get: () => false, configurable: true });
  // Whether a line counts as slow must not depend on how the browser's estimate falls: Témoin would not start its bundle by itself, and look lighter than it is.
  const connection = /** @type {any} */ (navigator).connection;
  if (connection) Object.defineProperty(Object.getPrototypeOf(connection), 'effectiveType', { get: () => '4g', configurable: true });

  window.addEventListener('error', (event) => seen.faults.push(String(event.message)));

  const observe = (/** @type {string} */ type, /** @type {(entry: any) => void} */ each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  observe('longtask', ({ startTime, duration }) => {
    seen.tasks.push(duration);
    seen.lastTask = startTime + duration;
  });
  observe('paint', ({ name, startTime }) => { if (name === 'first-contentful-paint') seen.firstPaint = startTime; });
  observe('layout-shift', ({ value, hadRecentInput }) => { if (!hadRecentInput) seen.shift += value; });

  const painted = (/** @type {Element} */ element) => {
    let opacity = 1;
    let fixed = false;
    for (let at = /** @type {Element | null} */ (element); at; at = at.parentElement) {
      const style = getComputedStyle(at);
      opacity *= Number(style.opacity);
      fixed ||= style.position === 'fixed';
    }
    return fixed && opacity >= 0.99 && element.checkVisibility({ visibilityProperty: true });
  };
  const middle = (/** @type {Element} */ element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  };
  const hit = (/** @type {Element} */ element) => {
    const { x, y } = middle(element);
    return element.contains(document.elementFromPoint(x, y));
  };
  const onScreen = () => {
    const element = document.querySelector(banner);
    if (!element || !painted(element)) return false;
    const { left, top, right, bottom, width, height } = element.getBoundingClientRect();
    if (width === 0 || height === 0 || left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) return false;
    return buttons.every((selector) => {
      const button = document.querySelector(selector);
      return button !== null && painted(button) && hit(button);
    });
  };
  /** What is posted in a frame's callback arrives when the frame has been painted. @param {() => void} then */
  const afterPaint = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(0);
  };
  const found = () => {
    seen.shown = performance.now();
    Object.assign(seen, middle(/** @type {Element} */ (document.querySelector(refuse))));
    // Elements that take the place of these later are others.
    for (const element of document.querySelectorAll('*')) Object.defineProperty(element, 'benchSaw', { value: true });
    tell(JSON.stringify({ what: 'shown', x: seen.x, y: seen.y }));
  };
  const frame = () => {
    if (onScreen()) afterPaint(found);
    else requestAnimationFrame(frame);
  };
  // On the page without a banner, too: looking in every frame makes its first one longer.
  requestAnimationFrame(frame);

  const pattern = new RegExp(stored || '$^');
  const cookie = /** @type {Required<PropertyDescriptor>} */ (Object.getOwnPropertyDescriptor(Document.prototype, 'cookie'));
  Object.defineProperty(Document.prototype, 'cookie', {
    ...cookie,
    set(value) {
      cookie.set.call(this, value);
      if (!seen.clicked || seen.stored || !pattern.test(cookie.get.call(document))) return;
      seen.stored = performance.now();
      tell(JSON.stringify({ what: 'stored' }));
    },
  });
  window.addEventListener('click', (event) => {
    if (seen.clicked || !event.isTrusted || !refuse || !(/** @type {Element} */ (event.target).closest(refuse))) return;
    // When the pointer was released, however long the event then waited for the main thread.
    seen.clicked = event.timeStamp;
    requestAnimationFrame(() => afterPaint(() => {
      seen.painted = performance.now();
      tell(JSON.stringify({ what: 'painted' }));
    }));
  }, true);
}
