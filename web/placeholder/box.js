import { DRAWN, HIDDEN } from '../gate/marks.js';

/**
 * A box in the place of a frame, of the same size, whatever becomes of the page around it.
 */
/** Pixels below which a frame is no content that anybody misses. */
const LEAST = { width: 60, height: 40 };

/** What the box takes over from the frame's place in the layout. */
const LAYOUT = /** @type {const} */ (['position', 'top', 'right', 'bottom', 'left', 'margin', 'float', 'clear', 'zIndex', 'order', 'flex', 'gridArea',
  'alignSelf', 'justifySelf', 'verticalAlign', 'borderRadius']);

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
  element.setAttribute('ng-non-bindable', '');
  element.append(content);
  element.addEventListener('click', (event) => {
    // A portal's pop-ins close at any click that reaches the document.
    event.stopPropagation();
    if (/** @type {Element} */ (event.target).closest('[data-temoin-action="allow"]')) allowed();
  });

  const fit = () => {
    element.style.display = 'none';
    frame.removeAttribute(HIDDEN);
    const { width, height } = frame.getBoundingClientRect();
    // Too small, or in a tab that is not open.
    if (width < LEAST.width || height < LEAST.height) {
      if (!element.isConnected) return;
    } else {
      const computed = getComputedStyle(frame);
      for (const name of LAYOUT) element.style[name] = computed[name];
      element.style.width = width + 'px';
      element.style.height = height + 'px';
      element.style.display = computed.display === 'inline' ? 'inline-block' : computed.display;
      if (element.nextSibling !== frame) frame.before(element);
    }
    frame.setAttribute(HIDDEN, '');
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

  return {
    follow() {
      if (element.isConnected && element.nextSibling !== frame) fit();
    },
    erase() {
      parent = null;
      sizes.disconnect();
      element.remove();
      frame.removeAttribute(HIDDEN);
    },
  };
}
