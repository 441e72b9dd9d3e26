import { setMissing, unsetMissing } from './missing.js';
import { markRan, markScripts } from './scripts.js';

/**
 * <template data-temoin="id"> with any HTML: what it holds stands behind it while the service is granted, up to a comment that marks the end. The
 * template itself stays, so that it can be shut again, and so that a copy of the page finds its way back.
 */
const OPEN = 'data-temoin-open';
const END = ' /temoin ';

/** What stood behind a template of ours. @type {WeakMap<Element, DocumentFragment | null>} */
const contents = new WeakMap();
/** What stands behind it, wherever the page moved it. @type {WeakMap<Element, ChildNode[]>} */
const released = new WeakMap();

/** @param {HTMLTemplateElement} template @param {string} id @param {(root: Node, fresh?: boolean) => void} sweep handles what comes to the page */
export function openTemplate(template, id, sweep) {
  clearCopy(template);
  if (template.hasAttribute(OPEN)) return;
  unsetMissing(template);
  let content = contents.get(template);
  if (!content) {
    content = document.importNode(template.content, true);
    // In the page's order, one after the other, and not all at once: the gate runs them.
    markScripts(content, id);
    markRan(template.content);
  }
  contents.set(template, null);
  const nodes = [...content.childNodes];
  released.set(template, nodes);
  template.setAttribute(OPEN, '');
  template.after(content, new Comment(END));
  nodes.forEach((node) => sweep(node, true));
}

/** @param {HTMLTemplateElement} template @param {string} id */
export function shutTemplate(template, id) {
  clearCopy(template);
  if (template.hasAttribute(OPEN)) contents.set(template, takeBack(template));
  setMissing(template, id);
}

/** A template that was copied open, with what stood behind it: shut first. @param {HTMLTemplateElement} template */
function clearCopy(template) {
  if (template.hasAttribute(OPEN) && !contents.has(template)) takeBack(template);
}

/** @param {HTMLTemplateElement} template @returns {DocumentFragment} what stood behind it */
function takeBack(template) {
  template.removeAttribute(OPEN);
  const all = [];
  for (let next = template.nextSibling; next; next = next.nextSibling) {
    all.push(next);
    if (next.nodeType === Node.COMMENT_NODE && /** @type {Comment} */ (next).data === END) break;
  }
  const content = document.createDocumentFragment();
  const ours = released.get(template) ?? [];
  const end = all.at(-1);
  if (end?.nodeType === Node.COMMENT_NODE && /** @type {Comment} */ (end).data === END) {
    end.remove();
    content.append(...all.slice(0, -1));
  }
  // What the page moved away, or all of it where the end is gone: without that, the rest cannot be told from the portal's.
  content.append(...ours.filter((node) => node.isConnected));
  return content;
}
