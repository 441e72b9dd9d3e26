import * as words from './words.js';

const config = {
  guiOptions: { consentModal: { layout: 'box', position: 'bottom right', equalWeightButtons: true } },
  categories: Object.fromEntries([['necessary', { enabled: true, readOnly: true }],
    ...words.purposes.map(({ id, services }) => [id, {
      services: Object.fromEntries(services.map((service) => [service.id, { label: service.name, cookies: service.cookies.map((name) => ({ name })) }])),
    }])]),
  language: {
    default: 'fr',
    translations: {
      fr: {
        consentModal: {
          title: words.title, description: words.asOneText, acceptAllBtn: words.accept, acceptNecessaryBtn: words.refuse, showPreferencesBtn: words.customise,
          footer: `<a href="${words.charterAddress}">${words.charter}</a>`,
        },
        preferencesModal: {
          title: words.title, acceptAllBtn: words.accept, acceptNecessaryBtn: words.refuse, savePreferencesBtn: words.save, closeIconLabel: words.close,
          sections: words.purposes.map(({ id, title, description }) => ({ title, description, linkedCategory: id })),
        },
      },
    },
  },
};

/** @type {import('./contestant.js').Contestant} */
export const vanilla = {
  name: 'vanilla-cookieconsent 3.1.0',
  embedded: 'getting started, "HTML": style sheet deferred by `media="print"` as it recommends, script with `defer` before `</body>`, configuration in a script beside it (here inside the page, '
    + 'which spares it a request). Hides itself from `navigator.webdriver` (`hideFromBots`), which the bench masks, for all',
  files: ['cookieconsent.umd.js', 'cookieconsent.css'].map((file) => [`/vanilla/${file}`, `vanilla-cookieconsent/dist/${file}`]),
  embed: (at) => ({
    head: `<link rel="stylesheet" href="${at}/vanilla/cookieconsent.css" media="print" onload="this.media='all'">`,
    // A module without src waits for the deferred script before it, as the documentation's second deferred script does.
    end: `<script defer src="${at}/vanilla/cookieconsent.umd.js"></script><script type="module">CookieConsent.run(${JSON.stringify(config)});</script>`,
  }),
  banner: '#cc-main .cm',
  buttons: ['#cc-main .cm [data-role="all"]', '#cc-main .cm [data-role="necessary"]', '#cc-main .cm [data-role="show"]'],
  refuse: '#cc-main .cm [data-role="necessary"]',
  stored: /cc_cookie=/,
};
