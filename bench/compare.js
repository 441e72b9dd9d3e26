import { Visit } from './visit.js';
import { bounds, contestants, none } from './peers/all.js';
import { BANNER, PORTAL } from './stage.js';

/**
 * All contestants in turn, round by round. A round is two first visits of each: one visitor refuses as soon as the banner is on screen, the other when the page is
 * calm, and comes back. Where a banner starts something by itself, a third refuses while that starts. A last one only looks, on Chromium's own slow line. A bound is only looked at,
 * as often as a banner is.
 *
 * @typedef {import('./peers/contestant.js').Contestant} Contestant
 * @typedef {import('./shaping.js').Log} Log
 * @typedef {Record<string, number[]>} Results values by measure (measures.js)
 */

/**
 * @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage
 * @param {number} rounds
 * @param {(message: string) => void} progress
 * @returns {Promise<Map<Contestant, Results>>}
 */
export async function compare(stage, rounds, progress) {
  /** @type {Map<Contestant, Results>} */
  const results = new Map(contestants.map((contestant) => [contestant, {}]));
  const began = Date.now();
  for (let round = 1; round <= rounds; round++) {
    /** @type {Baseline | undefined} */
    let baseline;
    for (const contestant of contestants) {
      progress(`round ${round} of ${rounds}, ${Math.round((Date.now() - began) / 1000)} s: ${contestant.name}`);
      const keep = (/** @type {Record<string, number>} */ values) => {
        const all = /** @type {Results} */ (results.get(contestant));
        for (const [id, value] of Object.entries(values)) (all[id] ??= []).push(value);
      };
      if (contestant === none) {
        baseline = await twice(progress, () => visitWithout(stage, keep));
        continue;
      }
      if (bounds.includes(contestant)) {
        for (let visit = 0; visit < 2; visit++) keep(await twice(progress, () => see(stage, contestant)));
        keep(await twice(progress, () => seeEmulated(stage, contestant)));
        continue;
      }
      const before = /** @type {Baseline} */ (baseline);
      const early = await twice(progress, () => refuseAtOnce(stage, contestant));
      const late = await twice(progress, () => refuseLate(stage, contestant, before));
      const starting = contestant.heaviest ? await twice(progress, () => refuseWhileItStarts(stage, contestant)) : { interaction: 0 };
      keep({ ...early, ...starting, ...late, interaction: Math.max(early.interaction, starting.interaction, late.interaction) });
      keep({ shown: early.shown });
      keep(await twice(progress, () => seeEmulated(stage, contestant)));
    }
  }
  return results;
}

/**
 * The page without a banner, in the same round.
 *
 * @typedef {object} Baseline
 * @property {number} bytes of the first visit
 * @property {number} bytesAgain of the second
 * @property {number} memory bytes
 */

/** A busy machine may break a visit; broken twice is a fault. @template T @param {(message: string) => void} progress @param {() => Promise<T>} visit */
async function twice(progress, visit) {
  try {
    return await visit();
  } catch (error) {
    progress(`again, because of: ${/** @type {Error} */ (error).message}`);
    return visit();
  }
}

const sum = (/** @type {Log} */ log, /** @type {string} */ host, until = Infinity) =>
  log.received.reduce((total, entry) => total + (entry.host === host && entry.time <= until ? entry.bytes : 0), 0);
const count = (/** @type {Log} */ log, until = Infinity) => log.requests.filter(({ host, time }) => host === BANNER && time <= until).length;
const blocking = (/** @type {number[]} */ tasks) => tasks.reduce((total, task) => total + Math.max(0, task - 50), 0);

/**
 * @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage
 * @param {Contestant} contestant
 * @template T
 * @param {(visit: Visit) => Promise<T>} course
 */
async function visiting({ browser, line }, contestant, course) {
  const visit = await Visit.begin(browser, line, contestant);
  try {
    const result = await course(visit);
    const strangers = [...visit.hosts].filter((host) => host !== PORTAL && host !== BANNER);
    if (strangers.length > 0) throw new Error(`${contestant.name} called ${strangers.join(', ')}: the bench counts nothing of what comes from there`);
    return result;
  } finally {
    await visit.end();
  }
}

