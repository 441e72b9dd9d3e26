import { held, neverRun, sweep } from './elements.js';
import { apply, intercept } from './intercept.js';
import { releaser } from './releasing.js';
import { isSuspicious } from './rules.js';
import { trusted } from './trusted.js';

/**
 * HTML that a script hands to the parser. A frame or image in it loads the moment it is parsed, before anybody can look: where a text names one of the
 * hosts at all, it is parsed where nothing loads, and swept there. Only if that held something back, the text is changed.
 */

const native = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(Element.prototype, 'innerHTML'));

/**
 * @param {any} html
 * @param {any} context whose content it is to be
 * @param {boolean} [runs] whether scripts in it run: those of innerHTML never do
 * @returns {any} the same, with what must not load out of reach
 */
const withheld = (html, context, runs = false) => {
  const text = String(html);
  if (!isSuspicious(text) || /<(!doctype|html)\b/i.test(text)) return html;
  const { namespaceURI = null, localName = 'template', ownerDocument = document } = /** @type {Element} */ (context ?? {});
  // What never comes to this page loads nothing. In a <noscript> of this page, all is text; in one of a page without scripts, it would not be.
  if (ownerDocument !== document || localName === 'noscript') return html;
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
};

/** Hands HTML to the parser in the middle of the page. @param {Function} native @param {any} self @param {any[]} args @param {any} context @param {number} [at] which one is the HTML */
const put = (native, self, args, context, at = 0) => {
  const html = args[at];
  args[at] = withheld(html, context);
  apply(native, self, args);
  if (context && isSuspicious(String(html))) neverRun(context);
  return [];
};

/** What comes to the page with its scripts running. @param {any[]} args each a text */
const withhold = (args) => args.forEach((html, index) => { args[index] = withheld(html, null, true); });

export const guardHtml = () => {
  for (const kind of [Element, ShadowRoot]) {
    for (const name of ['innerHTML', 'setHTMLUnsafe']) intercept(kind, name, (self, args, native) => put(native, self, args, self));
  }
  intercept(Element, 'outerHTML', (self, args, native) => put(native, self, args, self.parentNode));
  intercept(Element, 'insertAdjacentHTML', (self, args, native) => put(native, self, args, /^(beforebegin|afterend)$/i.test(args[0]) ? self.parentNode : self, 1));
  intercept(Range, 'createContextualFragment', (_, args) => withhold(args));
  for (const name of ['write', 'writeln']) {
    intercept(Document, name, (self, args) => {
      if (self !== document) return;
      if (releaser?.write(document.currentScript, args.join(''))) return [];
      withhold(args);
    });
  }
};
