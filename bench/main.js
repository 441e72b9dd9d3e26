/**
 * Measures Témoin beside others, and its server beside nginx, and writes docs/bench.md, docs/images/bench.svg and the table in the README.
 *
 * usage: [ROUNDS=5] node bench/main.js
 */
import { execFileSync } from 'node:child_process';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { compare } from './compare.js';
import { compareServers } from './load/servers.js';
import { report } from './report.js';
import { startStage } from './stage.js';

const rounds = Number(process.env.ROUNDS ?? 5);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error(`ROUNDS=${process.env.ROUNDS}: a whole number from 1 up`);
  process.exit(2);
}
const progress = (/** @type {string} */ message) => console.error(message);

const [busy] = loadavg();
if (busy > 1) progress(`The machine is busy (load ${busy.toFixed(1)}): ratios will be rough, and times longer than they are.`);

// First, because it takes less long: what is missing is missed at once.
const servers = await compareServers(Math.min(rounds, 3), progress);
const stage = await startStage();
/** @type {Awaited<ReturnType<typeof compare>>} */
let results;
let browser = '';
try {
  browser = await stage.browser.version();
  results = await compare(stage, rounds, progress);
} finally {
  await stage.stop();
}

const [{ model }] = cpus();
const machine = `${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GiB, Linux ${release()}, ${browser.replace('/', ' ')}, Node ${process.version.slice(1)}, `
  + `${execFileSync('go', ['env', 'GOVERSION'], { encoding: 'utf8' }).trim().replace('go', 'Go ')}; its load when the run began was ${busy.toFixed(1)}`;
console.log(await report({ results, rounds, machine, servers }));
console.log(`\n${servers}`);
