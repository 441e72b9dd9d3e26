/** The page without a banner: what everything is compared with. @type {import('./contestant.js').Contestant} */
export const none = { name: 'no banner', embedded: '', files: [], embed: () => ({}) };
