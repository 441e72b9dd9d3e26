import { attempt } from '../gate/attempt.js';

/**
 * A page that takes the whole screen, all of it, lies over what came into the top layer before it, and so over what is ours: the keyboard would go through buttons
 * that nobody sees. What only a part of the page shows on the whole screen (a map, a film) stays that part's.
 *
 * @param {HTMLElement} host
 */
export function stayAbove(host) {
  document.addEventListener('fullscreenchange', () => {
    if (!document.fullscreenElement?.contains(host) || attempt(() => document.querySelector('dialog:modal')) || !attempt(() => host.matches(':popover-open'))) return;
    host.hidePopover();
    host.showPopover();
  });
}
