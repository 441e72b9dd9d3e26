/**
 * Hears of clicks before the page does: on the buttons of ours that decide, and on whatever reopens the panel, which is any element with data-temoin-open, whenever it
 * comes to the page.
 *
 * @param {(button: Element) => void} answer
 * @param {(opener: Element) => void} open
 */
export const watchClicks = (answer, open) => {
  window.addEventListener('click', (event) => {
    // composedPath sees into the shadow roots of a portal's own elements.
    const clicked = /** @type {Element} */ (event.composedPath()[0]);
    const button = clicked.closest?.('#temoin [data-temoin-action]');
    // The second click of a double click is meant for what was there at the first.
    if (event.detail < 2 && button) return answer(button);
    const marked = clicked.closest?.('[data-temoin-open]');
    if (!marked) return;
    event.preventDefault();
    // Inside a link or button, that is what had the focus and gets it back.
    open(marked.closest('a, button') ?? marked);
  }, true);
};
