import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';

/** Which processor a process is kept on: servers on one, the generator of load on the other, so that they do not take each other's time. */
export const SERVER = 0;
export const GENERATOR = 1;

/**
 * Starts a command on one processor, where there is more than one.
 *
 * @param {number} processor
 * @param {string[]} command
 * @param {import('node:child_process').SpawnOptions} options
 */
export function spawnOn(processor, command, options) {
  const [name, ...rest] = availableParallelism() > 1 ? ['taskset', '-c', String(processor), ...command] : command;
  return spawn(name, rest, { ...options, env: { ...process.env, ...options.env, PATH: `${process.env.PATH}:/usr/sbin` } });
}

/** @param {import('node:child_process').ChildProcess} child @param {NodeJS.Signals} [signal] @returns {Promise<void>} when it has ended */
export async function end(child, signal = 'SIGTERM') {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  await ended;
}
