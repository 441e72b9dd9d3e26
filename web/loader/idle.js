/**
 * @param {string} [sign] an event for which it is not to wait longer
 * @returns {Promise<unknown>} when the page has loaded and has nothing to do
 */
export const idle = (sign = 'load') => new Promise((resolve) => {
  const wait = () => (window.requestIdleCallback ?? setTimeout)(resolve);
  if (document.readyState === 'complete') wait();
  else window.addEventListener(sign, wait, { once: true });
});
