/** @returns {Promise<unknown>} when the page has loaded and has nothing to do */
export const idle = () => new Promise((resolve) => {
  const wait = () => (window.requestIdleCallback ?? setTimeout)(resolve);
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait);
});
