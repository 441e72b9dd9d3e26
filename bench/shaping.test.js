import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { test } from 'node:test';
import { Line, now } from './shaping.js';

/** Asks over a connection of its own. @param {string} address @returns {Promise<{bytes: number, took: number}>} what a socket received, headers included */
function ask(address) {
  const { port } = new URL(address);
  return new Promise((resolve, reject) => {
    const start = now();
    let bytes = 0;
    const socket = connect({ host: '127.0.0.1', port: Number(port) }, () => socket.write('GET /body HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'));
    socket.on('data', (chunk) => { bytes += chunk.length; });
    socket.on('end', () => resolve({ bytes, took: now() - start }));
    socket.on('error', reject);
  });
}

/** @param {number} size @param {(line: Line, address: string) => Promise<void>} course */
async function withLine(size, course) {
  const server = createServer((_, response) => response.end(Buffer.alloc(size, 'x')));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  const line = new Line({ roundTrip: 100, bitsPerSecond: 800_000 });
  try {
    await course(line, await line.lay('a.localhost', `http://127.0.0.1:${port}`));
  } finally {
    await line.stop();
    server.closeAllConnections();
    server.close();
  }
}

/** A busy machine is late, never early. */
const within = (/** @type {number} */ took, /** @type {number} */ expected) =>
  assert.ok(took >= expected - 3 && took < expected + 150, `took ${took.toFixed()} ms, expected ${expected.toFixed()}`);

test('a request takes two round trips and the time its bytes need', () => withLine(40_000, async (line, address) => {
  const { bytes, took } = await ask(address);
  within(took, 2 * 100 + bytes / 100);
}));

test('the bytes in the log are those that the socket received', () => withLine(40_000, async (line, address) => {
  const { bytes } = await ask(address);
  assert.ok(bytes > 40_000);
  assert.equal(line.log.received.reduce((sum, entry) => sum + entry.bytes, 0), bytes);
  assert.deepEqual(line.log.requests.map(({ host, line: first }) => [host, first]), [['a.localhost', 'GET /body HTTP/1.1']]);
}));

test('two connections share the rate', () => withLine(30_000, async (line, address) => {
  const both = await Promise.all([ask(address), ask(address)]);
  const bytes = both[0].bytes + both[1].bytes;
  within(Math.max(both[0].took, both[1].took), 2 * 100 + bytes / 100);
  within(Math.min(both[0].took, both[1].took), 2 * 100 + bytes / 100 - 40);
}));

test('unshaped, it takes no time, and is itself again afterwards', () => withLine(40_000, async (line, address) => {
  const { took } = await line.unshaped(() => ask(address));
  within(took, 0);
  const { bytes, took: shaped } = await ask(address);
  within(shaped, 2 * 100 + bytes / 100);
}));
