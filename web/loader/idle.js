/**
 * @param {string} [sign] the event of a page that has not loaded which ends the waiting for it
 * @returns {Promise<unknown>} when the page has loaded and has nothing to do
 */
export const idle = (sign = 'load') => new Promise((resolve) => {
  const wait = () => (window.requestIdleCallback ?? setTimeout)(resolve);
  if (document.readyState === 'complete') wait();
  else window.addEventListener(sign, wait, { once: true });
});
