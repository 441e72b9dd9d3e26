import { byScript, forget, sweep } from './elements.js';
import { apply, intercept } from './intercept.js';
import { missing, redraw } from './missing.js';
import { shut } from './rules.js';

/** The methods that put nodes somewhere: appendChild, insertBefore, insertAdjacentElement, replaceWith, moveBefore and their like. Some of that name take texts, which have nothing to sweep. */
const PUTS = /^(append|prepend|insert|replace|move|before$|after$)/;

/**
 * Nodes on their way to the page: swept before they are there, where a script puts them; as soon as the parser has put them there, where it does. For a
 * parser's script that is before it runs; for its images and frames it may be too late (docs/blocage.md).
 */
export const guardInsertion = () => {
  for (const kind of [Node, Element, CharacterData, DocumentFragment, Document, Range]) {
    // Each where it stands, and not again where it is inherited.
    for (const name of Object.getOwnPropertyNames(kind.prototype)) {
      if (!PUTS.test(name)) continue;
      intercept(kind, name, (self, args) => {
        // What is put together off the page is swept when it comes to the page.
        if (self.isConnected ?? true) {
          for (const arg of args) {
            if (arg?.nodeType && document.readyState === 'loading') byScript.add(arg);
            if (arg?.firstElementChild !== undefined && (shut || arg.localName === 'script')) sweep(arg, true);
          }
        }
      });
    }
  }
};

/** The page and the shadow roots on it. @type {Set<WeakRef<Node>>} */
const roots = new Set();

/** Holds back or lets go all that is on the page. @param {boolean} [fresh] */
export const sweepPage = (fresh) => {
  for (const reference of roots) {
    const root = reference.deref();
    if (root) sweep(root, fresh);
    else roots.delete(reference);
  }
};

/** Watches everything that comes to the page, whoever puts it there. */
export const watchPage = () => {
  // Records of changes from which on it costs less to ask the browser for all that counts than to look at each node: only what is asked for gets an object.
  const many = 40;
  const observer = new MutationObserver((records) => {
    for (const { type, target } of records) if (type === 'attributes') forget(target);
    if (records.length > many) sweepPage();
    else {
      for (const { target, addedNodes } of records) {
        for (const node of addedNodes.length ? addedNodes : [target]) if (node.isConnected) sweep(node);
      }
    }
    if (missing.size) redraw();
  });
  const watch = (/** @type {Node} */ root) => {
    roots.add(new WeakRef(root));
    observer.observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ['data-temoin', 'data-src'] });
  };
  watch(document);
  // A template that came in pieces is whole by then.
  document.addEventListener('DOMContentLoaded', () => sweepPage(false));
  intercept(Element, 'attachShadow', (self, args, native) => {
    const root = apply(native, self, args);
    watch(root);
    return [root];
  });
};
