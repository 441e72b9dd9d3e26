/**
 * Asks as a screen reader does, by libatspi: "gjs -m atspi.js ADDRESS" prints the accessibility tree of the page at that address as JSON (../tree.js), or null
 * where no program has one. Not for Node: it runs in gjs, GNOME's JavaScript, which has that library.
 */
import Atspi from 'gi://Atspi';

/** What is so by the role, or by where the page has scrolled to. */
const UNSAID = ['ENABLED', 'SENSITIVE', 'SHOWING', 'VISIBLE', 'FOCUSABLE', 'CHECKABLE', 'EXPANDABLE', 'HORIZONTAL', 'VERTICAL', 'SELECTABLE'];
const STATES = Object.entries(Atspi.StateType).filter(([name, value]) => Number.isInteger(value) && !UNSAID.includes(name));
const SAID = ['level', 'live', 'atomic', 'relevant', 'posinset', 'setsize', 'haspopup', 'current', 'roledescription', 'keyshortcuts'];
/** Boxes that mean nothing, and ARIA's words for others. */
const ROLES = { generic: '', section: '', filler: '', panel: '', text: '', 'document web': 'document' };
/** Stands in a text where a child is. */
const CHILD = '\uFFFC';

const texts = Atspi.Text.prototype;

Atspi.init();
const page = find(Atspi.get_desktop(0));
print(JSON.stringify(page ? say(page) : null));

/** @param {any} node */
function childrenOf(node) {
  return Array.from({ length: node.get_child_count() }, (_, place) => node.get_child_at_index(place)).filter(Boolean);
}

/** @param {any} node @returns {any} the page's document, in the node or below it */
function find(node) {
  if (node.get_role() === Atspi.Role.DOCUMENT_WEB) return node.get_document_attribute_value('URI') === ARGV[0] && node;
  for (const child of childrenOf(node)) {
    const found = find(child);
    if (found) return found;
  }
}

/** @param {any} node @returns {import('../tree.js').Said} */
function say(node) {
  const attributes = node.get_attributes();
  const own = node.get_role_name();
  const set = node.get_state_set();
  const states = Object.fromEntries(STATES.filter(([, state]) => set.contains(state)).map(([name]) => [name.toLowerCase(), true]));
  for (const [able, is] of [['CHECKABLE', 'checked'], ['EXPANDABLE', 'expanded']]) if (set.contains(Atspi.StateType[able])) states[is] ??= false;
  // Whether the window is in front.
  if (own === 'document web') delete states.focused;
  for (const name of SAID) if (attributes[name]) states[name] = attributes[name];
  if (!set.contains(Atspi.StateType.ENABLED)) states.enabled = false;
  if (node.get_description()) states.description = node.get_description();
  if (own === 'link') states.url = node.get_hyperlink().get_uri(0);
  const role = attributes['computed-role'] ?? own;
  return { role: ROLES[role] ?? role, name: node.get_name(), states, children: insideOf(node) };
}

/** @param {any} node @returns {import('../tree.js').Said[]} its children, with its own texts between them */
function insideOf(node) {
  const children = childrenOf(node).map(say);
  if (!node.get_text_iface()) return children;
  const text = texts.get_text.call(node, 0, -1);
  const own = text.split(CHILD);
  if (own.length === children.length + 1) return own.flatMap((text, place) => [...textOf(text), ...children.slice(place, place + 1)]);
  // Some of it is that of its children, seen through them, or what it is called by.
  const theirs = plain(node.get_name() + children.map(textIn).join(''));
  return [...text.split(/[\uFFFC\n]/).filter((piece) => !theirs.includes(plain(piece))).flatMap(textOf), ...children];
}

/** @param {import('../tree.js').Said} said @returns {string} */
function textIn({ name, children }) { return name + children.map(textIn).join(''); }

/** @param {string} text */
function plain(text) { return text.replace(/\s/g, ''); }

/** @param {string} text @returns {import('../tree.js').Said[]} */
function textOf(text) { return text.trim() ? [{ role: 'StaticText', name: text.replace(/\n+/g, ' '), states: {}, children: [] }] : []; }
