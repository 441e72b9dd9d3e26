import WebSocket from 'ws';

/**
 * A WebSocket to Firefox, as puppeteer takes one. Firefox keeps a small packet back until its last one is acknowledged (Nagle's algorithm, RFC 9293, section
 * 3.7.4), and Linux acknowledges 40 ms later unless there is something to send: so each message is answered at once, with a pong that nobody waits for (RFC 6455,
 * section 5.5.3).
 *
 * @param {string} address
 * @returns {Promise<import('puppeteer-core').ConnectionTransport>}
 */
export async function reach(address) {
  // One message at a time: puppeteer answers what one brings along before it hears the next.
  const socket = new WebSocket(address, { perMessageDeflate: false, allowSynchronousEvents: false, maxPayload: 1 << 28 });
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  /** @type {import('puppeteer-core').ConnectionTransport} */
  const transport = { send: (message) => socket.send(message), close: () => socket.close() };
  socket.on('message', (data) => {
    socket.pong();
    transport.onmessage?.(String(data));
  });
  socket.on('close', () => transport.onclose?.());
  // Whatever went wrong, it ends with "close".
  socket.on('error', () => {});
  return transport;
}
