/**
 * A portal that gives its page style sheets (document.adoptedStyleSheets) without those that are there takes ours away. They come back as soon as that has another size
 * than it had with them.
 *
 * @param {HTMLElement} host
 * @param {CSSStyleSheet[]} sheets
 */
export function stayDressed(host, sheets) {
  const look = () => {
    const gone = sheets.filter((sheet) => !document.adoptedStyleSheets.includes(sheet));
    if (gone.length) document.adoptedStyleSheets = [...document.adoptedStyleSheets, ...gone];
  };
  // Not within the observer's turn: another size would be an error of the page's.
  new ResizeObserver(() => requestAnimationFrame(look)).observe(host);
  look();
}
