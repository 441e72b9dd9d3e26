import css from '../styles/banner.css';
import base from '../styles/base.css';
import notice from '../styles/notice.css';
import { firm } from '../styles/firm.js';
import { adopt } from './adopt.js';
import { portal } from './config.js';
import { build } from './markup.js';

/**
 * The one element of ours on the portal's page: first in <body>, in the top layer, so that no z-index of the portal covers it.
 * It has no looks of its own; what it holds has.
 */

/** @type {HTMLElement | undefined} */
let host;
/** @returns {HTMLElement} the host, on the page and shown */
export const openHost = () => {
  if (!host) {
    // Its direction is that of the first letter of what it says. The status message must be on the page, empty, before it is filled (RGAA 7.5).
    host = /** @type {HTMLElement} */ (build(['div', { id: 'temoin', class: 'temoin-host', lang: portal.language, dir: 'auto', popover: 'manual', 'ng-non-bindable': '' },
      ['p', { class: 'temoin-status', role: 'status', tabindex: '-1' }]]));
    adopt(firm(base + css + (__GATE__ ? '' : notice) + (portal.theme ?? '')));
  }
  if (!host.isConnected) document.body.prepend(host);
  // An old browser without popover shows it by z-index (styles/banner.css).
  if (host.showPopover && !host.matches(':popover-open')) host.showPopover();
  return host;
};

/** A router, or Turbo, takes everything out of <body>: what is ours comes back, and what was copied of it goes. A later loader's host is not contested. */
export const stay = () => {
  const { temoin } = window;
  const observer = new MutationObserver(() => {
    // document.open ended our listeners, not this: two loaders would take each other's host away for ever.
    if (window.temoin !== temoin) return observer.disconnect();
    watch();
    for (const copy of document.querySelectorAll('.temoin-host')) if (copy !== host) copy.remove();
    if (host && document.body && !host.isConnected) openHost();
  });
  const watch = () => {
    for (const parent of [document.documentElement, document.body]) if (parent) observer.observe(parent, { childList: true });
  };
  watch();
};

/** @returns {Element | null | undefined} what the bundle mounts in the place of: the root of banner and panel */
export const layers = () => host?.querySelector(':scope > .temoin-interface');

/** Takes banner and panel away. */
export const clear = () => {
  layers()?.remove();
};

/** @returns {boolean} whether the focus is in the banner or the panel, or nowhere */
export const holdsFocus = () => {
  const { activeElement } = document;
  return !activeElement || activeElement === document.body || Boolean(host?.contains(activeElement));
};

/** Waits until there is a <body> to put the host into. */
export const bodyReady = async () => {
  while (!document.body) await new Promise(requestAnimationFrame);
};
