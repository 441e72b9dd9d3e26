import { intercept } from './intercept.js';
import { heldBy } from './rules.js';

/** Calls that scripts make: to the host of a service that is not granted, they fail as they do where there is no network. Nothing is kept for later. */

/** What each request was opened for. @type {WeakMap<XMLHttpRequest, any[]>} */
const opened = new WeakMap();
/** Requests that are about to fail. @type {WeakSet<XMLHttpRequest>} */
const failing = new WeakSet();
/** Connections that stay open. @type {Set<WeakRef<WebSocket | EventSource>>} */
const lasting = new Set();

export const guardNetwork = () => {
  intercept(window, 'fetch', (_, [input, options]) =>
    heldBy(input?.url ?? input) && [Promise.reject((options?.signal ?? input.signal)?.reason ?? new TypeError('Failed to fetch'))]);
  // True says that it is on its way: false would make the caller try another one.
  intercept(Navigator, 'sendBeacon', (_, args) => heldBy(args[0]) && [true]);
  intercept(XMLHttpRequest, 'open', (self, args) => {
    opened.set(self, args);
    failing.delete(self);
    delete self.readyState;
  });
  intercept(XMLHttpRequest, 'send', (self) => {
    const [, address, async = true] = opened.get(self) ?? [];
    if (!address || !heldBy(address)) return;
    if (!async) throw new DOMException('Out of reach', 'NetworkError');
    failing.add(self);
    setTimeout(end, 0, self, 'error');
    return [];
  });
  intercept(XMLHttpRequest, 'abort', (self) => end(self, 'abort') && []);
  for (const name of ['WebSocket', 'EventSource']) {
    intercept(window, name, (made, [address, ...rest], native) => {
      const held = heldBy(address);
      // An address at which nobody is (RFC 2606): connecting to it fails.
      const connection = Reflect.construct(native, [held ? 'wss://temoin.invalid/' : address, ...rest], made);
      if (!held) lasting.add(new WeakRef(connection));
      return [connection];
    });
  }
};

/** Closes the connections of services that are granted no more. */
export const hangUp = () => {
  for (const reference of lasting) {
    const connection = reference.deref();
    if (connection && !heldBy(connection.url)) continue;
    connection?.close();
    lasting.delete(reference);
  }
};

/**
 * What a request does that comes to nothing (XMLHttpRequest, "request error steps").
 *
 * @param {XMLHttpRequest} request
 * @param {'error' | 'abort'} how
 * @returns {boolean} whether it was about to
 */
const end = (request, how) => {
  if (!failing.delete(request)) return false;
  Object.defineProperty(request, 'readyState', { value: 4, configurable: true });
  request.dispatchEvent(new Event('readystatechange'));
  for (const type of [how, 'loadend']) request.dispatchEvent(new ProgressEvent(type));
  return true;
};
