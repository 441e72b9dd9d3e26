/**
 * What is measured of a banner, and in which words: the tables, the chart and the list of defeats are made of these. Less is better, always.
 *
 * @typedef {object} Measure
 * @property {string} id
 * @property {string} title
 * @property {'ms' | 'KB' | 'MB' | ''} unit
 * @property {string} counted
 * @property {Target} [target] what Témoin is to reach
 *
 * @typedef {object} Target
 * @property {string} words
 * @property {(ours: number, best: number, none: number) => boolean} met with Témoin's median, that of the best of the others, and that of the page without a banner
 */

/** @type {Target} */
const FASTEST = { words: 'at most 0.85 × the fastest of them', met: (ours, best) => ours <= 0.85 * best };

/** @type {Measure[]} */
export const measures = [
  { id: 'shown', title: 'banner on screen', unit: 'ms',
    counted: 'From the start of the navigation to the first painted frame in which the whole first layer is visible and usable: opacity 99 % or more (itself and all that it is in; fades count until '
      + 'they end), over the page, wholly within the window, and each of its buttons is what a pointer at its middle hits. The same detector for all (`bench/watch.js`), in both visits of a round.',
    target: FASTEST },
  { id: 'emulated', title: 'the same, Chromium\'s own slow line', unit: 'ms',
    counted: 'Banner on screen with Chromium\'s network emulation (DevTools, `Network.emulateNetworkConditions`) in the place of the shaped line, as most harnesses have it: 150 ms for each request, '
      + 'none for a connection, and 1.6 Mbit/s. One visit a round.',
    target: FASTEST },
  { id: 'weight', title: 'KB by then', unit: 'KB',
    counted: 'Bytes received by then on the line\'s connections to the banner\'s host, headers included, plus what the embedding adds to the page itself.',
    target: { words: 'at most 9', met: (ours) => ours <= 9 } },
  { id: 'requests', title: 'requests by then', unit: '', counted: 'Requests to the banner\'s host by then.' },
  { id: 'early', title: 'click to stored, at once', unit: 'ms',
    counted: 'A click on "refuse" as soon as the banner is on screen: from the release of the pointer (`event.timeStamp`) until `document.cookie` has the refusal, measured in the page. '
      + '"lost": nothing was stored within two seconds. For Témoin: before its bundle is there.',
    target: { words: 'at most 50', met: (ours) => ours <= 50 } },
  { id: 'during', title: 'click to stored, bundle starting', unit: 'ms',
    counted: 'The same as soon as the last byte of Témoin\'s bundle has come. The others start nothing later.',
    target: { words: 'at most 50', met: (ours) => ours <= 50 } },
  { id: 'late', title: 'click to stored, page calm', unit: 'ms',
    counted: 'The same after load, when line and main thread have been calm for a second. For Témoin: the bundle runs.',
    target: { words: 'at most 50', met: (ours) => ours <= 50 } },
  { id: 'interaction', title: 'click to next paint', unit: 'ms', counted: 'From the release of the pointer until the next frame is painted; the slowest of these clicks.',
    target: { words: 'at most 100', met: (ours) => ours <= 100 } },
  { id: 'blocking', title: 'total blocking', unit: 'ms',
    counted: 'What the main thread\'s tasks last beyond 50 ms each, over the whole first load until the page is calm; for Témoin the bundle\'s start is in it. The page without a banner has its own.',
    target: { words: 'at most 60 above the page without a banner', met: (ours, best, none) => ours <= none + 60 } },
  { id: 'longest', title: 'longest task', unit: 'ms', counted: 'The longest of these tasks; 0 if none lasted 50 ms.' },
  { id: 'firstPaint', title: 'first paint of the page', unit: 'ms', counted: 'First contentful paint.',
    target: { words: 'at most 5 % later than without a banner (`async`)', met: (ours, best, none) => ours <= 1.05 * none } },
  { id: 'shift', title: 'layout shift', unit: '', counted: 'Sum of layout shifts without input until the page is calm.',
    target: { words: '0', met: (ours) => ours === 0 } },
  { id: 'whole', title: 'KB of the whole first visit', unit: 'KB', counted: 'As "KB by then", until the page is calm: with Témoin\'s bundle, which comes after the page has loaded.' },
  { id: 'again', title: 'KB of the second visit', unit: 'KB',
    counted: 'The same page again after the choice, with the browser\'s cache, a day later: what browsers may keep for a year is there, Témoin\'s loader (kept for minutes) is asked for again. '
      + 'The files of the others never change under their name, so that their owners must change the page to update them.',
    target: { words: 'at most 0.7', met: (ours) => ours <= 0.7 } },
  { id: 'requestsAgain', title: 'requests of the second visit', unit: '', counted: 'Requests to the banner\'s host then.' },
  { id: 'memoryAsking', title: 'MB while it asks', unit: 'MB',
    counted: 'Private memory of the browser\'s page processes, after a collection, when the page is calm; minus that of the page without a banner.' },
  { id: 'memoryAfter', title: 'MB after the choice', unit: 'MB', counted: 'The same after the refusal.' },
];

/** @param {number[]} values @returns {number} Infinity where more than half are */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length % 2 === 1 || sorted[middle] === sorted[middle - 1]) return sorted[middle];
  return (sorted[middle - 1] + sorted[middle]) / 2;
}

const digits = { ms: 0, KB: 1, MB: 1, '': 0 };

/** @param {Measure} measure @param {number} value @returns {string} */
export function written({ id, unit }, value) {
  if (value === undefined || Number.isNaN(value)) return '';
  if (value === Infinity) return 'lost';
  // No "-0".
  return (value || 0).toFixed(id === 'shift' ? 3 : digits[unit]).replace(/^-(0(?:\.0+)?)$/, '$1');
}
