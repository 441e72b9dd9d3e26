import { inTime, module, portal, resolve, script } from './config.js';

/** The language that the page speaks, unless data-lang says otherwise. */
const spoken = (script.dataset.lang ?? document.documentElement.lang).split('-')[0].toLowerCase();

/** @type {Promise<unknown> | false | '' | undefined} */
let words;

/**
 * The words are the portal's own, and come with the loader. A page in another language that the portal offers fetches that one's, in one request, when
 * something of ours is to show; where they do not come, or not in time, the portal's own are shown.
 *
 * @returns {Promise<unknown>} when portal speaks the page's language
 */
export const speak = async () => words ??= spoken && portal.languages.includes(spoken) &&
  inTime(fetch(resolve(`../assets/${portal.assets.data}-${spoken}-words.json`)).then((response) => response.json())).then((own) => Object.assign(portal, own), () => {});

/** @param {string} name of a module that speaks to the visitor @returns {Promise<Function>} its start, when portal speaks the page's language */
export const speaking = async (name) => (await Promise.all([module(name), speak()]))[0];
