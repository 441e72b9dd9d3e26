import { attempt } from './attempt.js';

/**
 * Stands in front of what the browser offers to scripts. A Proxy keeps name, length and the native look of a function, so that nobody who looks
 * is surprised, and it adds nothing to the page's own stack but itself.
 */

export const { apply } = Reflect;

/**
 * Looks at a call before the browser does, and may change its arguments.
 *
 * @typedef {(self: any, args: any[], native: Function) => any} Stand returns what the caller gets, in an array of one, or nothing where the call may pass. A
 *   constructor's gets the new.target in the place of this, and never lets pass
 */

/** @param {Function} native @param {Stand} stand */
const inFrontOf = (native, stand) => new Proxy(native, {
  apply(_, self, args) {
    const instead = stand(self, args, native);
    return instead ? instead[0] : apply(native, self, args);
  },
  construct: (_, args, made) => stand(made, args, native)[0],
});

/**
 * @param {any} where a class, whose objects are meant, or window; nothing happens where the browser has none
 * @param {string} name of a method, of a constructor, or of a property that can be set
 * @param {Stand} stand
 * @param {Stand} [get] the same for a property that is read
 */
export const intercept = (where, name, stand, get) => {
  const object = typeof where === 'function' ? where.prototype : where;
  // Asking a prototype for an attribute throws.
  const native = object && Object.getOwnPropertyDescriptor(object, name);
  const part = native?.set ? 'set' : 'value';
  if (typeof native?.[part] !== 'function') return;
  const { prototype } = native[part];
  native[part] = inFrontOf(native[part], stand);
  if (prototype) prototype.constructor = native[part];
  if (get) native.get = inFrontOf(native.get, get);
  // A script of the page may have made it unchangeable.
  attempt(() => Object.defineProperty(object, name, native));
};
