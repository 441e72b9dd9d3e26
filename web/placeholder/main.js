import { FRAMES } from '../gate/marks.js';
import base from '../styles/base.css';
import { stayDressed } from '../styles/dressed.js';
import css from '../styles/placeholder.css';
import states from '../styles/states.css';
import { adopt } from '../loader/adopt.js';
import { answerFor } from '../loader/answer.js';
import { decode, read } from '../loader/cookie.js';
import { filled } from '../loader/filled.js';
import { build } from '../loader/markup.js';
import { box } from './box.js';
import { standIn } from './standin.js';

/**
 * What stands in the place of frames that are held back. Comes to the pages that have some, after the loader.
 *
 * @typedef {object} Words what the server renders for one portal (Go: placeholder.go)
 * @property {import('../loader/markup.js').Tree} placeholder with {what}, {service} and {provider} to fill in
 * @property {string} what the words for {what}
 * @property {string} named the same, where the frame has a title
 * @property {Record<string, {name: import('../loader/markup.js').Tree, provider: string}>} services by id
 * @property {string} theme style sheet of the portal's look
 */

/**
 * @param {import('../loader/config.js').Portal} portal
 * @param {typeof import('../loader/config.js').resolve} resolve
 * @param {Map<Element, string>} missing frames that are held back, and templates with such; the service of each
 * @param {WeakSet<Element>} drawn what is ours on the page
 * @param {(stored: string) => Promise<void>} allowed takes the value for the cookie that grants one service more, and is obeyed in the end
 * @returns {Promise<() => void>} brings the page in line with what is missing
 */
export async function start({ services, assets, language }, resolve, missing, drawn, allowed) {
  const address = resolve(`../assets/${assets.data}-${language}-placeholder.json`);
  const response = await fetch(address, { credentials: 'omit' });
  if (!response.ok) throw new Error(`${address} answers ${response.status}`);
  const words = await response.json();
  const looks = adopt((base + states + words.theme).replaceAll('#temoin', '.temoin-placeholder:not(#temoin)') + css);

  /** What was drawn for each. @type {Map<Element, {id: string, follow: () => void, erase: () => void}>} */
  const pictures = new Map();
  let due = false;
  return () => {
    if (due) return;
    due = true;
    // Once for all that changed at the same moment.
    queueMicrotask(() => {
      due = false;
      draw();
    });
  };

  function draw() {
    for (const element of missing.keys()) if (!element.isConnected) missing.delete(element);
    for (const [element, { id, follow, erase }] of pictures) {
      if (missing.get(element) === id && element.isConnected) {
        follow();
        continue;
      }
      erase();
      pictures.delete(element);
    }
    for (const [element, id] of missing) {
      if (pictures.has(element) || !element.isConnected) continue;
      const frames = element instanceof HTMLTemplateElement ? [...element.content.querySelectorAll(FRAMES)] : [element];
      const places = frames.map((frame) => place(element, frame, id));
      pictures.set(element, { id, follow: () => places.forEach(({ follow }) => follow()), erase: () => places.forEach(({ erase }) => erase()) });
    }
  }

  /**
   * @param {Element} element what is missing
   * @param {Element} frame the same, or a frame in the template
   * @param {string} id
   * @returns {{follow: () => void, erase: () => void}}
   */
  function place(element, frame, id) {
    const stand = frame === element ? null : standIn(/** @type {HTMLTemplateElement} */ (element), frame);
    if (stand) drawn.add(stand.outer);
    const title = frame.getAttribute('title') ?? frame.getAttribute('aria-label') ?? '';
    const inside = content(words, id, title);
    const { follow, erase } = box(stand?.frame ?? frame, drawn, inside, async () => {
      await allowed(answerFor(decode(read()), services, [id], true, Date.now()));
      // What lets the frame go may have had to be fetched, and the visitor have gone on.
      if (document.activeElement?.matches('body, .temoin-placeholder *')) focus(stand ? opened(element) : element);
    });
    // The box keeps its frame's size without the sheet; what is in it does not.
    stayDressed(/** @type {Element} */ (inside), looks);
    return {
      follow,
      erase() {
        erase();
        stand?.outer.remove();
      },
    };
  }
}

/** @param {Words} words @param {string} id @param {string} title of the frame, or '' */
function content({ placeholder, what, named, services }, id, title) {
  const { name, provider } = services[id] ?? { name: id, provider: '?' };
  const about = title ? named.replace('{title}', () => title) : what;
  return build(filled(placeholder, [['{what}', [about]], ['{service}', [name]], ['{provider}', [provider]]]));
}

/** @param {Element} template @returns {Element | null} the first frame that it let out */
function opened(template) {
  const next = template.nextElementSibling;
  return next && (next.matches(FRAMES) ? next : next.querySelector(FRAMES));
}

/** @param {Element | null} element that the visitor asked for */
function focus(element) {
  if (!(element instanceof HTMLElement)) return;
  element.focus({ preventScroll: true });
  if (document.activeElement === element) return;
  // A film without controls takes no focus by itself.
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
}
