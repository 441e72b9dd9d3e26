import assert from 'node:assert/strict';
import { test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { bareScript } from './bare.js';

test('A bare box weighs what it is told to, and next to nothing where it is told nothing', () => {
  for (const weight of [3000, 8726]) {
    const { length } = brotliCompressSync(bareScript(weight));
    assert.ok(Math.abs(length - weight) < weight / 100, `${length} bytes, not ${weight}`);
  }
  assert.ok(brotliCompressSync(bareScript(0)).length < 400);
});
