/**
 * A button of ours, in the corner, below the banner while that is there: for pages without a "Gérer mes cookies" of their own.
 *
 * @param {HTMLElement} host
 * @param {string} label
 */
export function addOwnOpener(host, label) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'temoin-reopen';
  button.dataset.temoinOpen = '';
  button.textContent = label;
  host.append(button);
}
