import { apply, intercept } from './intercept.js';
import { heldBy } from './rules.js';

/** Calls that scripts make: to the host of a service that is not granted, they fail as they do where there is no network. Nothing is kept for later. */

/** @type {WeakMap<XMLHttpRequest, {address: unknown, async: boolean, failing?: any}>} what each request was opened for */
const opened = new WeakMap();
/** Connections that stay open, with their address. @type {Set<{address: string, connection: WeakRef<WebSocket | EventSource>}>} */
const lasting = new Set();

/** An address at which nobody is (RFC 2606): connecting to it fails. */
const NOWHERE = 'wss://temoin.invalid/';

export function guardNetwork() {
  intercept(window, 'fetch', (native, self, args) => {
    const [input, options] = args;
    if (!heldBy(input instanceof Request ? input.url : input)) return apply(native, self, args);
    const signal = options?.signal ?? input.signal;
    return Promise.reject(signal?.aborted ? signal.reason : new TypeError('Failed to fetch'));
  });
  // True says that it is on its way: false would make the caller try another one.
  intercept(Navigator.prototype, 'sendBeacon', (native, self, args) => Boolean(heldBy(args[0])) || apply(native, self, args));
  intercept(XMLHttpRequest.prototype, 'open', (native, self, args) => {
    clearTimeout(opened.get(self)?.failing);
    opened.set(self, { address: args[1], async: args.length < 3 || Boolean(args[2]) });
    delete self.readyState;
    return apply(native, self, args);
  });
  intercept(XMLHttpRequest.prototype, 'send', (native, self, args) => {
    const request = opened.get(self);
    if (!request || !heldBy(request.address)) return apply(native, self, args);
    if (!request.async) throw new DOMException('The network is out of reach', 'NetworkError');
    request.failing = setTimeout(end, 0, self, 'error');
  });
  intercept(XMLHttpRequest.prototype, 'abort', (native, self, args) => {
    const request = opened.get(self);
    if (!request?.failing) return apply(native, self, args);
    clearTimeout(request.failing);
    end(self, 'abort');
  });
  for (const [name, nowhere] of [['WebSocket', NOWHERE], ['EventSource', 'about:invalid']]) {
    intercept(window, name, undefined, (native, [address, ...rest], made) => {
      const held = heldBy(address);
      const connection = Reflect.construct(native, [held ? nowhere : address, ...rest], made);
      if (held) return connection;
      lasting.add({ address: connection.url, connection: new WeakRef(connection) });
      return connection;
    });
  }
}

/** Closes the connections of services that are granted no more. */
export function hangUp() {
  for (const entry of lasting) {
    const connection = entry.connection.deref();
    if (connection && !heldBy(entry.address)) continue;
    connection?.close();
    lasting.delete(entry);
  }
}

/** What a request does that comes to nothing (XMLHttpRequest, "request error steps"). @param {XMLHttpRequest} request @param {'error' | 'abort'} how */
function end(request, how) {
  Object.assign(opened.get(request) ?? {}, { failing: undefined });
  Object.defineProperty(request, 'readyState', { value: XMLHttpRequest.DONE, configurable: true });
  request.dispatchEvent(new Event('readystatechange'));
  for (const type of [how, 'loadend']) request.dispatchEvent(new ProgressEvent(type));
}
