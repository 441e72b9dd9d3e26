import { measures, written } from './measures.js';
import { banners, none, ours } from './peers/all.js';

/** The comparison as bars, one panel a measure: an SVG that can be read on light and on dark ground. */

const PANELS = ['shown', 'weight', 'blocking'];
const ROW = 24;
const NAMES = 220;
const PANEL = 200;
const GAP = 24;
const TOP = 44;
/** What a bar leaves for its number. */
const NUMBER = 56;

const escape = (/** @type {string} */ text) => text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);

/** @param {import('./table.js').Medians} medians @returns {string} */
export function chart(medians) {
  const shown = banners.filter((contestant) => contestant !== none).sort((a, b) => medians.of(a, 'shown') - medians.of(b, 'shown'));
  const width = NAMES + PANELS.length * PANEL + (PANELS.length - 1) * GAP;
  const height = TOP + shown.length * ROW + 8;
  const names = shown.map((contestant, row) =>
    `<text x="${NAMES - 12}" y="${TOP + row * ROW + 16}" text-anchor="end"${ours.includes(contestant) ? ' class="ours"' : ''}>${escape(contestant.name)}</text>`);
  const panels = PANELS.map((id, index) => {
    const measure = /** @type {import('./measures.js').Measure} */ (measures.find((each) => each.id === id));
    const left = NAMES + index * (PANEL + GAP);
    const most = Math.max(1, ...shown.map((contestant) => medians.of(contestant, id)));
    const bars = shown.map((contestant, row) => {
      const value = medians.of(contestant, id);
      const length = Math.max(1, value / most * (PANEL - NUMBER));
      const kind = ours.includes(contestant) ? 'bar ours' : 'bar';
      return `<rect class="${kind}" x="${left}" y="${TOP + row * ROW + 3}" width="${length.toFixed(1)}" height="${ROW - 6}" rx="2"/>`
        + `<text x="${(left + length + 6).toFixed(1)}" y="${TOP + row * ROW + 16}">${written(measure, value)}</text>`;
    });
    return `<text class="title" x="${left}" y="24">${escape(measure.title)}${measure.unit === 'ms' ? ', ms' : ''}</text>${bars.join('\n')}`;
  });
  const words = shown.map((contestant) => `${contestant.name}: ${PANELS.map((id) => Math.round(medians.of(contestant, id) * 10) / 10).join(', ')}`).join('; ');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="t d">
<title id="t">Banner on screen (ms), KB by then, total blocking (ms): less is better</title>
<desc id="d">${escape(words)}</desc>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2933 }
.title { font-weight: 600 }
text.ours { font-weight: 700 }
.bar { fill: #8493a3 }
.bar.ours { fill: #1d5fb4 }
@media (prefers-color-scheme: dark) { text { fill: #e4e9ee } .bar { fill: #74828f } .bar.ours { fill: #6aa7f0 } }
</style>
${names.join('\n')}
${panels.join('\n')}
</svg>
`;
}
