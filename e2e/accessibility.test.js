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
      const found = await visitor.page.evaluate(async (where) => {
        const { violations, incomplete } = await window.axe.run(where, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
          // What the studio shows in its frame is checked as a page of its own.
          iframes: false,
          rules: { 'frame-tested': { enabled: false } },
        });
        // What has scrolled below the panel's bars cannot be measured there; the same colours are measured elsewhere.
        for (const check of incomplete) check.nodes = check.nodes.filter((node) => !['bgOverlap', 'elmPartiallyObscuring'].includes(node.any[0]?.data?.messageKey));
        return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`));
      }, where);
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
