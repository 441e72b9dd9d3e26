import { answers, fill, grants, holds, OBJECTION } from './cookie.js';

/**
 * The value for a choice that grants one service more (Go: consent.Allow): what was answered stays answered and keeps its age; what was not is denied, and
 * still to be asked. Travels with the placeholders, which alone need it.
 *
 * @param {string} template from the server
 * @param {import('./cookie.js').Choice | null} previous
 * @param {Record<string, string>} services
 * @param {string} id
 * @param {number} now
 */
export function allow(template, previous, services, id, now) {
  const time = holds(previous, now) ? previous.time : now;
  const entries = JSON.parse(decodeURIComponent(fill(template, false, null, time)));
  const charter = [];
  for (const other in services) {
    if (services[other] === '') continue;
    entries[other] = other === id || grants(previous, services, other, now);
    if (services[other] !== OBJECTION && (other === id || answers(previous, other, services[other], now))) charter.push(services[other]);
  }
  entries.charter = charter.sort().join('') || 'exempt';
  return fill(encodeURIComponent(JSON.stringify(entries)), false, previous, time);
}
