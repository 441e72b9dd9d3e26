import { connect, createServer } from 'node:net';

/**
 * A slow line between browser and servers: every byte of every connection goes through it, and is counted as it is handed to the browser. Works below HTTP,
 * so that it sees headers, Workers and the browser's cache alike.
 *
 * What it does: a round trip for each new connection (TCP's handshake), half of one for each way, and one rate for all that comes down, shared packet by
 * packet. What it does not do: slow start, loss, encryption. All three would weigh on those who send more, over more connections.
 *
 * @typedef {object} Log what came over the line since begin()
 * @property {{time: number, host: string, bytes: number}[]} received in order; time as in now()
 * @property {{time: number, host: string, line: string}[]} requests with their first lines
 */

/** Bytes of a full TCP segment on Ethernet. */
const PACKET = 1460;
const REQUEST = /^(?:GET|HEAD|POST|PUT|DELETE|OPTIONS) [^\r\n]*/;

/** @returns {number} milliseconds since 1970, as finely as the page's own performance.timeOrigin + performance.now() */
export const now = () => performance.timeOrigin + performance.now();

export class Line {
  /** @type {Way[]} those with packets to send, in turn */
  #waiting = [];
  /** When the line has sent what it was given. */
  #free = 0;
  #sending = false;
  /** @type {(() => Promise<void>)[]} */
  #closing = [];
  /** @type {Log} */
  log = { received: [], requests: [] };

  /** @param {{roundTrip?: number, bitsPerSecond?: number}} [settings] milliseconds, and the rate downwards */
  constructor({ roundTrip = 150, bitsPerSecond = 1.6e6 } = {}) {
    this.roundTrip = roundTrip;
    this.bytesPerMillisecond = bitsPerSecond / 8000;
  }

  /** Lets everything pass as fast as it comes, while something else slows it down. @template T @param {() => Promise<T>} course @returns {Promise<T>} */
  async unshaped(course) {
    const { roundTrip, bytesPerMillisecond } = this;
    Object.assign(this, { roundTrip: 0, bytesPerMillisecond: Infinity });
    try {
      return await course();
    } finally {
      Object.assign(this, { roundTrip, bytesPerMillisecond });
    }
  }

  /** Starts a new log. @returns {Log} */
  begin() {
    this.log = { received: [], requests: [] };
    return this.log;
  }

  /** @returns {number} when the last byte came or the last request went, 0 if there was none */
  get lastActive() {
    return Math.max(this.log.received.at(-1)?.time ?? 0, this.log.requests.at(-1)?.time ?? 0);
  }

  /**
   * Lays the line to a server.
   *
   * @param {string} host the name under which browsers reach it, and it stands in the log: one of *.localhost
   * @param {string} target address of the server
   * @param {(answer: Buffer) => void} [change] may change bytes of what the server sends, in place
   * @returns {Promise<string>} address at this end of the line
   */
  async lay(host, target, change = () => {}) {
    const { hostname, port } = new URL(target);
    /** @type {Set<import('node:net').Socket>} */
    const sockets = new Set();
    const server = createServer({ noDelay: true }, (client) => {
      const upstream = connect({ host: hostname, port: Number(port), noDelay: true });
      for (const socket of [client, upstream]) {
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket));
        // The other side hears of it by "close".
        socket.on('error', () => {});
      }
      const established = now() + this.roundTrip;
      const up = new Queue((bytes) => upstream.write(bytes), () => upstream.end());
      const way = new Way(client, (bytes) => this.log.received.push({ time: now(), host, bytes }));
      client.on('data', (bytes) => {
        const line = bytes.toString('latin1').match(REQUEST)?.[0];
        if (line) this.log.requests.push({ time: now(), host, line });
        up.push(bytes, Math.max(now(), established) + this.roundTrip / 2);
      });
      client.on('end', () => up.end(now() + this.roundTrip / 2));
      client.on('close', () => upstream.destroy());
      upstream.on('data', (bytes) => {
        change(bytes);
        way.give(bytes);
        this.#send(way);
      });
      upstream.on('end', () => {
        way.finish();
        this.#send(way);
      });
      upstream.on('error', () => client.destroy());
    });
    await new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', () => resolve(undefined));
    });
    this.#closing.push(async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    });
    return `http://${host}:${/** @type {import('node:net').AddressInfo} */ (server.address()).port}`;
  }

  /** @param {Way} way has packets to send */
  #send(way) {
    if (!this.#waiting.includes(way)) this.#waiting.push(way);
    if (!this.#sending) {
      this.#free = Math.max(this.#free, now());
      this.#next();
    }
  }

  /** Sends a packet of whose turn it is. A timer that fires late is made up for by the next. */
  #next() {
    const way = this.#waiting.shift();
    this.#sending = way !== undefined;
    if (!way) return;
    const packet = way.take();
    this.#free += packet.length / this.bytesPerMillisecond;
    way.arrive(packet, this.#free + this.roundTrip / 2);
    if (way.pending) this.#waiting.push(way);
    setTimeout(() => this.#next(), this.#free - now());
  }

  async stop() {
    await Promise.all(this.#closing.map((close) => close()));
  }
}

/** Things that arrive in order, each at its time. */
class Queue {
  /** @type {(Buffer | null)[]} */
  #entries = [];

  /** @param {(bytes: Buffer) => void} arrived @param {() => void} ended */
  constructor(arrived, ended) {
    this.arrived = arrived;
    this.ended = ended;
  }

  /** @param {Buffer | null} entry null for the end @param {number} time */
  push(entry, time) {
    this.#entries.push(entry);
    // Timers of different lengths may fire out of order: whichever fires first delivers what was first.
    setTimeout(() => {
      const first = this.#entries.shift();
      if (first) this.arrived(first);
      else this.ended();
    }, time - now());
  }

  /** @param {number} time */
  end(time) { this.push(null, time); }
}

/** The way down of one connection. */
class Way {
  /** @type {Buffer[]} */
  #bytes = [];
  #finished = false;

  /** @param {import('node:net').Socket} client @param {(bytes: number) => void} count */
  constructor(client, count) {
    this.air = new Queue((packet) => {
      if (client.destroyed || packet.length === 0) return;
      client.write(packet);
      count(packet.length);
    }, () => client.end());
  }

  /** @param {Buffer} bytes */
  give(bytes) {
    for (let at = 0; at < bytes.length; at += PACKET) this.#bytes.push(bytes.subarray(at, at + PACKET));
  }

  finish() { this.#finished = true; }

  get pending() { return this.#bytes.length > 0 || this.#finished; }

  /** @returns {Buffer} the next packet, an empty one for the end */
  take() { return this.#bytes.shift() ?? Buffer.alloc(0); }

  /** @param {Buffer} packet @param {number} time */
  arrive(packet, time) {
    if (packet.length > 0) {
      this.air.push(packet, time);
      return;
    }
    this.#finished = false;
    this.air.end(time);
  }
}
