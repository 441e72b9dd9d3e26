import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { layersOf, named, VARIANTS } from './harness/layers.js';
import { suite } from './harness/suite.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('accessibility, by axe-core (WCAG 2.2 A and AA, best practices)', () => {
  const at = suite();

  /** @param {string} where a selector @param {(preferences: {dark: boolean}) => Promise<import('./harness/suite.js').Visitor>} open @param {boolean[]} [looks] dark or light */
  async function check(where, open, looks = [false, true]) {
    for (const dark of looks) {
      const visitor = await open({ dark });
      // Evaluated, not added as a script: the pages' own policy stays in force.
      await visitor.page.evaluate(axe);
      const found = await visitor.page.evaluate(look, where);
      assert.deepEqual(found, [], `${where}, ${dark ? 'dark' : 'light'}`);
      await visitor.close();
    }
  }

  for (const [layer, { root, open }] of Object.entries(layersOf(at))) {
    const where = layer === 'charter' ? 'html' : layer === 'banner' ? '#temoin' : root;
    for (const width of [320, 1280]) it(`the ${layer} at ${width} pixels`, () => check(where, ({ dark }) => open({ width, dark })));
    for (const variant of [...VARIANTS, ...(layer === 'placeholder' ? [] : [{ id: 'hauts-de-seine' }])]) {
      it(`the ${layer} ${named(variant)}`, () => check(where, ({ dark }) => open({ ...variant, dark }), [!variant.lang]));
    }
  }

  for (const path of ['/', '/demonstration/']) {
    it(`the page ${path}`, () => check('html', async ({ dark }) => {
      const visitor = await at.visitor({ dark });
      await visitor.page.goto(at.temoin + path);
      if (path !== '/') await visitor.handedOver();
      return visitor;
    }));
  }
});

/**
 * Runs in the page. What axe cannot measure where it is, because a bar that stays in sight lies over it, is looked at again where nothing does; what it
 * cannot judge there either is a fault, as a violation is.
 *
 * @param {string} where a selector
 * @returns {Promise<string[]>}
 */
async function look(where) {
  const told = (/** @type {any} */ { violations, incomplete }) => [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((/** @type {any} */ { target: [target], html, any }) => (
    { id, target, said: `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`, covered: ['bgOverlap', 'elmPartiallyObscuring'].includes(any[0]?.data?.messageKey) })));
  const found = told(await window.axe.run(where, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // What the studio shows in its frame is checked as a page of its own.
    iframes: false,
    rules: { 'frame-tested': { enabled: false } },
  }));
  const faults = found.filter(({ covered }) => !covered);
  for (const { id, target } of found.filter(({ covered }) => covered)) {
    let bar = document.querySelector(target);
    while (bar && getComputedStyle(bar).position !== 'sticky') bar = bar.parentElement;
    // What is in such a bar itself lies over nothing at the end of what the bar belongs to.
    if (bar) bar.parentElement?.scrollIntoView({ block: 'end', behavior: 'instant' });
    else document.querySelector(target)?.scrollIntoView({ block: 'center', behavior: 'instant' });
    faults.push(...told(await window.axe.run(target, { runOnly: { type: 'rule', values: [id] } })));
  }
  return faults.map(({ said }) => said);
}
