/** The form on the charter page, which works without a script. */
export const FORM = '#choix';
