import { attempt } from './attempt.js';

/**
 * Where a page demands Trusted Types, an address or a code that is let go must be vouched for: as the page's own, by a policy called "temoin" (which a
 * trusted-types directive must then name). Without it, the browser refuses, and what was held back stays so.
 */

/** @type {any} */
let policy;

/** @param {'HTML' | 'Script' | 'ScriptURL'} kind @param {string} text @returns {any} */
export const trusted = (kind, text) => {
  const same = (/** @type {string} */ given) => given;
  policy ??= attempt(() => /** @type {any} */ (window).trustedTypes.createPolicy('temoin', { createHTML: same, createScript: same, createScriptURL: same }));
  return policy ? policy['create' + kind](text) : text;
};
