import { module } from '../loader/config.js';

/**
 * What lets go of what is granted (web/release) is a script of its own: a visitor who has not chosen, or refuses, has no use for it. It comes when there
 * is something to let go, or ahead of time while the banner is on screen. Where it does not come, the gate stays shut.
 */

/** @type {import('../release/main.js').Releaser | undefined} */
export let releaser;
/** @type {(releaserOf: Function) => void} */
let begin;
/** @type {Promise<void> | undefined} */
let loading;

/** @param {Parameters<typeof import('../release/main.js').start>[0]} parts what it gets of the gate @param {() => void} first is done when it is there */
export const useReleaser = (parts, first) => {
  begin = (releaserOf) => {
    releaser = releaserOf(parts);
    first();
  };
};

/** Fetches it, once. That it does not come is told a second later: on a page that the visitor leaves, nothing has failed. @returns {Promise<void>} */
export const wantReleaser = () => loading ??= module('release').then(begin).catch((error) => { setTimeout(console.error, 1000, 'Témoin:', error); });
