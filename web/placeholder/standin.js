import { DRAWN } from '../gate/marks.js';

/**
 * Holds the place of a frame in a template that is shut: empty, of its size, in the same surroundings.
 *
 * @param {HTMLTemplateElement} template
 * @param {Element} frame in its content
 * @returns {{outer: Element, frame: Element}} what is on the page now, and the empty frame in it
 */
export function standIn(template, frame) {
  const empty = shell(frame);
  let outer = empty;
  for (let parent = frame.parentElement; parent; parent = parent.parentElement) {
    const wrapper = shell(parent);
    wrapper.append(outer);
    outer = wrapper;
  }
  outer.setAttribute(DRAWN, '');
  template.before(outer);
  return { outer, frame: empty };
}

/** @param {Element} element @returns {Element} one that looks the same and loads nothing */
function shell(element) {
  const copy = document.createElement(element.localName);
  for (const name of ['class', 'width', 'height', 'style']) {
    const value = element.getAttribute(name);
    if (value && !/url\(/i.test(value)) copy.setAttribute(name, value);
  }
  return copy;
}
