import { around } from './across.js';

/** Milliseconds between two looks whether a dialog is still open. */
const PACE = 200;

/** @param {Element | null} element @returns {Element | null} the page's modal dialog that it is shown in, also by way of a slot; a frame's is one of its own window only */
export function modalAround(element) {
  for (let at = element; at; at = at.assignedSlot ?? around(at)) if (at.ownerDocument === document && at.matches('dialog:modal')) return at;
  return null;
}

/**
 * What a modal dialog of the portal's holds lies above the banner; but for one in a shadow tree, which the loader does not see before it shows the banner: that
 * would cover the dialog, and answer nothing (HTML, "inert"). Out of the top layer, it lies below.
 *
 * @param {Element} modal
 * @param {HTMLElement} host
 * @param {() => HTMLElement} openHost
 */
export function giveWay(modal, host, openHost) {
  if (modal.getRootNode() === document || !host.matches(':popover-open')) return;
  host.hidePopover();
  host.dataset.below = '';
  const wait = () => setTimeout(() => {
    if (modal.matches(':modal')) return wait();
    delete host.dataset.below;
    openHost();
  }, PACE);
  wait();
}
