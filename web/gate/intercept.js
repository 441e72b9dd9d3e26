/**
 * Stands in front of what the browser offers to scripts. A Proxy keeps name, length and the native look of a function, so that nobody who looks
 * is surprised, and it adds nothing to the page's own stack but itself.
 */

export const { apply } = Reflect;

/**
 * @param {any} object
 * @param {string} name of a method, or of a constructor
 * @param {ProxyHandler<any>['apply']} call is called in its place, with the native one
 * @param {ProxyHandler<any>['construct']} [construct] the same for a constructor
 */
export function intercept(object, name, call, construct) {
  // Asking a prototype for an attribute throws.
  const native = object && Object.getOwnPropertyDescriptor(object, name)?.value;
  if (typeof native !== 'function') return;
  object[name] = new Proxy(native, construct ? { construct } : { apply: call });
  if (construct) native.prototype.constructor = object[name];
}

/**
 * @param {any} prototype
 * @param {string} name of a property
 * @param {ProxyHandler<any>['apply']} set
 * @param {ProxyHandler<any>['apply']} [get]
 */
export function interceptProperty(prototype, name, set, get) {
  const native = prototype && Object.getOwnPropertyDescriptor(prototype, name);
  if (!native?.set || !native.configurable) return;
  Object.defineProperty(prototype, name, {
    ...native, set: new Proxy(native.set, { apply: set }), get: get ? new Proxy(native.get, { apply: get }) : native.get,
  });
}
