import { finish, sweep } from './elements.js';
import { intercept } from './intercept.js';
import { missing, redraw } from './missing.js';

/**
 * Nodes on their way to the page: swept before they are there, where a script puts them; as soon as the parser has put them there, where it does. For a
 * parser's script that is before it runs; for its images and frames it may be too late (docs/blocage.md).
 */
export function guardInsertion() {
  const node = ['appendChild', 'insertBefore', 'replaceChild'];
  const parent = ['append', 'prepend', 'replaceChildren'];
  const child = ['before', 'after', 'replaceWith', 'insertAdjacentElement'];
  /** @type {[object, string[]][]} */
  const all = [[Node.prototype, node], [Element.prototype, [...parent, ...child]], [CharacterData.prototype, child], [DocumentFragment.prototype, parent],
    [Document.prototype, parent], [Range.prototype, ['insertNode']]];
  for (const [prototype, names] of all) {
    for (const name of names) {
      intercept(prototype, name, (_self, args, call) => {
        for (const arg of args) if (arg instanceof Node && !(arg instanceof CharacterData)) sweep(arg, !arg.isConnected);
        return call();
      });
    }
  }
}

/** Shadow roots on the page. @type {Set<WeakRef<ShadowRoot>>} */
const shadows = new Set();

/** Holds back or lets go all that is on the page. */
export function sweepPage() {
  sweep(document);
  for (const shadow of shadows) {
    const root = shadow.deref();
    if (root) sweep(root);
    else shadows.delete(shadow);
  }
}

/** Watches everything that comes to the page, whoever puts it there. */
export function watchPage() {
  const observer = new MutationObserver((records) => {
    finish();
    /** @type {Set<Node | null>} */
    const swept = new Set();
    let removed = false;
    for (const { type, target, addedNodes, removedNodes } of records) {
      if (type === 'attributes') sweep(target);
      for (const node of addedNodes) {
        // What came inside of something that came was swept with it.
        if (!swept.has(node.parentNode) && node instanceof Element && node.isConnected) sweep(node, true);
        swept.add(node);
      }
      removed ||= removedNodes.length > 0;
    }
    if (!removed) return;
    for (const element of missing.keys()) if (!element.isConnected) missing.delete(element);
    redraw();
  });
  const watch = (/** @type {Node} */ root) =>
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-temoin', 'data-src'] });
  watch(document);
  document.addEventListener('readystatechange', finish);
  intercept(Element.prototype, 'attachShadow', (_self, _args, call) => {
    const root = call();
    shadows.add(new WeakRef(root));
    watch(root);
    return root;
  });
}
