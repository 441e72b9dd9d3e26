import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { suite } from './harness/suite.js';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

describe('accessibility, by axe-core (WCAG 2.2 A and AA, best practices)', () => {
  const at = suite();

  /** @param {import('./harness/suite.js').Visitor} visitor @param {string} where a selector */
  async function check(visitor, where) {
    for (const value of ['light', 'dark']) {
      await visitor.page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
      // Evaluated, not added as a script: the pages' own policy stays in force.
      await visitor.page.evaluate(axe);
      const found = await visitor.page.evaluate(async (where) => {
        const { violations, incomplete } = await window.axe.run(where, {
          runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
        });
        // What has scrolled below the panel's bars cannot be measured there; the same colours are measured elsewhere.
        for (const check of incomplete) check.nodes = check.nodes.filter((node) => !['bgOverlap', 'elmPartiallyObscuring'].includes(node.any[0]?.data?.messageKey));
        return [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 120)} ${node.any[0]?.message ?? ''}`));
      }, where);
      assert.deepEqual(found, [], `${where}, ${value}`);
    }
  }

  for (const width of [320, 1280]) {
    for (const id of ['demonstration', 'hauts-de-seine']) {
      it(`the banner of ${id} at ${width} pixels`, async () => {
        const visitor = await at.visit({ id, width });
        await visitor.handedOver();
        await check(visitor, '#temoin');
        await visitor.close();
      });

      it(`the panel of ${id} at ${width} pixels`, async () => {
        const visitor = await at.visit({ id, width });
        await visitor.handedOver();
        await visitor.page.evaluate(() => window.temoin.open());
        await visitor.see('#temoin-panel[open]');
        await check(visitor, '#temoin-panel');
        await visitor.close();
      });

      it(`the charter page of ${id} at ${width} pixels`, async () => {
        const visitor = await at.visitor({ width });
        await visitor.page.goto(`${at.temoin}/${id}/charte`);
        await check(visitor, 'html');
        await visitor.close();
      });
    }
  }

  it('the index and the preview page', async () => {
    for (const path of ['/', '/demonstration/']) {
      const visitor = await at.visitor();
      await visitor.page.goto(at.temoin + path);
      if (path !== '/') await visitor.handedOver();
      await check(visitor, 'html');
      await visitor.close();
    }
  });
});
