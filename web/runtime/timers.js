/** Timers that can be ended together: one that fires after the program's end would throw into the portal's page. */
export function ownTimers() {
  /** @type {Set<any>} */
  const pending = new Set();
  return {
    /** @param {() => void} call @param {number} delay milliseconds */
    set(call, delay) {
      const id = setTimeout(() => {
        pending.delete(id);
        call();
      }, delay);
      pending.add(id);
      return id;
    },
    /** @param {any} id */
    clear(id) {
      pending.delete(id);
      clearTimeout(id);
    },
    end() {
      pending.forEach((id) => clearTimeout(id));
    },
  };
}
