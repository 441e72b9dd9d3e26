/**
 * Stands in front of what the browser offers to scripts. A Proxy keeps name, length and the native look of a function, so that nobody who looks
 * is surprised, and it adds nothing to the page's own stack but itself.
 */

/**
 * @param {any} object
 * @param {string} name of a method
 * @param {(self: any, args: any[], call: (args?: any[]) => any) => any} handler call carries out what was asked for
 */
export function intercept(object, name, handler) {
  const native = object?.[name];
  if (typeof native !== 'function') return;
  object[name] = new Proxy(native, {
    apply: (target, self, args) => handler(self, args, (changed = args) => Reflect.apply(target, self, changed)),
  });
}

/**
 * @param {any} object
 * @param {string} name of a constructor
 * @param {(args: any[], make: (args?: any[]) => any) => any} handler
 */
export function interceptConstructor(object, name, handler) {
  const native = object[name];
  if (typeof native !== 'function') return;
  object[name] = new Proxy(native, {
    construct: (target, args, made) => handler(args, (changed = args) => Reflect.construct(target, changed, made)),
  });
}

/**
 * @param {any} prototype
 * @param {string} name of a property
 * @param {(self: any, value: any, assign: (value: any) => void) => void} set
 * @param {(self: any, read: () => any) => any} [get]
 */
export function interceptProperty(prototype, name, set, get) {
  const native = prototype && Object.getOwnPropertyDescriptor(prototype, name);
  if (!native?.set || !native.get || !native.configurable) return;
  Object.defineProperty(prototype, name, {
    ...native,
    set: new Proxy(native.set, {
      apply: (target, self, [value]) => set(self, value, (changed) => Reflect.apply(target, self, [changed])),
    }),
    get: get ? new Proxy(native.get, { apply: (target, self) => get(self, () => Reflect.apply(target, self, [])) }) : native.get,
  });
}
