/** The charter page, and the form on it, which works without a script: addresses relative to the loader's. */
export const CHARTER = 'charte';
export const CHARTER_FORM = CHARTER + '#choix';
