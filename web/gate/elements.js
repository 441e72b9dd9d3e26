import { attempt } from './attempt.js';
import { intercept } from './intercept.js';
import { loads, LOADS, reload } from './loads.js';
import { BY_HOST, DRAWN, KEPT, MARK, OPEN } from './marks.js';
import { drawn, setMissing, unsetMissing } from './missing.js';
import { get, is, remove, reset, set } from './native.js';
import { releaser, wantReleaser } from './releasing.js';
import { heldBy, isGranted, isSuspicious, near } from './rules.js';
import { dormant, holdScript, isScript, substitute } from './scripts.js';
import { trusted } from './trusted.js';

/**
 * Elements that load something from an address. While their service is not granted, the address waits in an attribute of ours, so that also
 * a copy of the element, or its HTML, is held back; once it is, the address goes back (web/release).
 */

/** All attributes of LOADS: taken from there, they would weigh twenty bytes more. */
const NAMES = ['src', 'srcset', 'srcdoc', 'href', 'data', 'poster'];

const MARKED = `[${MARK}], [${DRAWN}]`;
const selects = (/** @type {string} */ far) => NAMES.map((name) => `[${name}${far}]:not(a)`).join() +
  `, [srcdoc], [${BY_HOST}], ${MARKED}, [${MARK}] > *`;
/** Every element that loads something, and what has a mark, with a film's sources. */
const ANY = selects('');
/** The same, without those whose addresses lead nowhere else: on most pages, nearly all. */
const FAR = selects('*="//"');
const selector = () => (near || document.baseURI !== document.URL ? ANY : FAR);

/** What nobody holds back as things stand: its address only changes through our hands. @type {WeakSet<Node>} */
let free = new WeakSet();

/** What is free may not be after a choice. */
export const forgetAll = () => {
  free = new WeakSet();
};

/** @param {Node} node whose mark changed */
export const forget = (node) => free.delete(node);

/** Scripts that were looked at: what nobody held back then has started. @type {WeakSet<Element>} */
const seen = new WeakSet();

/** Scripts that came by innerHTML never run. @param {ParentNode} root */
export const neverRun = (root) => root.querySelectorAll('script').forEach((script) => seen.add(script));

/**
 * Holds back or lets go whatever in a tree the gate has a say in, in document order.
 *
 * @param {Node} root
 * @param {boolean} [fresh] whether scripts that are new to us have not started either: the parser's have not
 */
export const sweep = (root, fresh = document.readyState === 'loading') => {
  const tree = /** @type {Element} */ (root);
  // A form's field may be called "matches".
  if (tree.localName in LOADS || (tree.localName && is(tree, MARKED))) attend(tree, fresh);
  if (tree.firstElementChild) for (const element of tree.querySelectorAll(selector())) attend(element, fresh);
};

/** One element that goes wrong must not keep the others from being held back, nor the visitor from the panel. @param {Element} element @param {boolean} fresh */
const attend = (element, fresh) => {
  try {
    consider(element, fresh);
  } catch (error) {
    console.error(error);
  }
};

/** The owner's mark: a film's sources have that of the film. @param {Element} element @returns {string | null} */
const markOf = (element) => get(element, MARK) ??
  ((element.localName === 'source' || element.localName === 'track') && element.parentElement ? get(element.parentElement, MARK) : null);

/** What scripts put on the page while the parser is at work: that it stands behind something says nothing about how far the parser has come. @type {WeakSet<Node>} */
export const byScript = new WeakSet();

/** @param {Element} element @param {boolean} fresh */
const consider = (element, fresh) => {
  if (free.has(element)) return;
  if (element.hasAttribute(DRAWN)) {
    // A router's cache, or Turbo's, copied it with the page.
    if (drawn.has(element)) return;
    if (element.localName === 'script') /** @type {HTMLScriptElement} */ (element).type = 'text/plain';
    element.remove();
    return;
  }
  const ours = markOf(element) !== null || get(element, BY_HOST) !== null;
  if (element.localName === 'script' && !isScript(element)) {
    if (fresh) dormant.add(element);
    return;
  }
  if (element.localName === 'script' && !ours) {
    const started = !fresh || seen.has(element);
    seen.add(element);
    if (started) return;
  }
  const id = holder(element);
  if (!id && !ours) {
    free.add(element);
    return;
  }
  const template = element.localName === 'template';
  if (template && !element.isConnected) return;
  if (!id) releaser ? releaser.letGo(element) : wantReleaser();
  else if (!template) hold(element, id);
  else {
    if (element.hasAttribute(OPEN)) releaser ? releaser.shut(element) : wantReleaser();
    setMissing(element, id);
  }
};

