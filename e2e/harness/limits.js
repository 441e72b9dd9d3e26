/**
 * What an engine, or its driver, lacks: the one place that takes a test away from an engine. "npm test" prints it.
 *
 * @type {{ability: string, engines: string[], reason: string}[]}
 */
export const limits = [
  { ability: 'the log of requests', engines: ['webkit'], reason: 'WebDriver shows no requests; the logs of our servers say in all engines what was asked for' },
  { ability: 'answers of our own to any address', engines: ['firefox', 'webkit'], reason: 'https on invented hosts needs a driver that answers requests by itself; puppeteer does in Chromium' },
  { ability: 'the list of Workers', engines: ['firefox', 'webkit'], reason: 'WebDriver knows no Workers (Firefox tells of their start, not of their end)' },
  { ability: 'cookies of other hosts', engines: ['webkit'], reason: 'WebDriver answers the cookies of the page\'s own host only' },
  { ability: 'a click that says it is a second one', engines: ['firefox', 'webkit'], reason: 'their drivers count clicks by the clock, which a test must not lean on' },
  { ability: 'looking into a frame', engines: ['webkit'], reason: 'the page object of ours speaks to whole pages only' },
  { ability: 'switching scripts on again', engines: ['firefox', 'webkit'], reason: 'whether scripts run is decided for the whole browser, before the visit' },
  { ability: 'inert templates', engines: ['firefox'], reason: 'Firefox 153 downloads images, scripts and style sheets written in a <template>, without running them: docs/blocage.md has the remedy' },
  { ability: 'a parser that does not fetch ahead', engines: ['firefox', 'webkit'], reason: 'they download unmarked scripts and images that they see further down, whatever the page says; they run none, which is tested: docs/blocage.md has the remedy' },
  { ability: 'scripts of their own time before the first paint', engines: ['webkit'], reason: 'WebKit runs a script that is async once something was painted, or the document is whole; one that is not async has a test there too' },
  { ability: 'a cookieStore that writes', engines: ['webkit'], reason: 'in WebKitGTK 2.50 cookieStore.set() says that it has written, and has not, on any page' },
  { ability: 'fetches beside a script that the page waits for', engines: ['firefox'], reason: 'Firefox 153 sends no fetch of a page before the scripts that its <head> waits for have come' },
  { ability: 'a load that waits for no import', engines: ['firefox', 'webkit'], reason: 'a page of theirs has not loaded before what its scripts import has come: nothing of ours comes between there' },
  { ability: 'a size of text of the visitor\'s own', engines: ['webkit'], reason: 'MiniBrowser has no setting for it' },
  { ability: 'forced colours', engines: ['webkit'], reason: 'WebKitGTK has no forced colours' },
  { ability: 'colours of scroll bars', engines: ['webkit'], reason: 'WebKitGTK 2.50 knows no scrollbar-color; a portal\'s ::-webkit-scrollbar goes on hiding ours there' },
  { ability: 'printing', engines: ['firefox', 'webkit'], reason: 'only Chromium\'s driver prints with the page\'s own paper size' },
  { ability: 'collecting garbage on demand', engines: ['firefox', 'webkit'], reason: 'no driver command' },
];

/** @param {string} engine @param {string} ability @returns {string | undefined} why the engine cannot, if so */
export function lacks(engine, ability) {
  const limit = limits.find((limit) => limit.ability === ability);
  if (!limit) throw new Error(`limits.js does not know: ${ability}`);
  return limit.engines.includes(engine) ? `${engine} lacks ${ability}: ${limit.reason}` : undefined;
}
