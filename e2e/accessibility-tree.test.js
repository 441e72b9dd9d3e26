import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { needs } from './harness/engine.js';
import { layersOf } from './harness/layers.js';
import { suite } from './harness/suite.js';

/**
 * What assistive technology gets of each layer, whole: roles, names, states, in order. Golden files (golden/): look at the difference, then
 * "UPDATE=1 node --test accessibility-tree.test.js".
 */
describe('the accessibility tree', () => {
  const at = suite();

  const layers = layersOf(at);
  /** @type {[string, string, () => Promise<import('./harness/suite.js').Visitor>][]} the golden file, where the layer is, how to come there */
  const opened = [
    ['banner', '#temoin', layers.banner.open],
    ['information', '#temoin', () => layers.banner.open({ id: 'hauts-de-seine' })],
    ['panel', '#temoin', layers.panel.open],
    ['charter', 'main', layers.charter.open],
    ['placeholder', 'main', layers.placeholder.open],
  ];

  for (const [layer, where, open] of opened) {
    it(`of the ${layer}`, needs('the whole accessibility tree'), async () => {
      const visitor = await open();
      const root = /** @type {import('puppeteer-core').ElementHandle<Element>} */ (await visitor.page.$(where));
      const tree = await visitor.page.accessibility.snapshot({ root, interestingOnly: false });
      const found = lines(tree).join('\n').replaceAll(at.temoin, 'https://temoin').replaceAll(at.portal, 'https://portail') + '\n';
      const golden = new URL(`golden/${layer}.txt`, import.meta.url);
      if (process.env.UPDATE) await writeFile(golden, found);
      assert.equal(found, await readFile(golden, 'utf8'));
      await visitor.close();
    });
  }
});

/** Nothing that a person is told of. */
const SILENT = /^(none|generic|InlineTextBox|LayoutTableRow|LineBreak)$/;

/** @param {any} node of puppeteer's @param {number} [depth] @returns {string[]} a line for each that says something */
function lines(node, depth = 0) {
  if (!node) return [];
  const { role, name = '', children = [], elementHandle, backendNodeId, loaderId, ...states } = node;
  const silent = SILENT.test(role) && !name;
  // A text that its parent is called by is not said twice.
  const inner = children.filter((/** @type {any} */ child) => !(child.role === 'StaticText' && child.name === name) && child.role !== 'InlineTextBox')
    .flatMap((/** @type {any} */ child) => lines(child, silent ? depth : depth + 1));
  if (silent) return inner;
  const said = Object.entries(states).filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value)).map(([key, value]) => `${key}=${value}`).sort();
  return [`${'  '.repeat(depth)}${role}${name && ` "${name}"`}${said.length ? ` [${said.join(', ')}]` : ''}`, ...inner];
}
