import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describe, it } from 'node:test';
import { suite } from '../harness/suite.js';

const autoconsent = await readFile(createRequire(import.meta.url).resolve('@duckduckgo/autoconsent').replace(/autoconsent\.\w+\.js$/, 'autoconsent.playwright.js'), 'utf8');

/** What lists of the kind of "EasyList Cookie" hide by name: parts of ids, classes, attributes and file names. */
const HIDDEN_BY_NAME = /cookie|consent|gdpr|rgpd|ccpa|cmp|tarteaucitron|axeptio|didomi|onetrust|cookiebot|privacy|notice|banner-?(bottom|top|overlay)|popup|modal|overlay|newsletter|advert|(^|[-_])ads?([-_]|$)|tracking|analytics/i;

describe('people\'s own helpers', () => {
  const at = suite();

  it('autoconsent finds the banner by its words alone, and presses "Tout refuser" as a person would', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    const sent = await visitor.page.evaluate(async (code) => {
      const sent = /** @type {any[]} */ ([]);
      window.autoconsentSendMessage = (/** @type {any} */ message) => {
        sent.push(message);
        // What the helper's other half would answer.
        if (message.type === 'init') {
          setTimeout(() => window.autoconsentReceiveMessage({ type: 'initResp', rules: { autoconsent: [], consentomatic: {} }, config: {
            enabled: true, autoAction: 'optOut', disabledCmps: [], enablePrehide: false, enableCosmeticRules: false, enableGeneratedRules: false, detectRetries: 20,
            isMainWorld: false, prehideTimeout: 2000, enableFilterList: false, enableHeuristicDetection: true, enableHeuristicAction: true, heuristicMode: 'reject', logs: {} } }));
        } else if (message.type === 'eval') {
          setTimeout(() => window.autoconsentReceiveMessage({ type: 'evalResp', id: message.id, result: (0, eval)(message.code) }));
        }
      };
      (0, eval)(code);
      for (let tries = 0; tries < 200 && document.querySelector('#temoin-banner'); tries++) await new Promise((later) => setTimeout(later, 50));
      return sent.map(({ type, cmp, result }) => [type, cmp, result].filter((said) => said !== undefined).join(' '));
    }, autoconsent);
    await visitor.seeNot('#temoin-banner');
    const choice = await visitor.choice();
    assert.equal(choice?.matomo, false, sent.join('\n'));
    assert.equal(choice.youtube, false);
    await visitor.close();
  });

  for (const [button, answer] of /** @type {const} */ ([['refuse', false], ['accept', true]])) {
    it(`what has found its button before the bundle takes over presses it afterwards: ${button}`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit();
      await visitor.see('#temoin-banner');
      await visitor.page.$eval('#temoin-' + button, (found) => { Object.assign(window, { found }); });
      open();
      await visitor.handedOver();
      await visitor.page.evaluate(() => Reflect.get(window, 'found').click());
      await visitor.seeNot('#temoin-banner');
      assert.equal((await visitor.choice())?.matomo, answer);
      await visitor.close();
    });
  }

  it('no name of ours is on a list of what content blockers hide', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    const names = await visitor.page.$$eval('#temoin, #temoin *', (elements) => elements.flatMap((element) => [element.id, ...element.classList, ...element.getAttributeNames()]));
    // The address of the charter page is read in the banner's link only, which nothing hides.
    assert.deepEqual([...new Set(names)].filter((name) => HIDDEN_BY_NAME.test(name)), []);
    assert.deepEqual(at.proxy.log.map((path) => path.split('?')[0]).filter((path) => HIDDEN_BY_NAME.test(path)), []);
    await visitor.close();
  });

  it('nothing of ours looks whether a program drives the browser', async () => {
    const read = await Promise.all(['/demonstration/temoin.js'].map(async (path) => (await fetch(at.temoin + path)).text()));
    for (const code of read) assert.doesNotMatch(code, /webdriver|headless|__playwright|callPhantom/i);
  });

  it('what darkens pages finds each colour of a background of ours under its own name: in WebKit, Dark Reader reads no other with a variable, and had bright words on white', async () => {
    const visitor = await at.visit();
    await visitor.handedOver();
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    const nameless = await visitor.page.evaluate(() => {
      /** @type {CSSRule[]} */
      const rules = document.adoptedStyleSheets.flatMap((sheet) => [...sheet.cssRules]);
      for (const rule of rules) if (rule instanceof CSSGroupingRule && !(rule instanceof CSSStyleRule)) rules.push(...rule.cssRules);
      return rules.filter((rule) => rule instanceof CSSStyleRule && /\bvar\(/.test(rule.style.background) && !rule.style.backgroundColor).map(({ cssText }) => cssText);
    });
    assert.deepEqual(nameless, []);
    await visitor.close();
  });

  for (const when of ['before', 'after']) {
    it(`a translator that wraps every text, ${when} the bundle takes over, breaks no button`, async () => {
      const open = at.proxy.hold(/\.wasm$/);
      const visitor = await at.visit();
      await visitor.see('#temoin-banner');
      const translate = () => {
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const found = [];
        while (texts.nextNode()) if (texts.currentNode.nodeValue?.trim()) found.push(texts.currentNode);
        for (const text of found) {
          const outer = document.createElement('font');
          outer.append(document.createElement('font'));
          outer.firstElementChild?.append(`<${text.nodeValue}>`);
          text.parentNode?.replaceChild(outer, text);
        }
        document.documentElement.classList.add('translated-ltr');
      };
      if (when === 'before') await visitor.page.evaluate(translate);
      open();
      await visitor.handedOver();
      if (when === 'after') await visitor.page.evaluate(translate);
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      if (when === 'after') await visitor.page.evaluate(translate);
      await visitor.click('#temoin-youtube-accept');
      await visitor.click('#temoin-save');
      await visitor.seeNot('#temoin-panel');
      const { youtube, matomo } = await visitor.choice();
      assert.deepEqual({ youtube, matomo }, { youtube: true, matomo: false });
      await visitor.page.evaluate(() => window.temoin.open());
      await visitor.click('#temoin-all-refuse');
      await visitor.seeNot('#temoin-panel');
      assert.equal((await visitor.choice()).youtube, false);
      assert.deepEqual(visitor.console, []);
      await visitor.close();
    });
  }

  it('what a password manager or another extension puts first into <body>, and into our buttons, is no harm', async () => {
    const visitor = await at.visit();
    await visitor.see('#temoin-banner');
    await visitor.page.evaluate(() => {
      const foreign = () => Object.assign(document.createElement('com-1password-button'), { textContent: '' });
      document.body.prepend(foreign());
      document.documentElement.append(foreign());
      for (const place of document.querySelectorAll('#temoin, #temoin button')) place.append(foreign());
    });
    await visitor.handedOver();
    await visitor.click('#temoin-customise');
    await visitor.see('#temoin-panel[open]');
    await visitor.page.evaluate(() => { for (const place of document.querySelectorAll('#temoin form, #temoin label')) place.append(document.createElement('grammarly-extension')); });
    await visitor.click('#temoin-all-refuse');
    await visitor.seeNot('#temoin-panel');
    assert.equal((await visitor.choice()).matomo, false);
    assert.equal(await visitor.page.$$eval('body > com-1password-button', (found) => found.length), 1);
    await visitor.close();
  });
});
