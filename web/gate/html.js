import { intercept, interceptProperty } from './intercept.js';
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
    for (const name of ['innerHTML', 'outerHTML']) interceptProperty(prototype, name, (_self, html, assign) => assign(withheld(html)));
  }
  intercept(Element.prototype, 'insertAdjacentHTML', (_self, [where, html], call) => call([where, withheld(html)]));
  intercept(Range.prototype, 'createContextualFragment', (_self, [html], call) => call([withheld(html)]));
  for (const name of ['write', 'writeln']) {
    intercept(Document.prototype, name, (self, args, call) => {
      const script = self === document ? document.currentScript : null;
      const id = script && serviceOf(script);
      if (!id) return call(args.map(withheld));
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
