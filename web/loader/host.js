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
/** The style sheet that came with it. @type {CSSStyleSheet} */
export let looks;
/** @returns {HTMLElement} the host, on the page and shown */
export const openHost = () => {
  if (!host) {
    // Its direction is that of the first letter of what it says. The status message must be on the page, empty, before it is filled (RGAA 7.5).
    host = /** @type {HTMLElement} */ (build(['div', { id: 'temoin', class: 'temoin-host', lang: portal.language, dir: 'auto', popover: 'manual', 'data-ng-non-bindable': '' },
      ['div', { class: 'temoin-status', role: 'status', tabindex: '-1' }]]));
    looks = adopt(firm(base + css + (__GATE__ ? '' : notice) + (portal.theme ?? '')));
  }
  if (!host.isConnected) document.body.prepend(host);
  // An old browser without popover shows it by z-index (styles/banner.css).
  if (host.showPopover && !host.matches(':popover-open')) host.showPopover();
  return host;
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

/** Waits from frame to frame. @param {() => unknown} met */
export const until = async (met) => {
  while (!met()) await new Promise(requestAnimationFrame);
};

/** Waits until there is a <body> to put the host into. */
export const bodyReady = () => until(() => document.body);
