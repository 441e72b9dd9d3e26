import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { HtmlValidate } from 'html-validate';
import { needs } from './harness/engine.js';
import { layersOf } from './harness/layers.js';
import { suite } from './harness/suite.js';

const checker = new HtmlValidate({
  root: true,
  extends: ['html-validate:standard', 'html-validate:document'],
  rules: {
    // The roles give back to stacked tables what their style takes away (app/chartertable.go).
    'no-redundant-role': 'off',
    'prefer-native-element': 'off',
    'long-title': 'off',
    // Everything comes from the pages' own origin.
    'require-sri': 'off',
    'no-inline-style': 'error',
  },
});

/** @param {string} html @param {string} what */
async function valid(html, what) {
  const { results } = await checker.validateString(html);
  assert.deepEqual(results.flatMap(({ messages }) => messages.map(({ line, ruleId, message }) => `${what}:${line} ${ruleId}: ${message}`)), []);
}

describe('the server\'s pages, by an HTML checker', () => {
  const at = suite();
  /** @param {string} path */
  const get = async (path) => (await fetch(at.temoin + path, { headers: { 'Accept-Encoding': 'identity' } })).text();

  it('the charter of each portal, in each language', async () => {
    for (const id of ['hauts-de-seine', 'epn-agglo', 'demonstration', 'exempt', 'theme-corner']) {
      for (const lang of ['fr', 'en', 'es', 'de', 'it', 'nl', 'pt', 'ca', 'ar']) await valid(await get(`/${id}/charte?lang=${lang}`), `${id} ${lang}`);
    }
  });

  it('the studio, the preview, and what is not found', async () => {
    for (const path of ['/', '/demonstration/', '/demonstration/?lang=ar&scheme=dark', '/demonstration/film', '/nowhere']) await valid(await get(path), path);
    // The preview itself is French, whatever the language that it asks the banner for (RGAA 8.7).
    assert.match(await get('/demonstration/?lang=ar'), /<html lang="ar".*<title lang="fr">.*<body lang="fr">/s);
  });

  it('the charter that is pasted', async () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    for (const lang of ['fr', 'ar']) {
      const charter = execFileSync(root + 'bin/temoin', ['charter', 'demonstration', '--portals', root + 'portals', '--lang', lang], { encoding: 'utf8' });
      await valid(`<!DOCTYPE html><html lang="fr"><head><meta charset="UTF-8"><title>Charte</title></head><body><h1>Charte</h1>${charter}</body></html>`, lang);
    }
  });
});

/** The W3C's checker, whose errors an auditor reads (RGAA 8.2), knows no other attributes with a hyphen. */
const HYPHENATED = /^(data-.+|aria-[a-z]+|accept-charset|http-equiv)$/;

describe('what a portal\'s page gets', () => {
  const at = suite();
  const { banner, panel, placeholder } = layersOf(at);
  const charter = async () => {
    const visitor = await at.visit({ attributes: 'data-boot="interest"', body: '<main><h1>Cookies</h1><div data-temoin-charter></div></main>' });
    await visitor.see('[data-temoin-charter] table');
    return visitor;
  };

  for (const [layer, open] of Object.entries({ banner: banner.open, panel: panel.open, placeholder: placeholder.open, charter })) {
    it(`the ${layer}: attributes of HTML\'s only`, async () => {
      const visitor = await open();
      const names = await visitor.page.$$eval('#temoin, #temoin *, .temoin-placeholder, .temoin-placeholder *, [data-temoin-charter] *', (elements) => [...new Set(elements
        .flatMap((element) => [element, ...element.shadowRoot?.querySelectorAll('*') ?? []]).flatMap((element) => element.getAttributeNames()))]);
      assert.ok(names.includes('data-ng-non-bindable'), 'AngularJS leaves it as it is');
      assert.deepEqual(names.filter((name) => name.includes('-') && !HYPHENATED.test(name)), []);
      await visitor.close();
    });
  }
});

describe('the charter on paper', () => {
  const at = suite();

  it('prints on A4: every row, nothing cut off, no control, dark or not', needs('printing'), async () => {
    const visitor = await at.visitor({ dark: true });
    await visitor.page.goto(at.temoin + '/demonstration/charte');
    const folder = await mkdtemp(tmpdir() + '/temoin-charter-');
    const file = folder + '/charte.pdf';
    await writeFile(file, await visitor.page.pdf({ preferCSSPageSize: true, printBackground: true }));
    const about = execFileSync('pdfinfo', [file], { encoding: 'utf8' });
    assert.match(about, /Page size:.*A4/);
    assert.ok(Number(about.match(/Pages:\s+(\d+)/)?.[1]) <= 5, about);
    const words = execFileSync('pdftotext', ['-raw', file, '-'], { encoding: 'utf8' }).replace(/\s+/g, '');
    const cells = await visitor.page.$$eval('tbody th, tbody td, caption, h2, .temoin-version', (cells) => cells.map((cell) => cell.textContent ?? ''));
    for (const cell of cells) assert.ok(words.includes(cell.replace(/\s+/g, '')), `${cell} is not on paper`);
    assert.ok(!words.includes('Enregistrermeschoix'), 'a button is on paper');
    await visitor.page.emulateMediaType('print');
    const { dark, wide } = await visitor.page.evaluate(() => ({
      dark: getComputedStyle(document.body).backgroundColor !== 'rgb(255, 255, 255)',
      wide: [...document.querySelectorAll('td, th')].filter((cell) => cell.scrollWidth > cell.clientWidth + 1).length,
    }));
    assert.deepEqual({ dark, wide }, { dark: false, wide: 0 });
    await visitor.close();
  });
});
