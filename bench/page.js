/**
 * The page that carries the banners: a portal's home with a style sheet, a picture a data set and a script of its own, as on an Opendatasoft portal, and
 * nothing else that could move the measure. The embedded films and measures of the portal wait in each contestant's own way, so none of them is on it.
 */

const DATASETS = ['Arbres remarquables', 'Équipements sportifs', "Qualité de l'air", 'Budget primitif', 'Subventions aux associations', 'Stationnement', 'Lignes de bus',
  'Marchés publics', 'Délibérations', 'Menus des cantines', 'Points de collecte', 'Travaux en cours', 'Prénoms des nouveau-nés', 'Fréquentation des musées', 'Comptages de vélos',
  'Zones inondables', "Consommation d'énergie", 'Bornes de recharge'];

const card = (/** @type {string} */ title, /** @type {number} */ index) => `
      <li class="dataset"><img src="/images/${index % 6}.svg" alt="" width="48" height="48"><h3><a href="#jeu-${index}">${title}</a></h3>
        <p>Ce jeu de données est publié par la ville et mis à jour par le service qui le produit, sous licence ouverte, avec une description de chaque champ.</p>
        <p class="facts">${(index * 7919) % 4000 + 96} lignes · mis à jour le ${index % 27 + 1} novembre 2026</p></li>`;

/** @param {import('./peers/contestant.js').Embed} embed @returns {string} HTML of the page with a banner embedded */
export const portalPage = ({ head = '', end = '' }) => `<!doctype html>
<html lang="fr">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Données ouvertes de Belle-Rive</title>
  <link rel="icon" href="data:,">
  ${head}
  <link rel="stylesheet" href="/portail.css">
  <script defer src="/portail.js"></script>
</head>
<body>
  <header class="header"><p class="name">Données ouvertes de Belle-Rive</p>
    <nav aria-label="Navigation principale"><ul><li><a href="#donnees">Données</a></li><li><a href="#cartes">Cartes</a></li><li><a href="#api">API</a></li></ul></nav></header>
  <main>
    <h1>Les données ouvertes du territoire</h1>
    <form role="search"><label for="recherche">Rechercher un jeu de données</label><input id="recherche" type="search"><button>Rechercher</button></form>
    <p id="compte" class="facts">${DATASETS.length} jeux de données</p>
    <ul class="datasets">${DATASETS.map(card).join('')}
    </ul>
  </main>
  <footer class="footer"><ul><li><a href="#mentions">Mentions légales</a></li><li><button type="button" data-temoin-open>Gérer mes cookies</button></li></ul></footer>
  ${end}
</body>
</html>`;

const style = `
body { margin: 0; font: 16px/1.5 sans-serif; color: #1d2733; background: #fff }
a { color: #0b5394 } h1 { font-size: 1.6rem; margin: 0 0 1rem } h3 { margin: 0; font-size: 1.05rem }
.header { display: flex; flex-wrap: wrap; gap: 1rem; padding: 1rem; background: #12354f; color: #fff } .header ul { display: flex; gap: 1rem; list-style: none; margin: 0; padding: 0 }
.header a { color: #fff } .name { margin: 0; font-weight: 700 } main { max-width: 64rem; margin: 0 auto; padding: 1.5rem 1rem }
form { display: flex; flex-wrap: wrap; gap: .5rem; margin-bottom: 1rem } label { flex-basis: 100% } input { flex: 1; padding: .5rem; border: 1px solid #6b7885 }
button { padding: .5rem 1rem; border: 1px solid #12354f; background: #fff; color: #12354f; font: inherit }
.datasets { display: grid; grid-template-columns: repeat(auto-fill, minmax(18rem, 1fr)); gap: 1rem; list-style: none; margin: 0; padding: 0 }
.dataset { padding: 1rem; border: 1px solid #c3ccd4 } .dataset img { float: right } .dataset p { margin: .5rem 0 0 } .facts { color: #4b5966; font-size: .9rem }
.footer { padding: 1rem; background: #eef2f5 } .footer ul { list-style: none; display: flex; gap: 1rem; margin: 0; padding: 0 }
`;

const script = `
document.querySelector('form').addEventListener('submit', (event) => event.preventDefault());
document.querySelector('#recherche').addEventListener('input', ({ target }) => {
  const words = target.value.toLowerCase();
  for (const item of document.querySelectorAll('.dataset')) item.hidden = !item.textContent.toLowerCase().includes(words);
});
`;

const image = (/** @type {number} */ index) => `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 48 48"><rect width="48" height="48" rx="6" fill="hsl(${index * 60} 40% 45%)"/>
${Array.from({ length: 8 }, (_, bar) => `<rect x="${6 + bar * 4.6}" y="${40 - (bar * (index + 3) * 5) % 30}" width="3" height="${(bar * (index + 3) * 5) % 30}" fill="#fff"/>`).join('\n')}</svg>`;

/** @returns {[string, import('./files.js').Served][]} what the page loads from the portal, by path */
export const portalFiles = () => [
  ['/portail.css', { content: style, type: 'text/css; charset=utf-8' }],
  ['/portail.js', { content: script, type: 'text/javascript; charset=utf-8' }],
  .../** @type {[string, import('./files.js').Served][]} */ (Array.from({ length: 6 }, (_, index) => [`/images/${index}.svg`, { content: image(index), type: 'image/svg+xml' }])),
];
