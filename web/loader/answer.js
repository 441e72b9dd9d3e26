import { allAlike, answers, encode, fingerprint, grants, holds, OBJECTION } from './cookie.js';

/**
 * The value for a choice that answers for some services only (Go: consent.AnswerFor): what was answered before stays answered and keeps its age; what was not is not
 * granted, and still to be asked. Travels with the placeholders and with what is asked again, which alone need it.
 *
 * @param {import('./cookie.js').Choice | null} previous
 * @param {Record<string, string>} services
 * @param {string[]} ids
 * @param {boolean} granted
 * @param {number} now
 */
export const answerFor = (previous, services, ids, granted, now) => {
  const held = holds(previous, now);
  const time = held ? previous.time : now;
  const entries = allAlike(services, false, time);
  const others = { ...previous?.entries };
  let charter = [];
  let pending = false;
  for (const id in services) {
    if (services[id] === '') continue;
    const entry = typeof others[id];
    delete others[id];
    if (ids.includes(id) || services[id] === OBJECTION || answers(previous, id, services[id], now)) {
      entries[id] = ids.includes(id) ? granted : grants(previous, services, id, now);
      if (services[id] !== OBJECTION) charter.push(services[id]);
    } else if (held && entry !== 'boolean') {
      // It came since: without an entry it is known for new.
      delete entries[id];
    } else {
      entries[id] = false;
      pending = true;
    }
  }
  if (held && pending) charter = charter.concat(former(previous, services));
  entries.charter = fingerprint(charter);
  return encode(entries, previous && { ...previous, entries: others });
};

/**
 * @param {import('./cookie.js').Choice} choice
 * @param {Record<string, string>} services
 * @returns {string[]} digests that it has of services as they were described before, or that are gone
 */
export const former = ({ charter }, services) => {
  const current = Object.values(services);
  return (charter.match(/.{6}/gs) ?? []).filter((digest) => digest !== 'exempt' && !current.includes(digest));
};
