/** A selector of what of a portal's page the keyboard reaches. */
export const FOCUSABLE = 'a[href], button, input, select, textarea, summary, [tabindex="0"]';
