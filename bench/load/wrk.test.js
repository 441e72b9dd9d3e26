import assert from 'node:assert/strict';
import { test } from 'node:test';
import { understand } from './wrk.js';

const said = `Running 3s test @ http://127.0.0.1:1/
  1 threads and 32 connections
  Latency Distribution
     50%  812.00us
     75%    1.20ms
     90%    2.00ms
     99%    1.05s
  3000 requests in 3.00s, 30.00MB read
Requests/sec:   1000.50
Transfer/sec:     10.00MB
`;

test('what wrk says is understood', () => assert.deepEqual(understand(said), { perSecond: 1000.5, median: 0.812, p99: 1050 }));
test('refused requests are no result', () => assert.throws(() => understand(`${said}  Non-2xx or 3xx responses: 12\n`), /Non-2xx/));
test('what is not understood is no result', () => assert.throws(() => understand('wrk 5'), /does not understand/));
