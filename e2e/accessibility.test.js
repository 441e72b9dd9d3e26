import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { faults } from './harness/axe.js';
import { layersOf } from './harness/layers.js';
import { suite } from './harness/suite.js';

describe('accessibility, by axe-core (WCAG 2.2 A and AA, best practices)', () => {
  const at = suite();

  /** @param {string} where a selector @param {(preferences: {dark: boolean}) => Promise<import('./harness/suite.js').Visitor>} open @param {number[]} [widths] pixels */
  async function check(where, open, widths = [1280]) {
    for (const dark of [false, true]) {
      const visitor = await open({ dark });
      for (const width of widths) {
        await visitor.resize(width, 800);
        assert.deepEqual(await faults(visitor, where), [], `${where}, ${dark ? 'dark' : 'light'}, ${width} pixels`);
      }
      await visitor.close();
    }
  }

  for (const [layer, { root, whole = root, open }] of Object.entries(layersOf(at))) {
    it(`the ${layer} at 320 and 1280 pixels`, () => check(whole, (preferences) => open({ width: 320, ...preferences }), [320, 1280]));
    if (layer !== 'placeholder') it(`the ${layer} hauts-de-seine`, () => check(whole, (preferences) => open({ id: 'hauts-de-seine', ...preferences })));
  }

  for (const path of ['/', '/demonstration/', '/demonstration/film', '/nowhere']) {
    it(`the page ${path}`, () => check('html', async ({ dark }) => {
      const visitor = await at.visitor({ dark });
      await visitor.page.goto(at.temoin + path);
      if (path === '/demonstration/') await visitor.handedOver();
      return visitor;
    }));
  }
});
