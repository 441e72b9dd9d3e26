import * as words from './words.js';

const config = {
  privacyPolicyUrl: words.charterAddress,
  purposes: words.purposes.map(({ id, title, description, services }) => ({
    id, title, description,
    purposes: services.map((service) => ({ id: service.id, title: service.name, description: service.description, cookies: service.cookies })),
  })),
  translations: { banner: { title: words.title, description: `${words.intro} {purposes}. ${words.refusal}` } },
};

/** @type {import('./contestant.js').Contestant} */
export const orejime = {
  name: 'orejime 3.2.1',
  embedded: 'README, "Content Delivery Network" and "Configuration": style sheet in `<head>`, configuration and script before `</body>`, where the first paint does not wait for them; '
    + 'texts built in (`orejime-standard-fr.js`), the banner\'s own replaced',
  files: ['orejime-standard-fr.js', 'orejime-standard.css'].map((file) => [`/orejime/${file}`, `orejime/dist/${file}`]),
  embed: (at) => ({
    head: `<link href="${at}/orejime/orejime-standard.css" rel="stylesheet">`,
    end: `<script>window.orejimeConfig = ${JSON.stringify(config)};</script><script src="${at}/orejime/orejime-standard-fr.js"></script>`,
  }),
  banner: '.orejime-Banner',
  buttons: ['.orejime-Banner-saveButton', '.orejime-Banner-declineButton', '.orejime-Banner-learnMoreButton'],
  refuse: '.orejime-Banner-declineButton',
  stored: /eu-consent=/,
};
