import { fileOf, portal, spoken } from './config.js';

/**
 * The words are the portal's own, and come with the loader. A page in another language that the portal offers fetches that one's, in one request; where they
 * do not come, the portal's own are shown.
 *
 * @returns {Promise<unknown> | undefined} when portal speaks the page's language, if it does not yet
 */
export function speak() {
  if (spoken && portal.languages.includes(spoken)) {
    return fetch(fileOf('words', spoken)).then((response) => response.json()).then((words) => Object.assign(portal, words), () => {});
  }
}
