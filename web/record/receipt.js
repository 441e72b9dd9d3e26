/**
 * The receipt number of the last choice: random, and the visitor's only. Stored in the visitor's browser as localStorage "temoin-receipt", after the choice, with its
 * time and what it granted.
 */
const KEY = 'temoin-receipt';

/** No letter that is read as another, or as a digit (Go: internal/registry/receipt.go). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** @returns {string} such as 7Q2M-XK4D-0V9T-3HJB */
export function newReceipt() {
  // Not Array.from, which a portal's old library may have replaced (Prototype.js).
  const digits = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => ALPHABET[byte % 32]);
  return digits.join('').replace(/.{4}(?=.)/g, '$&-');
}

/**
 * @param {string} receipt
 * @param {number} time of the choice
 * @param {string[]} granted
 * @returns {string[]} what the choice before granted
 */
export function rememberReceipt(receipt, time, granted) {
  const before = localStorage[KEY]?.split(' ')[2] ?? '';
  localStorage[KEY] = [receipt, time, granted].join(' ');
  return before.split(',').filter(Boolean);
}

/** @param {number | undefined} time of the choice that holds @returns {string} its receipt number, or '' */
export function receiptOf(time) {
  try {
    const [receipt, of] = (localStorage[KEY] ?? '').split(' ');
    return Number(of) === time ? receipt : '';
  } catch {
    return '';
  }
}
