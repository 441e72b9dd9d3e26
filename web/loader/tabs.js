/**
 * What is chosen in one tab holds in the others at once. A tab hears of it by the cookie itself, where the browser tells of that; otherwise the tab
 * in which the visitor chose says so. Nothing is stored, and nothing leaves the browser.
 */
const CHANNEL = 'temoin';

/** @param {() => void} refresh reads the choice anew */
export function watchTabs(refresh) {
  document.addEventListener('visibilitychange', refresh);
  // Back from the browser's memory of pages (bfcache), too.
  window.addEventListener('pageshow', refresh);
  window.cookieStore?.addEventListener?.('change', refresh);
  listen(refresh);
  // A page that listens is not remembered by every browser when the visitor goes on.
  window.addEventListener('pagehide', () => channel?.close());
  window.addEventListener('pageshow', ({ persisted }) => persisted && listen(refresh));
}

/** @type {BroadcastChannel | undefined} */
let channel;

/** @param {() => void} refresh */
function listen(refresh) {
  try {
    channel = new BroadcastChannel(CHANNEL);
    channel.onmessage = refresh;
  } catch {
    // A sandboxed page has none; its cookies are its own.
  }
}

/** Tells the other tabs of this host that the visitor chose. */
export function tellTabs() {
  channel?.postMessage(0);
}