/** @param {Element} element @returns {string} the service that it waits for, or '' */
export const holder = (element) => {
  const byHost = get(element, BY_HOST) !== null;
  for (const name of loads(element)) {
    const id = claimant(element, name, get(element, name) ?? (byHost ? get(element, KEPT + name) : null));
    if (id) return id;
  }
  const mark = markOf(element);
  return mark === null || isGranted(mark) ? '' : mark || '?';
};

/** @param {Element} element @param {string} name @param {any} value of the attribute @returns {string} the service that holds it back, or '' */
const claimant = (element, name, value) => {
  const mark = markOf(element);
  if (mark !== null) return isGranted(mark) ? '' : mark || '?';
  // Only these links load something; others (rel="canonical") say something about the page.
  if (!value || (name === 'href' && !/stylesheet|pre|icon/i.test(get(element, 'rel') ?? ''))) return '';
  if (name === 'srcset') return value.split(/[\s,]+/).map(heldBy).find(Boolean) ?? '';
  if (name !== 'srcdoc') return heldBy(value);
  if (!isSuspicious(value)) return '';
  // What a document in a text loads is seen where nothing loads.
  const inert = new DOMParser().parseFromString(trusted('HTML', value), 'text/html');
  return [...inert.querySelectorAll(ANY)].map(holder).find(Boolean) ?? '';
};

/** How often an address was taken out of reach so far. */
export let held = 0;

/** Marked elements that got their address: the page may take it away again. @type {WeakSet<Element>} */
export const given = new WeakSet();

/** @param {Element} element @param {string} id */
const hold = (element, id) => {
  if (markOf(element) === null && get(element, BY_HOST) !== id) set(element, BY_HOST, id);
  const script = element.localName === 'script' && /** @type {HTMLScriptElement} */ (element);
  if (script) holdScript(script);
  if (loads(element).filter((name) => keep(element, name, get(element, name))).length) script && script.isConnected ? substitute(script) : unload(element);
  setMissing(element, id);
};

/** @param {Element} element @param {string} name of an attribute @param {any} value that waits from now on @returns {boolean} whether there is one */
const keep = (element, name, value) => {
  // A script that is made inert waits with its address.
  if (value === null || element.matches('script[type="text/plain" i]')) return false;
  given.delete(element);
  held++;
  // The page may watch its elements: what is so already is not done again.
  if (get(element, KEPT + name) !== String(value)) set(element, KEPT + name, value);
  if (get(element, name) !== null) remove(element, name);
  return true;
};

/** Ends what an element shows or plays. @param {Element} element */
const unload = (element) => {
  if (/frame|object|embed/.test(element.localName)) reset(element);
  else reload(element);
};

/** Stands in front of the properties and the method that give an element its address. */
export const guardElements = () => {
  // By the names of their kinds: to make one of each, a film among them, holds the banner back.
  for (const kind of 'Script IFrame Image Source Media Video Track Embed Object Link Input'.split(' ')) {
    for (const name of NAMES) {
      intercept(/** @type {any} */ (window)[`HTML${kind}Element`], name, (self, args) => withhold(self, name, args[0]), (self) => {
        const kept = get(self, KEPT + name);
        return kept !== null && [(name.length < 5 && attempt(() => new URL(kept, document.baseURI).href)) || kept];
      });
    }
  }
  intercept(Element, 'setAttribute', (self, args) => self.localName in LOADS && withhold(self, String(args[0]).toLowerCase(), args[1]));
  intercept(Element, 'setAttributeNS', (self, args) => self.localName in LOADS && withhold(self, String(args[1]).replace('xlink:', ''), args[2]));
  intercept(Element, 'removeAttribute', (self, args) => {
    if (self.localName in LOADS) remove(self, KEPT + String(args[0]).toLowerCase());
  });
  intercept(window, 'Audio', (made, [address], native) => {
    const audio = Reflect.construct(native, [], made);
    if (address !== undefined) Object.assign(audio, { preload: 'auto', src: address });
    return [audio];
  });
};

/**
 * @param {Element} element
 * @param {string} name of an attribute
 * @param {any} value it is to get
 * @returns {[] | undefined} where it is held back: nothing for the caller
 */
const withhold = (element, name, value) => {
  if (!loads(element).includes(name) || element.ownerDocument !== document || (element.localName === 'script' && !isScript(element))) return;
  const id = claimant(element, name, String(value));
  if (!id) {
    if (get(element, KEPT + name) === null) return;
    remove(element, KEPT + name);
    remove(element, BY_HOST);
    unsetMissing(element);
    return;
  }
  free.delete(element);
  const loaded = get(element, name) !== null;
  if (!keep(element, name, value)) return;
  if (loaded) unload(element);
  hold(element, id);
  if (element.localName === 'img') fail(element);
  return [];
};

/** An image that is on no page is a call: it fails as it does without a network. @param {Element} image */
const fail = (image) => {
  setTimeout(() => {
    if (!image.isConnected && get(image, BY_HOST) !== null) image.dispatchEvent(new Event('error'));
  });
};
