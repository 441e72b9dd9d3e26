import { measures, median, written } from './measures.js';
import { banners, bounds, none, ours, rivals } from './peers/all.js';

/** @typedef {import('./measures.js').Measure} Measure @typedef {import('./compare.js').Results} Results @typedef {import('./peers/contestant.js').Contestant} Contestant */

const named = (/** @type {string} */ id) => /** @type {Measure} */ (measures.find((measure) => measure.id === id));

/** What a reader wants first. */
const FIRST = ['shown', 'emulated', 'weight', 'early', 'late', 'blocking', 'again'];
const WAITED = ['shown', 'emulated', 'weight', 'requests', 'early', 'during', 'late', 'interaction'];
const PAID = ['blocking', 'longest', 'firstPaint', 'shift', 'whole', 'again', 'requestsAgain', 'memoryAsking', 'memoryAfter'];

/** @param {string[]} head @param {string[][]} rows @returns {string} Markdown */
export const table = (head, rows) => [`| ${head.join(' | ')} |`, `|---${'|---:'.repeat(head.length - 1)}|`, ...rows.map((row) => `| ${row.join(' | ')} |`)].join('\n');

/** Medians by contestant and measure. */
export class Medians {
  /** @param {Map<Contestant, Results>} results */
  constructor(results) {
    this.results = results;
  }

  /** @param {Contestant} contestant @param {string} id @returns {number} NaN where it was not measured */
  of(contestant, id) {
    const values = this.results.get(contestant)?.[id];
    return values ? median(values) : NaN;
  }

  /** @param {string} id @returns {Contestant} the best of the others */
  best(id) {
    return rivals.reduce((best, rival) => (this.of(rival, id) < this.of(best, id) ? rival : best));
  }

  /** @param {Contestant} contestant @param {string} id @returns {string} */
  cell(contestant, id) {
    const value = this.of(contestant, id);
    if (contestant !== none && (id === 'shown' || id === 'emulated')) return `${written(named(id), value)} (${(value / this.of(this.best(id), id)).toFixed(2)})`;
    if (contestant !== none && id === 'firstPaint') return `${written(named(id), value)} (${(value / this.of(none, id)).toFixed(2)})`;
    return written(named(id), value);
  }
}

/** @param {Medians} medians @param {string[]} ids @param {Contestant[]} [shown] @returns {string} */
const medianTable = (medians, ids, shown = banners) => table(['', ...ids.map((id) => heading(named(id)))],
  shown.map((contestant) => [ours.includes(contestant) ? `**${contestant.name}**` : contestant.name, ...ids.map((id) => medians.cell(contestant, id))]));

const heading = (/** @type {Measure} */ { title, unit }) => (unit === 'ms' ? `${title}, ms` : title);

/** @param {Medians} medians @returns {string} for the README */
export const firstTable = (medians) => medianTable(medians, FIRST);
/** @param {Medians} medians @returns {string} */
export const waitedTable = (medians) => medianTable(medians, WAITED);
/** @param {Medians} medians @returns {string} what no banner can beat, beside the fastest of the others and ours */
export const boundTable = (medians) => medianTable(medians, ['shown', 'emulated'], [...bounds, medians.best('shown'), ours[0]]);
/** @param {Medians} medians @returns {string} */
export const paidTable = (medians) => medianTable(medians, PAID);

/** @param {Medians} medians @param {Contestant} contestant one of ours @returns {string} Témoin beside the best of the others, measure by measure, and beside what it is to reach */
export const versus = (medians, contestant) => table(['', 'Témoin', 'best of the others', 'ratio', 'to reach', ''], measures.map((measure) => {
  const best = medians.best(measure.id);
  const [our, their] = [medians.of(contestant, measure.id), medians.of(best, measure.id)];
  const ratio = their > 0 && our >= 0 && Number.isFinite(our) ? (our / their).toFixed(2) : '';
  // What was not measured is neither.
  const met = measure.target && !Number.isNaN(our) && (measure.target.met(our, their, medians.of(none, measure.id)) ? 'reached' : '**not reached**');
  return [heading(measure), written(measure, our), Number.isNaN(their) ? '' : `${written(measure, their)} (${best.name})`, ratio, measure.target?.words ?? '', met || ''];
}));

/** @param {Medians} medians @param {Contestant} contestant one of ours @returns {string[]} a sentence for each measure in which another is better */
export function defeats(medians, contestant) {
  return measures.flatMap((measure) => {
    const { id, unit } = measure;
    const our = medians.of(contestant, id);
    const better = rivals.filter((rival) => written(measure, medians.of(rival, id)) !== written(measure, our) && medians.of(rival, id) < our);
    if (better.length === 0) return [];
    const names = better.sort((a, b) => medians.of(a, id) - medians.of(b, id)).map((rival) => `${rival.name} (${written(measure, medians.of(rival, id))})`);
    return [`- ${measure.title}: ${written(measure, our)}${unit === 'ms' ? ' ms' : ''}, behind ${names.join(', ')}.`];
  });
}