/** @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage @param {(values: Record<string, number>) => void} keep */
const visitWithout = (stage, keep) => visiting(stage, none, async (visit) => {
  const log = await visit.go(stage.address(none));
  await visit.calm();
  const seen = await visit.seen();
  const memory = await visit.memory();
  await visit.go('about:blank');
  const again = await visit.go(stage.address(none));
  await visit.calm();
  keep({ firstPaint: seen.firstPaint, shift: seen.shift, blocking: blocking(seen.tasks), longest: Math.max(0, ...seen.tasks) });
  return { bytes: sum(log, PORTAL), bytesAgain: sum(again, PORTAL), memory };
});

/** @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage @param {Contestant} contestant */
const refuseAtOnce = (stage, contestant) => visiting(stage, contestant, async (visit) => {
  await visit.go(stage.address(contestant));
  const { waited, interaction } = await refusing(visit, await visit.banner());
  return { shown: (await visit.seen()).shown, early: waited, interaction };
});

/** @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage @param {Contestant} contestant */
const see = (stage, contestant) => visiting(stage, contestant, async (visit) => ({ shown: await shownTo(visit, stage.address(contestant)) }));

/** @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage @param {Contestant} contestant */
const seeEmulated = (stage, contestant) => stage.line.unshaped(() => visiting(stage, contestant, async (visit) => {
  await visit.emulateLine();
  return { emulated: await shownTo(visit, stage.address(contestant)) };
}));

/** @param {Visit} visit that only looks @param {string} address @returns {Promise<number>} when the banner is on screen */
async function shownTo(visit, address) {
  await visit.go(address);
  await visit.banner();
  return (await visit.seen()).shown;
}

/** @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage @param {Contestant} contestant */
const refuseWhileItStarts = (stage, contestant) => visiting(stage, contestant, async (visit) => {
  await visit.go(stage.address(contestant));
  const place = await visit.banner();
  await visit.starting();
  const { waited, interaction } = await refusing(visit, place);
  return { during: waited, interaction };
});

/** @param {Visit} visit @param {{x: number, y: number}} place */
async function refusing(visit, place) {
  const stored = await visit.refuse(place);
  const seen = await visit.seen();
  return { waited: stored ? seen.stored - seen.clicked : Infinity, interaction: seen.painted - seen.clicked };
}

/**
 * @param {Awaited<ReturnType<typeof import('./stage.js').startStage>>} stage
 * @param {Contestant} contestant
 * @param {Baseline} baseline
 */
const refuseLate = (stage, contestant, baseline) => visiting(stage, contestant, async (visit) => {
  const log = await visit.go(stage.address(contestant));
  await visit.banner();
  await visit.calm();
  const calm = await visit.seen();
  const shownAt = await visit.origin() + calm.shown;
  const inPage = sum(log, PORTAL) - baseline.bytes;
  const asking = await visit.memory();
  const { waited, interaction } = await refusing(visit, await visit.place());
  if (waited === Infinity) throw new Error(`${contestant.name}: a click on a calm page stored nothing: look at "refuse" and "stored" in bench/peers`);
  const memoryAfter = await visit.memory();
  await visit.go('about:blank');
  const again = await visit.go(stage.address(contestant));
  await visit.calm('true');
  if ((await visit.seen()).shown) throw new Error(`${contestant.name} asks again at the second visit`);
  const kilo = (/** @type {number} */ bytes) => bytes / 1000;
  const mega = (/** @type {number} */ bytes) => bytes / 1e6;
  return {
    shown: calm.shown, weight: kilo(sum(log, BANNER, shownAt) + inPage), requests: count(log, shownAt), late: waited, interaction,
    blocking: blocking(calm.tasks), longest: Math.max(0, ...calm.tasks), firstPaint: calm.firstPaint, shift: calm.shift, whole: kilo(sum(log, BANNER) + inPage),
    again: kilo(sum(again, BANNER) + sum(again, PORTAL) - baseline.bytesAgain), requestsAgain: count(again),
    memoryAsking: mega(asking - baseline.memory), memoryAfter: mega(memoryAfter - baseline.memory),
  };
});
