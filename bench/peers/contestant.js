/**
 * What the bench knows of a banner.
 *
 * @typedef {object} Embed
 * @property {string} [head] HTML in <head>
 * @property {string} [end] HTML before </body>
 *
 * @typedef {object} Contestant
 * @property {string} name as in the table
 * @property {string} embedded in words: by which documentation, and what of it was a choice
 * @property {[string, string][]} files of its npm package: the path they are served under, and the path in node_modules
 * @property {(at: string) => Embed} embed with the address its files are served at
 * @property {string} [banner] selector of the whole first layer; none is a page without a banner
 * @property {string[]} [buttons] selectors of what can be pressed on it: accepting, refusing, choosing
 * @property {string} [refuse] selector of the button that refuses all
 * @property {RegExp} [stored] what document.cookie has when the refusal is stored
 * @property {RegExp} [heaviest] the first line of the request for what it starts by itself
 * @property {string} [started] an expression that is true on the page once everything the banner starts by itself has started
 */

export {};
