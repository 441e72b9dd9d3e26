/** The attributes by which the gate tells what it has to do with. */

/** The owner's mark. */
export const MARK = 'data-temoin';
/** Ours on what is held back by its host. */
export const BY_HOST = 'data-temoin-host';
/** Before the name of an attribute: the address that waits. */
export const KEPT = 'data-temoin-';
/** On a template whose content stands behind it. */
export const OPEN = 'data-temoin-opened';
/** On all that is drawn by us, and on scripts that run in the place of marked ones: what has it and is not in drawn was copied with the page. */
export const DRAWN = 'data-temoin-drawn';
/** On a frame that is not shown, because a placeholder stands in its place (styles/placeholder.css). */
export const HIDDEN = 'data-temoin-held';

/** What shows a document or a film of its own, and leaves a hole where it is held back. */
export const FRAMES = 'iframe, object, embed, video, audio';
