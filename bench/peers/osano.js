import * as words from './words.js';

const settings = {
  type: 'opt-in', theme: 'classic', revokable: true, palette: { popup: { background: '#12354f', text: '#ffffff' }, button: { background: '#ffffff', text: '#12354f' } },
  content: { message: words.asOneText, allow: words.accept, deny: words.refuse, link: words.charter, href: words.charterAddress, policy: 'Gérer mes cookies' },
};

/** @type {import('./contestant.js').Contestant} */
export const osano = {
  name: 'osano cookieconsent 3.1.1',
  embedded: 'its examples ("Opt-in"): style sheet in `<head>`, script and `cookieconsent.initialise` before `</body>`. It has no second layer: two buttons and a link',
  files: ['cookieconsent.min.js', 'cookieconsent.min.css'].map((file) => [`/osano/${file}`, `cookieconsent/build/${file}`]),
  embed: (at) => ({
    head: `<link href="${at}/osano/cookieconsent.min.css" rel="stylesheet">`,
    end: `<script src="${at}/osano/cookieconsent.min.js"></script><script>window.cookieconsent.initialise(${JSON.stringify(settings)});</script>`,
  }),
  banner: '.cc-window',
  buttons: ['.cc-window .cc-allow', '.cc-window .cc-deny'],
  refuse: '.cc-window .cc-deny',
  stored: /cookieconsent_status=deny/,
};
