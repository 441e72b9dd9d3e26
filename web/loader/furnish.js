import { script } from './config.js';
import { idle } from './idle.js';

/**
 * Looks for what the page lacks or has a place for: an opener of the panel, the charter, the owner's report.
 *
 * @param {(late: boolean) => void} bring late, when the portal's scripts had their time
 */
export const furnish = (bring) => {
  // Milliseconds a portal's own scripts have after the load to bring their "Gérer mes cookies" and their place for the charter.
  const grace = 2000;
  const look = (late = false) => {
    if (document.querySelector('[data-temoin-charter]') || (late ? !document.querySelector('[data-temoin-open]') : 'report' in script.dataset)) bring(late);
  };
  idle().then(() => {
    look();
    setTimeout(look, grace, true);
  });
};
