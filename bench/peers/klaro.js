import * as words from './words.js';

const config = {
  version: 1, elementID: 'klaro', groupByPurpose: true, storageMethod: 'cookie', cookieName: 'klaro', default: false, mustConsent: false, acceptAll: true,
  hideDeclineAll: false, htmlTexts: true, showNoticeTitle: true, lang: 'fr',
  translations: {
    zz: { privacyPolicyUrl: words.charterAddress },
    fr: {
      consentNotice: { title: words.title, description: `${words.asOneText} {purposes}`, learnMore: words.customise },
      ok: words.accept, decline: words.refuse,
      purposes: Object.fromEntries(words.purposes.map(({ id, title, description }) => [id, { title, description }])),
    },
  },
  services: words.purposes.flatMap(({ id, services }) => services.map((service) => (
    { name: service.id, title: service.name, description: service.description, purposes: [id], cookies: service.cookies }))),
};

/** @type {import('./contestant.js').Contestant} */
export const klaro = {
  name: 'klaro 0.7.22',
  embedded: 'README, "Getting started": configuration (here inside the page, which spares it a request) and `klaro.js` with `defer`, in `<head>`; it carries its style sheet and 25 languages',
  files: [['/klaro/klaro.js', 'klaro/dist/klaro.js']],
  embed: (at) => ({ head: `<script>var klaroConfig = ${JSON.stringify(config)};</script><script defer type="text/javascript" src="${at}/klaro/klaro.js"></script>` }),
  banner: '.klaro .cookie-notice',
  buttons: ['.klaro .cookie-notice .cm-btn-success', '.klaro .cookie-notice .cn-decline', '.klaro .cookie-notice .cn-learn-more'],
  refuse: '.klaro .cookie-notice .cn-decline',
  stored: /klaro=/,
};
