/**
 * What is chosen in one tab holds in the others at once. A tab hears of it by the cookie itself, where the browser tells of that; or by the line about the choice
 * that waits to be sent (unsent.js); and looks when it is shown again.
 *
 * @param {() => void} refresh reads the choice anew
 */
export const watchTabs = (refresh) => {
  document.addEventListener('visibilitychange', refresh);
  // Back from the browser's memory of pages (bfcache), too.
  for (const type of ['pageshow', 'storage']) window.addEventListener(type, refresh);
  window.cookieStore?.addEventListener?.('change', refresh);
  refresh();
};
