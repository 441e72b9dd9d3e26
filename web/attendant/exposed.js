const HIDING = ['aria-hidden', 'inert'];

/**
 * A portal's dialog may hide from assistive technology all that lies beside it (aria-hidden), and take it out of reach (inert). What is ours lies above it, in sight, and is
 * told and within reach again in the next frame: with a portal that goes on hiding it, we would go on for ever.
 *
 * @param {HTMLElement} host
 */
export function stayExposed(host) {
  const look = () => {
    for (const name of HIDING) if (host.hasAttribute(name)) requestAnimationFrame(() => host.removeAttribute(name));
  };
  new MutationObserver(look).observe(host, { attributeFilter: HIDING });
  look();
}
