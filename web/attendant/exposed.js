/**
 * A portal's dialog may hide from assistive technology all that lies beside it (aria-hidden). What is ours lies above it, in sight and within reach, and is told again in the
 * next frame: with a portal that goes on hiding it, we would go on for ever.
 *
 * @param {HTMLElement} host
 */
export function stayExposed(host) {
  const look = () => {
    if (host.hasAttribute('aria-hidden')) requestAnimationFrame(() => host.removeAttribute('aria-hidden'));
  };
  new MutationObserver(look).observe(host, { attributeFilter: ['aria-hidden'] });
  look();
}
