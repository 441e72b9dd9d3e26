import { held, neverRun, sweep } from './elements.js';
import { apply, intercept, interceptProperty } from './intercept.js';
import { releaser } from './releasing.js';
import { isSuspicious } from './rules.js';
import { trusted } from './trusted.js';

/**
 * HTML that a script hands to the parser. A frame or image in it loads the moment it is parsed, before anybody can look: where a text names one of the
 * hosts at all, it is parsed where nothing loads, and swept there. Only if that held something back, the text is changed.
 */

const native = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML'));
/** Their content is text, not elements. */
const RAW = /^(script|style|textarea|title|noscript|iframe|xmp|plaintext)$/;

/**
 * @param {any} html
 * @param {any} context whose content it is to be
 * @param {boolean} [runs] whether scripts in it run: those of innerHTML never do
 * @returns {any} the same, with what must not load out of reach
 */
function withheld(html, context, runs = false) {
  const text = String(html);
  if (!isSuspicious(text) || /<(!doctype|html)\b/i.test(text)) return html;
  const { namespaceURI = null, localName = 'template', ownerDocument = document } = /** @type {Element} */ (context ?? {});
  // What never comes to this page loads nothing.
  if (ownerDocument !== document || RAW.test(localName)) return html;
  const inert = document.implementation.createHTMLDocument('');
  const stage = inert.createElementNS(namespaceURI ?? 'http://www.w3.org/1999/xhtml', localName);
  try {
    native.set?.call(stage, trusted('HTML', text));
  } catch {
    // A page with Trusted Types that does not trust us: what comes of it is swept on its way to the page.
    return html;
  }
  const before = held;
  sweep(/** @type {HTMLTemplateElement} */ (stage).content ?? stage, runs);
  if (held === before) return html;
  const changed = native.get?.call(stage);
  return typeof html === 'string' ? changed : trusted('HTML', changed);
}

/** Hands HTML to the parser in the middle of the page. @param {Function} native @param {any} self @param {any[]} args the last is the HTML @param {any} context */
function put(native, self, args, context) {
  const html = args.pop();
  apply(native, self, [...args, withheld(html, context)]);
  if (context && isSuspicious(String(html))) neverRun(context);
}

export function guardHtml() {
  for (const prototype of [Element.prototype, ShadowRoot.prototype]) {
    interceptProperty(prototype, 'innerHTML', (set, self, args) => put(set, self, args, self));
  }
  interceptProperty(Element.prototype, 'outerHTML', (set, self, args) => put(set, self, args, self.parentNode));
  intercept(Element.prototype, 'insertAdjacentHTML', (call, self, args) => put(call, self, args, /^(beforebegin|afterend)$/i.test(args[0]) ? self.parentNode : self));
  intercept(Range.prototype, 'createContextualFragment', (call, self, html) => apply(call, self, html.map((part) => withheld(part, null, true))));
  for (const name of ['write', 'writeln']) {
    intercept(Document.prototype, name, (call, self, args) => {
      if (self !== document) return apply(call, self, args);
      return releaser?.write(document.currentScript, args.join('')) ? undefined : apply(call, self, args.map((part) => withheld(part, null, true)));
    });
  }
}
