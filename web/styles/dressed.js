/**
 * A portal that replaces its page's style sheets (document.adoptedStyleSheets) throws ours out with the rest. They are put back in the frame after the size of what
 * wears them has changed, which it does without them.
 *
 * @param {Element} wearer
 * @param {...CSSStyleSheet} sheets in their order: a later one outdoes an earlier one
 * @returns {(sheet: CSSStyleSheet) => void} adds one more to the page, if it is not there, and keeps it there
 */
export function stayDressed(wearer, ...sheets) {
  const look = () => {
    const all = document.adoptedStyleSheets;
    if (sheets.some((sheet) => !all.includes(sheet))) document.adoptedStyleSheets = [...all.filter((sheet) => !sheets.includes(sheet)), ...sheets];
  };
  // Not within the observer's turn: another size would be an error of the page's.
  new ResizeObserver(() => requestAnimationFrame(look)).observe(wearer);
  look();
  return (sheet) => {
    if (!sheets.includes(sheet)) sheets.push(sheet);
    look();
  };
}
