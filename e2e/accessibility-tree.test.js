import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { engine } from './harness/engine.js';
import { layersOf } from './harness/layers.js';
import { suite } from './harness/suite.js';
import { lines } from './harness/tree.js';

/** Milliseconds in which assistive technology is to get what the page has. */
const PATIENCE = 15000;

/**
 * What assistive technology gets of each layer and of the page around it, whole: roles, names, states, in order. Golden files (golden/, a folder for each engine): look at the difference, then
 * "UPDATE=1 ENGINE=firefox node --test accessibility-tree.test.js".
 */
describe('the accessibility tree', () => {
  const at = suite();

  const layers = layersOf(at);
  /** @type {[string, () => Promise<import('./harness/suite.js').Visitor>][]} the golden file, how to come there */
  const opened = [
    ['banner', () => layers.banner.open({ assisted: true })],
    ['information', () => layers.banner.open({ id: 'hauts-de-seine', assisted: true })],
    ['panel', () => layers.panel.open({ assisted: true })],
    ['charter', () => layers.charter.open({ assisted: true })],
    ['placeholder', () => layers.placeholder.open({ assisted: true })],
  ];

  for (const [layer, open] of opened) {
    it(`of the ${layer}`, async () => {
      const visitor = await open();
      const golden = new URL(`golden/${engine}/${layer}.txt`, import.meta.url);
      const read = async () => lines(await visitor.tree()).join('\n').replaceAll(at.temoin, 'https://temoin').replaceAll(at.portal, 'https://portail').replaceAll(/page-\d+/g, 'page') + '\n';
      if (process.env.UPDATE) await writeFile(golden, await settled(read));
      await becomes(read, await readFile(golden, 'utf8'));
      await visitor.close();
    });

    it(`of the ${layer} is Chromium's, but for what docs/accessibilite.md explains`, async () => {
      const [own, chromium] = await Promise.all([engine, 'chromium'].map((engine) => readFile(new URL(`golden/${engine}/${layer}.txt`, import.meta.url), 'utf8')));
      assert.deepEqual(heard(own), heard(chromium));
    });
  }

  it('tells which answer is given', async () => {
    const visitor = await layers.panel.open({ assisted: true });
    await visitor.click('label[for=temoin-matomo-accept]');
    const radios = async () => heard(lines(await visitor.tree()).join('\n')).filter((line) => line.startsWith('radio '));
    const [first, ...others] = heard(await readFile(new URL(`golden/${engine}/panel.txt`, import.meta.url), 'utf8')).filter((line) => line.startsWith('radio '));
    assert.equal(first, 'radio "Accepter", checked=false');
    await becomes(radios, ['radio "Accepter", checked=true, focused=true', ...others]);
    await visitor.close();
  });
});

/**
 * Engines tell of what changed a moment after the page has it.
 *
 * @template T
 * @param {() => Promise<T>} read
 * @param {T} expected
 */
async function becomes(read, expected) {
  let found = await read();
  for (const began = Date.now(); !isDeepStrictEqual(found, expected) && Date.now() - began < PATIENCE;) found = await read();
  assert.deepEqual(found, expected);
}

/** What every engine tells in words of its own: of texts how they are cut, of boxes that they are there, of what is called by its content whether it is called so. */
const UNHEARD = /^(StaticText|ListMarker|list item marker|strong|code|time|rowgroup|group$)/;
const BY_CONTENT = /^(listitem|row|cell|columnheader|rowheader|article|label|Legend|LabelText)\b.*/;
const STATES = ['checked', 'description', 'expanded', 'focused', 'level', 'live', 'modal', 'url'];

/** @param {string} golden @returns {string[]} roles, names and states that every engine tells alike */
function heard(golden) {
  return golden.trim().split('\n').map((line) => line.trim()).filter((line) => !UNHEARD.test(line)).map((line) => {
    const [, said, states = ''] = /** @type {RegExpMatchArray} */ (line.match(/^(.*?)(?: \[(.*)\])?$/));
    // The document has the focus where nothing in it has; positions of lists are levels to Chromium.
    const told = /^(document|listitem)\b/.test(said) ? [] : states.split(/, (?=[a-z_ ]+=)/).filter((state) => STATES.includes(state.split('=')[0]));
    return [said.replace(BY_CONTENT, (_, role) => ({ Legend: 'label', LabelText: 'label' })[role] ?? role), ...told].join(', ');
  });
}

/** @param {() => Promise<string>} read @returns {Promise<string>} what it reads once it has read the same for a second */
async function settled(read) {
  let found = await read();
  for (let since = Date.now(); Date.now() - since < 1000;) {
    const next = await read();
    if (next !== found) since = Date.now();
    found = next;
  }
  return found;
}
