/** @param {string} name @param {string} attributes @param {string} embedded @returns {import('./contestant.js').Contestant} */
const temoinWith = (name, attributes, embedded) => ({
  name,
  embedded,
  files: [],
  embed: (at) => ({ head: `<script ${attributes} src="${at}/demonstration/temoin.js"></script>` }),
  banner: '#temoin-banner',
  buttons: ['#temoin-accept', '#temoin-refuse', '#temoin-customise'],
  refuse: '#temoin-refuse',
  stored: /cookies_preferences=/,
  // The bundle has put its own elements in the place of those that the loader made, which the bench marked when it saw them.
  started: `document.querySelector('#temoin > .temoin-interface') && !document.querySelector('#temoin > .temoin-interface').benchSaw`,
});

/** @type {import('./contestant.js').Contestant} */
export const temoin = {
  ...temoinWith('Témoin', 'async fetchpriority="high"', 'README: `<script async fetchpriority="high" src>` first in `<head>`, from its real server (`bin/temoin`), portal `demonstration`'),
  heaviest: /^GET \S+\/bundle-\w+\.wasm /,
};
export const temoinFirst = temoinWith('Témoin, blocking="render"', 'async fetchpriority="high" blocking="render"',
  'the same, and the page\'s first paint waits for the banner');
