import { apply, intercept, interceptProperty } from './intercept.js';
import { isSuspicious } from './rules.js';
import { markScripts, serviceOf, writing } from './scripts.js';

/**
 * HTML that a script hands to the parser. A frame or image in it loads the moment it is parsed, before anybody can look: where a text names one of the
 * hosts at all, it is parsed where nothing loads, and swept there.
 */

/** @param {(root: Node, fresh?: boolean) => void} sweep */
export function guardHtml(sweep) {
  const native = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML'));

  /** @param {unknown} html @returns {any} the same, with what must not load out of reach */
  const withheld = (html) => {
    if (!isSuspicious(String(html))) return html;
    const template = document.createElement('template');
    try {
      native.set?.call(template, html);
    } catch {
      // A page with Trusted Types takes no text: what comes of it is swept on its way to the page.
      return html;
    }
    sweep(template.content, true);
    return native.get?.call(template);
  };

  for (const prototype of [Element.prototype, ShadowRoot.prototype]) {
    for (const name of ['innerHTML', 'outerHTML']) interceptProperty(prototype, name, (set, self, args) => apply(set, self, [withheld(args[0])]));
  }
  intercept(Element.prototype, 'insertAdjacentHTML', (call, self, [where, ...html]) => apply(call, self, [where, ...html.map(withheld)]));
  intercept(Range.prototype, 'createContextualFragment', (call, self, html) => apply(call, self, html.map(withheld)));
  for (const name of ['write', 'writeln']) {
    intercept(Document.prototype, name, (call, self, args) => {
      const script = self === document ? document.currentScript : null;
      const id = script && serviceOf(script);
      if (!id) return apply(call, self, args.map(withheld));
      // Written after the page, it would take the page's place.
      const template = document.createElement('template');
      native.set?.call(template, args.join(''));
      markScripts(template.content, id);
      const nodes = [...template.content.childNodes];
      script.before(...nodes);
      writing(() => nodes.forEach((node) => sweep(node, true)));
      return undefined;
    });
  }
}
