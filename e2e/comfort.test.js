import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { faults } from './harness/axe.js';
import { needs } from './harness/engine.js';
import { layersOf, named, VARIANTS } from './harness/layers.js';
import { suite } from './harness/suite.js';

/** What people set for themselves: size, spacing, colours, movement, direction; and what they can see and hit. Layer by layer. */
describe('for every eye and hand', () => {
  const at = suite();

  const layers = layersOf(at);

  for (const [text, width, height] of [[24, 360, 640], [32, 320, 640], [32, 390, 700], [32, 1280, 800]]) {
    it(`with the visitor's own text of ${text} pixels, in a window of ${width} by ${height}: no word is broken, nothing is out of the window`, needs('a size of text of the visitor\'s own'), async () => {
      const visitor = await at.visit({ text, width, height });
      await visitor.handedOver();
      assert.equal(await visitor.page.$eval('#temoin', (host) => getComputedStyle(host).fontSize), `${text}px`);
      assert.deepEqual(await visitor.broken('#temoin-banner button'), []);
      assert.ok(await visitor.page.$eval('.temoin-words', (words) => words.clientHeight) > 3 * text, 'some of the text is in sight');
      assert.deepEqual(await visitor.outside('#temoin-banner, #temoin-banner h2, #temoin-banner button'), []);
      await visitor.click('#temoin-customise');
      await visitor.see('#temoin-panel[open]');
      assert.deepEqual(await visitor.broken('#temoin-panel :is(button, label)'), []);
      assert.deepEqual(await visitor.outside('#temoin-panel, #temoin-close'), []);
      assert.equal(await visitor.page.$eval('.temoin-layer', (layer) => layer.scrollWidth - layer.clientWidth), 0, 'the panel need not be scrolled sideways');
      await visitor.close();
    });
  }

  for (const [id, sizes] of /** @type {[string, [number, number][]][]} */ ([['demonstration', [[1024, 300], [1280, 200]]], ['many', [[320, 568], [800, 600], [1024, 768], [1280, 400], [1280, 720]]],
    ['exempt', [[700, 200], [1280, 200]]], ['theme-corner', [[1280, 420]]], ['theme-centre', [[1280, 420]]]])) {
    it(`the words of ${id} stay in the banner, and scroll where they are too long for it, at ${sizes.map((size) => size.join('×')).join(', ')}`, async () => {
      const visitor = await at.visit({ id });
      await visitor.see('#temoin-banner');
      for (const [width, height] of sizes) {
        await visitor.resize(width, height);
        assert.deepEqual(await visitor.spilt('#temoin-banner > *, #temoin-banner button', '#temoin-banner'), [], `${width}×${height}`);
        const last = await visitor.page.$eval('.temoin-words', (words) => {
          words.scrollTo(0, words.scrollHeight);
          const { bottom } = /** @type {Element} */ (words.lastElementChild).getBoundingClientRect();
          words.scrollTo(0, 0);
          return bottom - words.getBoundingClientRect().bottom;
        });
        assert.ok(last <= 1, `${width}×${height}: the end of the text is in reach`);
      }
      await visitor.close();
    });
  }

  it('the button of a banner that informs does not end at its letters, on a telephone that is turned either', async () => {
    const visitor = await at.visit({ id: 'epn-agglo' });
    await visitor.see('#temoin-understood');
    for (const [width, height] of [[667, 375], [844, 390], [375, 667]]) {
      await visitor.resize(width, height);
      const room = await visitor.page.$eval('#temoin-understood', (button) => {
        const letters = document.createRange();
        letters.selectNodeContents(button);
        return letters.getBoundingClientRect().left - button.getBoundingClientRect().left;
      });
      assert.ok(room >= 8, `${width}×${height}: ${room} pixels`);
    }
    await visitor.close();
  });

  /** @typedef {import('./harness/suite.js').Visitor} Visitor */

  /** As a style sheet of the visitor's own, which nothing outdoes, in the place of the last one. @param {Visitor} visitor @param {string} declarations */
  const restyle = (visitor, declarations) => visitor.page.evaluate((css) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets.filter((other) => other !== window.visitors), sheet];
    window.visitors = sheet;
  }, declarations.replaceAll('&', ':is(#temoin, .temoin-placeholder)'.repeat(5)));

  /** What sticks out sideways, or is cut off. @param {Visitor} visitor @param {string} root */
  const cutOff = (visitor, root) => visitor.page.evaluate((root) => {
    const box = /** @type {Element} */ (document.querySelector(root)).getBoundingClientRect();
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page scrolls sideways'] : [];
    for (const element of document.querySelectorAll(`${root} *`)) {
      const { left, right, width, height } = element.getBoundingClientRect();
      if (width < 2 || height < 2 || getComputedStyle(element).clipPath !== 'none' || element.closest('thead')) continue;
      if (left < box.left - 1 || right > box.right + 1) found.push(`${element.id || element.localName} sticks out: ${left} to ${right} of ${box.left} to ${box.right}`);
      if (element.matches('button, label, legend, h2, h3') && (element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1) && getComputedStyle(element).display !== 'inline') {
        found.push(`${element.id || element.textContent} is cut off`);
      }
    }
    return found;
  }, root);

  /** What is too small to be hit; a link among words is as high as they are. @param {Visitor} visitor @param {string} root */
  const small = (visitor, root) => visitor.page.$$eval(`${root} :is(button, label, a)`, (targets) => targets
    .filter((target) => !target.matches('a') || target.textContent === target.parentElement?.textContent)
    .map((target) => ({ target, box: target.getBoundingClientRect() }))
    .filter(({ box: { width, height } }) => width < 44 || height < 44).map(({ target, box: { width, height } }) => `${target.textContent}: ${width}x${height}`));

  for (const [layer, { root, whole = root, open }] of Object.entries(layers)) {
    describe(layer, () => {
      /** @type {Visitor} one for all that changes nothing but sizes */
      let visitor;
      before(async () => { visitor = await open({ width: 320, height: 568 }); });
      after(() => visitor.close());

      it('fits 320 pixels, and 1280 at 400 %, without scrolling sideways (WCAG 1.4.10)', async () => {
        for (const [width, height] of [[320, 568], [320, 256]]) {
          await visitor.resize(width, height);
          assert.deepEqual(await cutOff(visitor, root), [], `${width}x${height}`);
        }
      });

      it('what is pressed is 44 pixels large (WCAG 2.5.5), in either orientation', async () => {
        for (const [width, height] of [[320, 640], [640, 320], [1280, 800]]) {
          await visitor.resize(width, height);
          assert.deepEqual(await small(visitor, whole), [], `${width}x${height}`);
        }
      });

      it('bears text at 200 % (WCAG 1.4.4, RGAA 10.4) and the visitor\'s spacing (WCAG 1.4.12, RGAA 10.12)', async () => {
        const spaced = '& * { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } & p { margin-block-end: 2em !important }';
        for (const [width, css] of /** @type {[number, string][]} */ ([[320, spaced], [1280, spaced], [1280, '& { font-size: 200% !important }']])) {
          await visitor.resize(width, 800);
          await restyle(visitor, css);
          assert.deepEqual(await cutOff(visitor, root), [], `${width} px, ${css}`);
          await restyle(visitor, '');
        }
      });
    });

    it(`${layer}: without any style sheet, no two of its words run into one (RGAA 10.2)`, async () => {
      const visitor = await open();
      const [html, words] = await visitor.page.$eval(root, (element) => [element.outerHTML, /** @type {HTMLElement} */ (element).innerText.split(/\s+/)]);
      // What is pressed has an edge of its own, whatever it stands beside.
      const body = html.replaceAll(/<\/(button|label)>/g, '$& ').replace('<dialog', '<dialog open');
      await visitor.page.goto(at.publish('/nue', { body }));
      const bare = await visitor.page.$eval('body', (body) => body.innerText.trim().split(/\s+/));
      assert.deepEqual(bare.filter((word) => !words.includes(word)), []);
      await visitor.close();
    });

    for (const variant of VARIANTS) {
      it(`${layer}: the same ${named(variant)}, all that is pressed is 44 pixels large, no word of it is broken, and axe finds nothing`, async () => {
        for (const dark of variant.lang ? [false] : [false, true]) {
          // Words are longest where there is least room; a banner has another place only where there is more.
          const visitor = await open({ ...variant, dark, width: variant.lang ? 320 : 1280, height: 568 });
          const found = [...await cutOff(visitor, root), ...await small(visitor, whole), ...await visitor.broken(`${root} :is(button, label)`), ...await faults(visitor, whole)];
          assert.deepEqual(found, [], dark ? 'dark' : 'light');
          await visitor.close();
        }
      });
    }

    for (const dark of [false, true]) {
      it(`${layer}, ${dark ? 'dark' : 'light'}: contrast of text, edges and the focus in every state (WCAG 1.4.3, 1.4.11, RGAA 3.2, 3.3)`, async () => {
        const visitor = await open({ dark, width: 1280, height: 800 });
        // What the keyboard moves is shown as such.
        await visitor.press('Shift');
        const { faint, next } = await visitor.page.evaluate(inEveryState, root, -1);
        for (let place = 0, pointed = next; pointed; place++) {
          // From elsewhere: a pointer that stays where it is, on a page that scrolls below it, is nowhere else to Firefox and WebKit.
          await visitor.page.mouse.move(1, 1);
          await visitor.page.mouse.move(pointed.x, pointed.y);
          const seen = await visitor.page.evaluate(inEveryState, root, place);
          faint.push(...seen.faint);
          pointed = seen.next;
        }
        assert.deepEqual(faint, []);
        await visitor.close();
      });
    }

    it(`${layer}: nothing moves where the visitor wants none (WCAG 2.3.3)`, async () => {
      const visitor = await open({ still: true });
      const moving = await visitor.page.$$eval(`${root}, ${root} *`, (all) => all.filter((element) => {
        const { animationName, transitionDuration } = getComputedStyle(element);
        return animationName !== 'none' || transitionDuration !== '0s';
      }).length);
      assert.equal(moving, 0);
      await visitor.close();
    });

    it(`${layer}: forced colours leave every button its edge, and show the choice and the focus`, needs('forced colours'), async () => {
      const visitor = await open({ forced: true });
      const faults = await visitor.page.$$eval(`${root} :is(button, label)`, (all) => all.filter((element) => {
        const { borderTopStyle, borderTopWidth, borderTopColor, backgroundColor, color } = getComputedStyle(element);
        return borderTopStyle === 'none' || parseFloat(borderTopWidth) < 1 || borderTopColor === backgroundColor || color === backgroundColor;
      }).map((element) => element.textContent));
      assert.deepEqual(faults, []);
      await visitor.close();
    });
  }

  it('on paper, neither banner nor panel covers the page, and a placeholder still says what is missing (WCAG 1.4.13, RGAA 10)', needs('printing'), async () => {
    for (const [layer, { root, open }] of Object.entries(layers)) {
      const visitor = await open();
      await visitor.page.emulateMediaType('print');
      const { shown, text } = await visitor.page.$eval(root, (element) => ({ shown: element.checkVisibility(), text: /** @type {HTMLElement} */ (element).innerText }));
      assert.equal(shown, layer === 'charter' || layer === 'placeholder', layer);
      if (shown) assert.match(text, /YouTube/);
      await visitor.close();
    }
  });
});

