/**
 * The browser tests in each engine: "npm test", or some of them: "npm test -- firefox webkit banner.test.js gate/".
 *
 * A file in which something failed runs once more, alone: three browsers on two cores, each started anew for every file, sometimes starve one another. What fails
 * alone too has failed; what does not is told by name at the end, so that its cause can be found. What an engine still owes is in harness/limits.js, and told.
 */
import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { limits, owed } from './harness/limits.js';

const ENGINES = ['chromium', 'firefox', 'webkit'];
/** Files at a time; the machines that this is meant for have two cores. */
const CONCURRENCY = 2;
/** Milliseconds after which a file hangs. */
const LONGEST = 600000;

const words = process.argv.slice(2);
const engines = ENGINES.filter((engine) => words.includes(engine));
const wanted = words.filter((word) => !ENGINES.includes(word));
const files = readdirSync('.', { recursive: true }).map(String)
  .filter((file) => file.endsWith('.test.js') && !file.startsWith('node_modules'))
  .filter((file) => wanted.length === 0 || wanted.some((word) => file.startsWith(word))).sort();

/**
 * @param {string[]} files
 * @param {number} concurrency
 * @returns {Promise<string[]>} those in which something failed
 */
function failing(files, concurrency) {
  /** @type {Set<string>} */
  const failed = new Set();
  const tests = run({ files, concurrency, timeout: LONGEST });
  tests.on('test:fail', ({ file, todo }) => {
    if (file && todo === undefined) failed.add(relative('.', file));
  });
  const report = new spec();
  tests.compose(report).pipe(process.stdout, { end: false });
  return new Promise((resolve) => { tests.once('end', () => resolve([...failed])); });
}

let passed = 0;
/** @type {string[]} */
const unsteady = [];
/** @type {string[]} */
const broken = [];
for (const engine of engines.length ? engines : ENGINES) {
  const due = wanted.length ? {} : owed[engine] ?? {};
  const running = files.filter((file) => !(file in due));
  console.log(`\n${engine}: ${running.length} files`);
  for (const [file, reason] of Object.entries(due)) console.log(`  OWED, not run: ${file}: ${reason}`);
  for (const { ability, reason } of limits.filter(({ engines }) => engines.includes(engine))) console.log(`  does without ${ability}: ${reason}`);
  // The test files are processes of their own, and read it (harness/engine.js).
  process.env.ENGINE = engine;
  const began = Date.now();
  const suspects = await failing(running, CONCURRENCY);
  for (const file of suspects) {
    console.log(`\n${engine}: once more, alone: ${file}`);
    ((await failing([file], 1)).length ? broken : unsteady).push(`${engine} ${file}`);
  }
  passed += running.length - suspects.length;
  console.log(`${engine}: done in ${Math.round((Date.now() - began) / 1000)} s`);
}
for (const name of unsteady) console.log(`unsteady: ${name} failed beside others, and passed alone`);
for (const name of broken) console.log(`FAILED: ${name}`);
console.log(`${passed + unsteady.length} passed, ${broken.length} failed`);
process.exitCode = broken.length ? 1 : 0;
