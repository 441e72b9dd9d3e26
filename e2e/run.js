/**
 * The browser tests in each engine: "npm test", or some of them: "npm test -- firefox webkit banner.test.js gate/". A file is a process of its own, and three run
 * at a time; what an engine lacks is in harness/limits.js, and told.
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { startBrowser } from './harness/browser.js';
import { launch } from './harness/firefox/launch.js';
import { endGroup } from './harness/group.js';
import { limits } from './harness/limits.js';
import { startPool } from './harness/pool.js';
import { lending, startTemoin } from './harness/temoin.js';
import { CRASHED } from './harness/webkit/session.js';

const ENGINES = ['chromium', 'firefox', 'webkit'];
/** Files at a time, on the two cores that this is meant for: with two, a tenth of them waits for an answer from the other side. */
const CONCURRENCY = 3;
/** Milliseconds after which a file hangs. */
const LONGEST = 600000;

const words = process.argv.slice(2);
const engines = ENGINES.filter((engine) => words.includes(engine));
const wanted = words.filter((word) => !ENGINES.includes(word));
const files = readdirSync('.', { recursive: true }).map(String)
  .filter((file) => file.endsWith('.test.js') && !file.startsWith('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.startsWith(word)))
  // The largest first, for want of better knowledge (next).
  .sort((a, b) => statSync(b).size - statSync(a).size);
/** WebKit's driver serves one file only. @type {Record<string, ReturnType<typeof startPool> | undefined>} */
const pools = { chromium: startPool(({ build, flags }) => startBrowser(build, flags)), firefox: startPool(() => launch()) };
/** One for each of the files that run at a time. */
const servers = await Promise.all(Array.from({ length: CONCURRENCY }, startTemoin));
/** @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/** Milliseconds that a file took in the last engine. @type {Map<string, number>} */
const took = new Map();

/** What is ended before its time takes with it the browsers that it started. @param {import('node:child_process').ChildProcess} child */
const end = ({ pid }) => endGroup(pid);
for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    running.forEach(end);
    for (const pool of Object.values(pools)) pool?.close();
    Promise.all(servers.map((server) => server.stop())).finally(() => process.exit(1));
  });
}

/**
 * @param {string} engine
 * @param {string} file
 * @param {import('./harness/temoin.js').Temoin} server
 * @returns {Promise<{passed: number, well: boolean, crashed: boolean}>} how many tests passed, whether none failed, and whether the engine itself came to an end
 */
function run(engine, file, server) {
  return new Promise((resolve) => {
    const began = Date.now();
    const child = spawn(process.execPath, ['--test-reporter=spec', file], {
      env: { ...process.env, ...lending(server), ENGINE: engine, FORCE_COLOR: '0' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      // A group of its own, with the browsers that it starts.
      detached: true,
    });
    running.add(child);
    const giveBack = pools[engine]?.serve(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (data) => { said += data; });
    const late = setTimeout(() => {
      said += `\n${file} hangs: nothing after ${LONGEST / 1000} s\n`;
      end(child);
    }, LONGEST);
    child.once('close', (code) => {
      clearTimeout(late);
      running.delete(child);
      took.set(file, Date.now() - began);
      const count = (/** @type {string} */ what) => Number(new RegExp(`^ℹ ${what} (\\d+)$`, 'm').exec(said)?.[1] ?? 0);
      const well = code === 0 && count('fail') === 0 && count('pass') > 0;
      giveBack?.(well);
      const without = count('skipped') ? `, ${count('skipped')} left out for what it lacks` : '';
      console.log(`${well ? 'ok    ' : 'FAILED'} ${engine} ${file}: ${count('pass')} tests${without}, ${Math.round((Date.now() - began) / 1000)} s`);
      if (!well) console.log(said);
      resolve({ passed: count('pass'), well, crashed: !well && said.includes(CRASHED) });
    });
  });
}

const jobs = (engines.length ? engines : ENGINES).flatMap((engine) => files.map((file) => ({ engine, file })));
/** @returns {{engine: string, file: string} | undefined} the longest of those that the engine has left, so that none is left to run alone at the end */
function next() {
  const long = (/** @type {{file: string}} */ { file }) => took.get(file) ?? LONGEST;
  const found = jobs.filter(({ engine }) => engine === jobs[0].engine).reduce((longest, job) => (long(job) > long(longest) ? job : longest), jobs[0]);
  if (found) jobs.splice(jobs.indexOf(found), 1);
  return found;
}

for (const { ability, engines, reason } of limits) console.log(`${engines.join(' and ')}: without ${ability}: ${reason}`);
let passed = 0;
/** @type {string[]} */
const failed = [];
/** @type {string[]} */
const crashes = [];
/** Files that are still to end, by engine. @type {Map<string, number>} */
const wanting = new Map();
for (const { engine } of jobs) wanting.set(engine, (wanting.get(engine) ?? 0) + 1);
await Promise.all(servers.map(async (server) => {
  for (let job = next(); job; job = next()) {
    let result = await run(job.engine, job.file, server);
    // One crash is the engine's; what crashes it twice is ours.
    if (result.crashed) {
      crashes.push(`${job.engine} ${job.file}`);
      result = await run(job.engine, job.file, server);
    }
    // A browser that nobody wants any more would still take a part of a core: a Firefox two percent.
    const left = (wanting.get(job.engine) ?? 0) - 1;
    wanting.set(job.engine, left);
    if (left === 0) pools[job.engine]?.close();
    passed += result.passed;
    if (!result.well) failed.push(`${job.engine} ${job.file}`);
  }
}));
await Promise.all(servers.map((server) => server.stop()));
for (const name of crashes) console.log(`run again, because the engine crashed: ${name}`);
for (const name of failed) console.log(`FAILED: ${name}`);
console.log(`${passed} tests passed; ${failed.length} files failed, in ${Math.round(performance.now() / 1000)} s`);
process.exitCode = failed.length ? 1 : 0;