/**
 * Runs in the page, once for each of the first targets: one call for all that needs no pointer.
 *
 * @param {string} root
 * @param {number} place of the target that the pointer is on; -1 before the first
 * @returns {{faint: string[], next?: {x: number, y: number}}} what has too little contrast in which state, and where the pointer goes next
 */
function inEveryState(root, place) {
  const rgba = (/** @type {string} */ color) => (color.match(/[\d.]+/g) ?? ['0', '0', '0', '0']).map(Number);
  const over = (/** @type {number[]} */ [r, g, b, a = 1], /** @type {number[]} */ below) => [r, g, b].map((part, i) => part * a + below[i] * (1 - a));
  const ground = (/** @type {Element | null} */ from) => {
    const layers = [];
    for (let node = from; node; node = node.parentElement) layers.unshift(rgba(getComputedStyle(node).backgroundColor));
    return layers.reduce((below, layer) => over(layer, below), matchMedia('(prefers-color-scheme: dark)').matches ? [18, 18, 18] : [255, 255, 255]);
  };
  const light = (/** @type {number[]} */ color) => color.map((part) => part / 255).map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
    .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0);
  const ratio = (/** @type {number[]} */ a, /** @type {number[]} */ b) => {
    const [low, high] = [light(a), light(b)].sort((x, y) => x - y);
    return (high + 0.05) / (low + 0.05);
  };
  const measure = (/** @type {string} */ state, /** @type {HTMLElement} */ element) => {
    const style = getComputedStyle(element);
    const name = element.id || element.textContent;
    const inside = ground(element);
    const outside = ground(element.parentElement);
    const text = ratio(over(rgba(style.color), inside), inside);
    if (element.localName !== 'input' && text < 4.5) faint.push(`${state}: text of ${name}: ${text.toFixed(2)}`);
    if (element.matches('button, label')) {
      const edge = Math.max(ratio(over(rgba(style.borderTopColor), outside), outside), ratio(inside, outside));
      if (edge < 3) faint.push(`${state}: edge of ${name}: ${edge.toFixed(2)}`);
    }
    if (document.activeElement === element && element.matches(':focus-visible')) {
      const shown = element.localName === 'input' ? getComputedStyle(element.closest('label') ?? element) : style;
      if (shown.outlineStyle === 'none' || parseFloat(shown.outlineWidth) < 2) faint.push(`${state}: ${name} does not show that it has the focus`);
      else if (ratio(over(rgba(shown.outlineColor), outside), outside) < 3) faint.push(`${state}: focus of ${name}: ${ratio(rgba(shown.outlineColor), outside).toFixed(2)}`);
    }
  };

  const faint = /** @type {string[]} */ ([]);
  const targets = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(`${root} :is(button, label, a, input)`)].slice(0, 14));
  const target = targets[place];
  if (target) {
    if (!target.matches(':hover')) faint.push(`the pointer is not on ${target.id || target.textContent}`);
    measure('hover', target);
    target.focus();
    measure('focus', target);
    if (target.matches('label, input')) target.click();
    measure('checked', target);
  } else {
    for (const each of targets) measure('as it is', each);
  }
  const next = targets[place + 1];
  next?.scrollIntoView({ block: 'center', behavior: 'instant' });
  // A link of two lines has nothing in the middle of both.
  const [{ left, top, width, height }] = next?.getClientRects() ?? [new DOMRect()];
  return { faint, next: next && { x: left + width / 2, y: top + height / 2 } };
}
