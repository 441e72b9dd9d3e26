/** Adds a style sheet of ours to the page, without an inline style that a strict style-src would refuse. @param {string} css @returns {CSSStyleSheet} */
export const adopt = (css) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
  return sheet;
};
