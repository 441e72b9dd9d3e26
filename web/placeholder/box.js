import { DRAWN, HIDDEN } from '../gate/marks.js';

/**
 * A box in the place of a frame, of the same size, whatever becomes of the page around it.
 */
/** Pixels below which a frame is no content that anybody misses. */
const LEAST = { width: 60, height: 40 };

/** What the box takes over from the frame's place in the layout. */
const LAYOUT = /** @type {const} */ (['position', 'top', 'right', 'bottom', 'left', 'margin', 'float', 'clear', 'zIndex', 'order', 'flex', 'gridArea',
  'alignSelf', 'justifySelf', 'verticalAlign', 'borderRadius', 'transform', 'transformOrigin', 'translate', 'rotate', 'scale', 'zoom']);

/**
 * @param {Element} frame that is held back
 * @param {WeakSet<Element>} drawn what is ours on the page
 * @param {Node} content of the box
 * @param {() => void} allowed is called when the visitor grants the service
 * @returns {{follow: () => void, erase: () => void}} follow puts the box beside a frame that the page moved; erase takes it away
 */
export function box(frame, drawn, content, allowed) {
  const element = document.createElement('div');
  drawn.add(element);
  element.className = 'temoin-placeholder';
  element.setAttribute(DRAWN, '');
  element.setAttribute('data-ng-non-bindable', '');
  element.append(content);
  element.addEventListener('click', (event) => {
    // A portal's pop-ins close at any click that reaches the document.
    event.stopPropagation();
    if (/** @type {Element} */ (event.target).closest('[data-temoin-action="allow"]')) allowed();
  });

  const fit = () => {
    const drawnBefore = element.isConnected;
    const focused = /** @type {HTMLElement | null} */ (element.querySelector(':focus'));
    // Off the page: the portal's rules may ask what stands before the frame ("* + *", ":first-child").
    element.remove();
    frame.removeAttribute(HIDDEN);
    const { width, height } = frame.getBoundingClientRect();
    // Too small, or in a tab that is not open.
    if (width < LEAST.width || height < LEAST.height) {
      element.style.display = 'none';
      if (!drawnBefore) return;
    } else {
      const computed = getComputedStyle(frame);
      for (const name of LAYOUT) element.style[name] = computed[name];
      element.style.width = size(computed, 'width', 'Left', 'Right');
      element.style.height = size(computed, 'height', 'Top', 'Bottom');
      element.style.display = computed.display === 'inline' ? 'inline-block' : computed.display;
    }
    frame.before(element);
    frame.setAttribute(HIDDEN, '');
    focused?.focus({ preventScroll: true });
  };
  /** @type {Element | null} */
  let parent = null;
  // The first size comes before the next frame is painted, or when a tab that hides it is opened.
  const sizes = new ResizeObserver(() => {
    fit();
    if (!element.isConnected || !frame.parentElement || parent === frame.parentElement) return;
    sizes.disconnect();
    const next = parent = frame.parentElement;
    // Not at once: its size has just changed, which the portal's page would hear of as an error ("ResizeObserver loop").
    requestAnimationFrame(() => {
      if (parent === next) sizes.observe(next);
    });
  });
  frame.removeAttribute(HIDDEN);
  sizes.observe(frame);
  // A page that shows one film of many at a time may hide the frame itself, which changes the size of nothing: it is hidden already.
  const looks = new MutationObserver(() => {
    if (element.isConnected) fit();
  });
  looks.observe(frame, { attributeFilter: ['class', 'style', 'hidden'] });

  return {
    follow() {
      if (element.isConnected && element.nextSibling !== frame) fit();
    },
    erase() {
      parent = null;
      sizes.disconnect();
      looks.disconnect();
      element.remove();
      frame.removeAttribute(HIDDEN);
    },
  };
}

/**
 * @param {CSSStyleDeclaration} computed
 * @param {'width' | 'height'} name
 * @param {'Left' | 'Top'} start
 * @param {'Right' | 'Bottom'} end
 * @returns {string} the outer size as it is laid out: on screen, a page that is zoomed or scaled has it larger or smaller, and would have the box so once more
 */
function size(computed, name, start, end) {
  const around = /** @type {const} */ ([`padding${start}`, `padding${end}`, `border${start}Width`, `border${end}Width`]);
  const parts = computed.boxSizing === 'border-box' ? [] : around.map((part) => parseFloat(computed[part]));
  return parts.reduce((sum, part) => sum + part, parseFloat(computed[name])) + 'px';
}
