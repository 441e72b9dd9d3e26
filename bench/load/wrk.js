import { end, GENERATOR, spawnOn } from './process.js';

/**
 * Puts load on an address of this machine.
 *
 * @param {string} address
 * @param {Record<string, string>} headers
 * @param {number} seconds
 * @returns {Promise<{perSecond: number, median: number, p99: number}>} requests per second; milliseconds. It fails if any answer is not what a browser would take
 */
export async function wrk(address, headers, seconds) {
  const child = spawnOn(GENERATOR, ['wrk', '-t1', '-c32', `-d${seconds}s`, '--latency', ...Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]), address],
    { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout?.on('data', (bytes) => { said += bytes; });
  try {
    const code = await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    if (code !== 0) throw new Error(`wrk ended with status ${code}: ${said}`);
  } finally {
    await end(child);
  }
  return understand(said);
}

const MILLISECONDS = { us: 0.001, ms: 1, s: 1000 };

/** @param {string} said what wrk printed */
export function understand(said) {
  const faulty = said.match(/Non-2xx or 3xx responses: \d+|Socket errors: .*/)?.[0];
  if (faulty) throw new Error(`wrk: ${faulty}`);
  const perSecond = Number(said.match(/Requests\/sec: +([\d.]+)/)?.[1]);
  const [median, p99] = [/ 50% +([\d.]+)(us|ms|s)/, / 99% +([\d.]+)(us|ms|s)/].map((pattern) => {
    const [, number, unit] = said.match(pattern) ?? [];
    return Number(number) * MILLISECONDS[/** @type {keyof typeof MILLISECONDS} */ (unit)];
  });
  if (![perSecond, median, p99].every(Number.isFinite)) throw new Error(`wrk said what the bench does not understand: ${said}`);
  return { perSecond, median, p99 };
}
