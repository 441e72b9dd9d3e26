import { loads } from '../gate/loads.js';
import { BY_HOST, KEPT } from '../gate/marks.js';

/**
 * Gives elements their addresses back.
 *
 * @param {import('./main.js').Gate} gate
 * @returns {(element: Element) => boolean} whether the element loads something now that it did not load before
 */
export function elementsOf({ get, set, remove, reset, given, trusted }) {
  return (element) => {
    remove(element, BY_HOST);
    const waiting = loads(element).flatMap((name, index) => {
      const kept = get(element, KEPT + name);
      const value = kept ?? (given.has(element) ? null : get(element, 'data-' + name) || (index ? null : get(element, 'data-src')));
      // AngularJS fills {{…}} in later.
      return !value || (kept === null && get(element, name) !== null) || value.includes('{{') ? [] : [[name, value]];
    });
    const give = () => waiting.forEach(([name, value]) => {
      given.add(element);
      remove(element, KEPT + name);
      const kind = element.localName === 'script' ? 'ScriptURL' : name === 'srcdoc' ? 'HTML' : null;
      set(element, name, kind ? trusted(kind, value) : value);
    });
    // An object that was not rendered looks at its address when it comes to the page and no later; so does a frame that the parser is just about to finish.
    const late = element.localName === 'object' || (element.localName === 'iframe' && document.readyState === 'loading');
    if (late && waiting.length) reset(element, give);
    else give();
    return waiting.length > 0;
  };
}
