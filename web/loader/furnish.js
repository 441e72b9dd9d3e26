import { script } from './config.js';

/**
 * Looks for what the page lacks or has a place for, once it has loaded: an opener of the panel, the charter, the owner's report.
 *
 * @param {(late: boolean) => void} bring late, when the portal's scripts had their time
 */
export const furnish = (bring) => {
  // Milliseconds a portal's own scripts have after the load to bring their "Gérer mes cookies" and their place for the charter.
  const grace = 2000;
  const look = (late = false) => {
    if (document.querySelector('[data-temoin-charter]') || (late ? !document.querySelector('[data-temoin-open]') : 'report' in script.dataset)) bring(late);
  };
  look();
  setTimeout(look, grace, true);
};
