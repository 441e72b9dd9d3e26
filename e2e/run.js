/**
 * The browser tests in each engine: "npm test", or some of them: "npm test -- firefox webkit banner.test.js gate/".
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { limits } from './harness/limits.js';

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

let failed = false;
for (const engine of engines.length ? engines : ENGINES) {
  console.log(`\n${engine}: ${files.length} files`);
  for (const { ability, reason } of limits.filter(({ engines }) => engines.includes(engine))) console.log(`  does without ${ability}: ${reason}`);
  const began = Date.now();
  const status = await new Promise((resolve) => {
    spawn(process.execPath, ['--test', `--test-concurrency=${CONCURRENCY}`, `--test-timeout=${LONGEST}`, '--test-reporter=spec', ...files],
      { stdio: 'inherit', env: { ...process.env, ENGINE: engine } }).once('exit', resolve);
  });
  console.log(`${engine}: ${status === 0 ? 'passed' : 'FAILED'} in ${Math.round((Date.now() - began) / 1000)} s`);
  failed ||= status !== 0;
}
process.exitCode = failed ? 1 : 0;
