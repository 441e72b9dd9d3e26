/**
 * The layers that people meet, each opened as they meet it: what is asked of one (size, contrast, the accessibility tree) is asked of all.
 *
 * @typedef {import('./suite.js').Visitor} Visitor
 * @typedef {object} Layer
 * @property {string} root selector of what is looked at
 * @property {string} [whole] selector of all of ours that is on the page with it, where that is more
 * @property {(options?: {id?: string, lang?: string, width?: number, height?: number} & import('./engine.js').Preferences) => Promise<Visitor>} open
 */

// With an opener of its own: whether the loader brings one would depend on which comes first, the visitor's answer or the end of its patience.
const FILM = '<main><h1>Film</h1><iframe data-temoin="youtube" data-src="https://www.youtube.com/embed/x" style="inline-size: 100%; block-size: 315px" title="Film"></iframe></main>'
  + '<footer><button data-temoin-open>Gérer mes cookies</button></footer>';

/** The languages and looks in which every layer is to hold, beside the ordinary one: right to left, the longest words, and the two other places of the banner. */
export const VARIANTS = [{ lang: 'ar' }, { lang: 'de' }, { id: 'theme-corner' }, { id: 'theme-centre' }];

/** @param {{id?: string, lang?: string}} variant @returns {string} for a test's name */
export const named = ({ id, lang }) => [id, lang && `in "${lang}"`].filter(Boolean).join(', ');

/**
 * @param {ReturnType<typeof import('./suite.js').suite>} at
 * @returns {Record<'banner' | 'panel' | 'charter' | 'placeholder', Layer>}
 */
export function layersOf(at) {
  const spoken = (/** @type {string | undefined} */ lang) => (lang ? `data-lang="${lang}"` : undefined);
  /** @type {Layer['open']} */
  const banner = async ({ lang, ...options } = {}) => {
    const visitor = await at.visit({ ...options, attributes: spoken(lang) });
    await visitor.handedOver();
    return visitor;
  };
  return {
    banner: { root: '#temoin-banner', whole: '#temoin', open: banner },
    panel: {
      root: '#temoin-panel',
      async open(options) {
        const visitor = await banner(options);
        await visitor.page.evaluate(() => window.temoin.open());
        await visitor.see('#temoin-panel[open]');
        return visitor;
      },
    },
    charter: {
      root: 'main',
      whole: 'html',
      async open({ id = 'demonstration', lang, ...options } = {}) {
        const visitor = await at.visitor(options);
        await visitor.page.goto(`${at.temoin}/${id}/charte${lang ? '?lang=' + lang : ''}`);
        return visitor;
      },
    },
    placeholder: {
      root: '.temoin-placeholder',
      async open({ lang, ...options } = {}) {
        // Without the bundle, which has no part in it.
        const visitor = await at.visit({ ...options, attributes: `data-boot="interest" ${spoken(lang) ?? ''}`, body: FILM });
        await visitor.click('#temoin-refuse');
        await visitor.seeNot('#temoin-banner');
        await visitor.see('.temoin-placeholder');
        return visitor;
      },
    },
  };
}
