import { inWindow } from './window.js';

/**
 * The accessibility tree as Firefox hands it to assistive technology: asked of its accessibility service (nsIAccessibilityService) by scripts in the browser's own
 * window.
 */

/** Milliseconds until the service has a page's tree, and between two looks. */
const PATIENCE = 30000;
const PACE = 50;

/** @param {import('puppeteer-core').Browser} browser in which assistive technology is there from now on */
export const listen = (browser) => inWindow(browser, `(${start})()`);

/** @param {import('puppeteer-core').Page} page @returns {Promise<import('../tree.js').Said>} */
export async function tree(page) {
  for (const began = Date.now(); Date.now() - began < PATIENCE;) {
    const said = JSON.parse(await inWindow(page.browser(), `(${read})(${JSON.stringify(page.url())})`));
    if (said) return said;
    await new Promise((resolve) => setTimeout(resolve, PACE));
  }
  throw new Error(`Firefox tells assistive technology nothing of ${page.url()}`);
}

/** Runs in the browser's window, which keeps the service: it ends when nobody does. */
function start() {
  const { Cc, Ci, window } = /** @type {any} */ (globalThis);
  window.assistiveTechnology ??= Cc['@mozilla.org/accessibilityService;1'].getService(Ci.nsIAccessibilityService);
}

/** Runs in the browser's window. @param {string} address @returns {string} JSON: the page at that address, or null */
function read(address) {
  /** What is so by the role, or by where the page has scrolled to. */
  const UNSAID = ['opaque', 'enabled', 'sensitive', 'selectable text', 'offscreen', 'focusable', 'linked', 'horizontal', 'vertical', 'floating', 'readonly',
    'selectable', 'collapsed'];
  const SAID = ['level', 'live', 'atomic', 'relevant', 'posinset', 'setsize', 'haspopup', 'current', 'invalid', 'roledescription', 'keyshortcuts'];

  const { Ci, Services, window } = /** @type {any} */ (globalThis);
  const service = window.assistiveTechnology;
  const browser = [...Services.wm.getEnumerator('navigator:browser')].flatMap(({ gBrowser }) => [...gBrowser.browsers]).find(({ currentURI }) => currentURI.spec === address);
  const frame = browser && service.getAccessibleFor(browser);

  const childrenOf = (/** @type {any} */ node) => Array.from({ length: node.childCount }, (_, place) => node.getChildAt(place));
  const statesOf = (/** @type {any} */ node) => {
    const [state, extra] = [{ value: 0 }, { value: 0 }];
    node.getState(state, extra);
    return Array.from(service.getStringStates(state.value, extra.value)).filter((name) => !UNSAID.includes(name));
  };
  const say = (/** @type {any} */ node) => {
    const role = node.computedARIARole || service.getStringRole(node.role);
    const name = node.name ?? '';
    // Of the page, or of a style sheet's "content".
    if ([Ci.nsIAccessibleRole.ROLE_TEXT_LEAF, Ci.nsIAccessibleRole.ROLE_STATICTEXT].includes(node.role)) return { role: 'StaticText', name, states: {}, children: [] };
    const states = Object.fromEntries(statesOf(node).map((state) => [state, true]));
    for (const [able, is] of [['checkable', 'checked'], ['expandable', 'expanded']]) {
      if (states[able]) states[is] ??= false;
      delete states[able];
    }
    for (const { key, value } of node.attributes.enumerate()) if (SAID.includes(key)) states[key] = value;
    if (node.description) states.description = node.description;
    if (node.role === Ci.nsIAccessibleRole.ROLE_LINK) states.url = node.value;
    return { role: ['generic', 'text container'].includes(role) ? '' : role, name, states, children: childrenOf(node).map(say) };
  };
  return JSON.stringify(frame?.firstChild ? say(frame.firstChild) : null);
}
