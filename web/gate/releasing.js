/**
 * What lets go of what is granted (web/release) is a script of its own: a visitor who has not chosen, or refuses, has no use for it. It comes when there
 * is something to let go, or ahead of time while the banner is on screen. Where it does not come, the gate stays shut.
 *
 * @typedef {import('../release/main.js').Releaser} Releaser
 */

/** @type {Releaser | undefined} */
export let releaser;
/** @type {() => Promise<Releaser>} */
let load;
/** @type {Promise<void> | undefined} */
let loading;
/** What is to be done once it is there. @type {(() => void)[]} */
let waiting = [];

/** @param {() => Promise<Releaser>} loading fetches it @param {() => void} then is done as soon as it is there */
export function useReleaser(loading, then) {
  load = loading;
  waiting = [then];
}

/** Fetches it, once. @param {() => void} [then] is done when it is there */
export function wantReleaser(then) {
  if (releaser) return then?.();
  if (then) waiting.unshift(then);
  loading ??= load().then((ready) => {
    releaser = ready;
    waiting.forEach((act) => act());
  }).catch(console.error);
}
