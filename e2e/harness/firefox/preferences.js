import { inWindow } from './window.js';

/**
 * What Firefox is told of its visitor: preferences of the whole browser, which hold for what is loaded from now on.
 *
 * @param {import('puppeteer-core').Browser} browser
 * @param {Omit<Required<import('../engine.js').Preferences>, 'assisted'>} preferences
 */
export async function tell(browser, { javaScript, dark, still, forced, text }) {
  await inWindow(browser, `(${set})(${JSON.stringify({
    'javascript.enabled': javaScript,
    // Of a page's colours: 0 dark, 1 light; of the system's: 1 the page's, 2 forced.
    'layout.css.prefers-color-scheme.content-override': dark ? 0 : 1,
    'browser.display.document_color_use': forced ? 2 : 1,
    'ui.prefersReducedMotion': still ? 1 : 0,
    'font.size.variable.x-western': text,
  })})`);
}

/** Runs in the browser's window. @param {Record<string, boolean | number>} wanted */
function set(wanted) {
  const { Services } = /** @type {any} */ (globalThis);
  for (const [name, value] of Object.entries(wanted)) {
    if (typeof value === 'boolean') Services.prefs.setBoolPref(name, value);
    else Services.prefs.setIntPref(name, value);
  }
}
