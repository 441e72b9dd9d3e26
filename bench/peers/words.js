/** What every banner says, as far as it lets its owner say it: those of Témoin's portal "demonstration". */

export const intro = 'Avec votre accord, le portail Données ouvertes de Belle-Rive (Ville de Belle-Rive) et ses prestataires utilisent des cookies et autres traceurs pour :';
export const refusal = 'Si vous refusez, le portail reste entièrement accessible ; seuls ces services ne fonctionnent pas. Votre choix est conservé six mois. '
  + 'Vous pouvez en changer à tout moment avec « Gérer mes cookies », en bas de page.';
export const title = 'Cookies : à vous de choisir';
export const accept = 'Tout accepter';
export const refuse = 'Tout refuser';
export const customise = 'Personnaliser';
export const save = 'Enregistrer mes choix';
export const close = 'Fermer';
export const charter = 'Lire la charte cookies';
export const charterAddress = '/charte';

export const purposes = [
  {
    id: 'audience', title: "Mesure d'audience", description: 'Compter les visites et savoir quelles pages sont consultées.',
    services: [
      { id: 'matomo', name: 'Matomo', description: 'Des statistiques de visite, tenues par la ville sur ses propres serveurs.', cookies: ['_pk_id', '_pk_ref', '_pk_ses'] },
      { id: 'piano', name: 'Piano Analytics', description: 'Des statistiques de visite.', cookies: ['_pcid', '_pctx', 'pa_privacy'] },
    ],
  },
  {
    id: 'embeds', title: 'Vidéos intégrées', description: 'Regarder dans nos pages des vidéos hébergées par ces plateformes.',
    services: [
      { id: 'youtube', name: 'YouTube', description: 'Des vidéos de la ville, lues dans nos pages.', cookies: ['VISITOR_INFO1_LIVE', 'YSC'] },
      { id: 'dailymotion', name: 'Dailymotion', description: 'Des vidéos de la ville, lues dans nos pages.', cookies: ['ts', 'v1st'] },
    ],
  },
];

/** The first layer's text for banners that take one text, as HTML. */
export const asOneText = [intro, ...purposes.map((purpose) =>
  `${purpose.title} (${purpose.services.map(({ name }) => name).join(', ')}) : ${purpose.description}`), refusal].join('<br>');
