import { MARK, OPEN } from '../gate/marks.js';
import { markRan } from './scripts.js';

const END = ' /temoin ';

/**
 * <template data-temoin="id"> with any HTML: what it holds stands behind it while the service is granted, up to a comment that marks the end. The
 * template itself stays, so that it can be shut again, and so that a copy of the page finds its way back.
 *
 * @param {import('./main.js').Gate} gate
 * @param {(root: ParentNode, id: string) => void} markScripts makes the scripts of a tree wait for their turn
 */
export function templatesOf({ unsetMissing, sweep }, markScripts) {
  /** What stood behind a template of ours. @type {WeakMap<Element, DocumentFragment | null>} */
  const contents = new WeakMap();
  /** What stands behind it, wherever the page moved it. @type {WeakMap<Element, ChildNode[]>} */
  const released = new WeakMap();

  /** @param {HTMLTemplateElement} template */
  function open(template) {
    clearCopy(template);
    if (template.hasAttribute(OPEN)) return;
    unsetMissing(template);
    let content = contents.get(template);
    if (!content) {
      content = document.importNode(template.content, true);
      // In the page's order, one after the other, and not all at once: the gate runs them.
      markScripts(content, template.getAttribute(MARK) ?? '');
      markRan(template.content);
    }
    contents.set(template, null);
    const nodes = [...content.childNodes];
    released.set(template, nodes);
    template.setAttribute(OPEN, '');
    template.after(content, new Comment(END));
    nodes.forEach((node) => sweep(node, true));
  }

  /** @param {HTMLTemplateElement} template */
  function shut(template) {
    clearCopy(template);
    if (template.hasAttribute(OPEN)) contents.set(template, takeBack(template));
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

  return { open, shut };
}
