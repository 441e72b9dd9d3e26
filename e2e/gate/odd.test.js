import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';

/** What pages do that nobody thinks of: each of these was broken once. */
describe('the gate on odd pages', () => {
  const at = gateSuite();
  const js = (/** @type {string} */ name, file = 'a.js') => at.gate.at('mesure', `/${file}?name=${name}`);
  const says = (/** @type {string} */ name) => `(window.ran ||= []).push('${name}')`;
  const marked = (/** @type {string} */ code) => `<script type="text/plain" data-temoin="audience">${code}</script>`;
  /** @param {import('../harness/suite.js').Visitor} visitor @param {string[]} expected */
  const ran = async (visitor, expected) => {
    await visitor.page.waitForFunction((count) => window.ran?.length >= count, { timeout: 15000 }, expected.length).catch(() => {});
    await at.gate.settled(visitor);
    assert.deepEqual(await visitor.page.evaluate(() => window.ran ?? []), expected);
  };

  for (const [what, body, expected] of /** @type {[string, () => string, string[]][]} */ ([
    ['a nomodule twin', () => `<script nomodule src="${js('old')}"></script><script src="${js('modern')}"></script>`, ['modern']],
    ['a marked nomodule twin', () => `<script type="text/plain" nomodule data-temoin="audience" src="${js('old')}"></script>${marked(says('modern'))}`, ['modern']],
    ['a script in innerHTML', () => `<div id="d"></div><script>d.innerHTML = '<script src="${js('inert')}"></' + 'script>'</script>${marked(says('after'))}`, ['after']],
    ['a script of a parsed document', () => `<script>addEventListener('load', () => document.body.append(...new DOMParser().parseFromString('<script src="${js('inert')}"></' + 'script>', 'text/html').head.childNodes))</script>${marked(says('after'))}`, ['after']],
    ['a script of a type that browsers do not run', () => `<script type="text/x-tpl" src="${js('tpl')}"></script>${marked(says('after'))}`, ['after']],
    ['another manager\'s marks', () => `<script type="text/plain" data-category="x" src="${js('theirs')}"></script>${marked(says('after'))}`, ['after']],
    ['an attribute of no name', () => `<script async type="text/plain" data-temoin="audience" ="" src="${js('odd')}"></script>${marked(says('after'))}`, ['after', 'odd']],
    ['several writes', () => marked(`document.write('<script src="${js('1')}"></' + 'script>'); document.write('<script src="${js('2')}"></' + 'script><scr'); document.write('ipt>${says('3').replaceAll("'", '`')}</' + 'script>')`) + marked(says('4')), ['1', '2', '3', '4']],
  ])) {
    it(`${what} holds nothing up`, async () => {
      const visitor = await at.gate.open({ body: body() });
      await visitor.page.waitForFunction(() => document.readyState === 'complete');
      await visitor.click('#temoin-accept');
      if (expected.includes('odd')) {
        await visitor.page.waitForFunction(() => window.ran?.length === 2);
        assert.deepEqual(await visitor.page.evaluate(() => window.ran.sort()), expected);
      } else {
        await ran(visitor, expected);
      }
      assert.equal(await visitor.page.evaluate(() => typeof window.temoin.open), 'function');
      await visitor.close();
    });
  }

  it('a script finds its place later too, and copies of the page run nothing again', async () => {
    const visitor = await at.gate.open({
      body: `<div id="slide">${marked(`${says('a')}; const s = document.currentScript; setTimeout(() => s.parentNode.insertBefore(document.createElement('hr'), s), 50)`)}
        <template data-temoin="audience"><b>x</b><script>${says('b')}</script></template></div>`,
    });
    await visitor.click('#temoin-accept');
    await ran(visitor, ['a', 'b']);
    await visitor.see('#slide > hr');
    await visitor.page.evaluate(() => document.body.append(/** @type {Element} */ (document.querySelector('#slide')).cloneNode(true)));
    await ran(visitor, ['a', 'b']);
    assert.equal(await visitor.page.$$eval('b', (found) => found.length), 2);
    await visitor.close();
  });

  it('a form whose fields are called as methods are goes on the page as without us', async () => {
    const visitor = await at.gate.open({});
    const error = await visitor.page.evaluate(() => {
      const form = document.createElement('form');
      form.innerHTML = '<input name="matches">';
      try {
        document.body.append(form);
      } catch (error) {
        return String(error);
      }
      return document.body.lastElementChild === form;
    });
    assert.equal(error, true);
    await visitor.close();
  });

  it('HTML that names a host but loads nothing from it stays what it was', async () => {
    const link = at.gate.at('video', '/watch');
    const html = {
      script: `if (1 < 2 && 3 > 2) window.inline = '${link}'`, style: `.a > .b { color: red } /* ${link} */`, textarea: `<iframe src="${link}"></iframe>`,
      pre: `\n\nx <a href="${link}">film</a>`, p: `<a href="${link}">film</a>`, template: `<a href="${link}">film</a>`,
    };
    const look = (/** @type {Record<string, string>} */ html) => Object.entries(html).map(([name, text]) => {
      const element = document.createElement(name);
      document.body.append(element);
      element.innerHTML = text;
      return element.innerHTML;
    });
    const svg = (/** @type {string} */ link) => {
      const element = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
      element.innerHTML = `<path/><a href="${link}"><circle/></a><path/>`;
      return element.children.length + element.outerHTML;
    };
    const without = await at.visitor();
    await without.page.goto(at.publish('/html-without', {}));
    const expected = [await without.page.evaluate(look, html), await without.page.evaluate(svg, link), await without.page.evaluate(() => window.inline)];
    const visitor = await at.gate.open({});
    assert.deepEqual([await visitor.page.evaluate(look, html), await visitor.page.evaluate(svg, link), await visitor.page.evaluate(() => window.inline)], expected);
    // A document that is not the page: an editor's, say.
    assert.equal(await visitor.page.evaluate((link) => {
      const inert = document.implementation.createHTMLDocument('');
      inert.body.innerHTML = `<iframe src="${link}"></iframe>`;
      return inert.body.innerHTML;
    }, link), `<iframe src="${link}"></iframe>`);
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
    await visitor.close();
  });

  it('requests end as they do without a network, and only those that are held back', async () => {
    const visitor = await at.gate.open({});
    const events = await visitor.page.evaluate(async (claimed) => {
      const heard = [];
      const request = new XMLHttpRequest();
      for (const type of ['error', 'abort', 'load', 'loadend']) request.addEventListener(type, () => heard.push(type));
      const ended = () => new Promise((done) => request.addEventListener('loadend', done, { once: true }));
      request.open('GET', claimed);
      request.send();
      request.abort();
      request.open('GET', claimed);
      request.send();
      request.open('GET', '/gate-before');
      request.send();
      await ended();
      request.open('GET', claimed);
      request.send();
      await ended();
      const signal = AbortSignal.abort();
      await fetch(claimed, { signal }).catch((error) => heard.push(error.name));
      await new Promise((done) => { const image = new Image(); image.onerror = done; image.src = claimed; });
      return heard;
    }, at.gate.at('mesure', '/x'));
    assert.deepEqual(events, ['abort', 'loadend', 'load', 'loadend', 'error', 'loadend', 'AbortError']);
    assert.deepEqual(at.gate.log, []);
    await visitor.close();
  });

  it('what the page does to a frame meanwhile counts', async () => {
    const visitor = await at.gate.open({ body: `<iframe id="closed" src="${at.gate.at('video', '/closed-frame')}" loading="lazy"></iframe><iframe id="kept" loading="lazy" src="${at.gate.at('video', '/kept-frame')}"></iframe>
      <iframe id="marked" data-temoin="video" data-src="${at.gate.at('video', '/marked-frame')}"></iframe>` });
    await visitor.page.evaluate(() => {
      document.querySelector('#closed')?.removeAttribute('src');
      // A script that wants its address back, whatever happens.
      const kept = /** @type {HTMLIFrameElement} */ (document.querySelector('#kept'));
      const { src } = kept;
      window.rounds = 0;
      new MutationObserver(() => { if (!kept.hasAttribute('src') && window.rounds++ < 100) kept.setAttribute('src', src); }).observe(kept, { attributes: true });
      kept.setAttribute('title', 'x');
    });
    await at.gate.settled(visitor);
    assert.ok(await visitor.page.evaluate(() => window.rounds) < 5, 'no endless loop');
    await visitor.click('#temoin-accept');
    await at.gate.until(visitor, () => at.gate.log.length > 1);
    assert.deepEqual(at.gate.log, ['/kept-frame', '/marked-frame']);
    // A film that its page closes stays closed.
    await visitor.page.evaluate(() => {
      const film = /** @type {Element} */ (document.querySelector('#marked'));
      film.removeAttribute('src');
      document.body.append(film);
    });
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, ['/kept-frame', '/marked-frame']);
    await visitor.close();
  });

  it('a template that arrives in pieces, while a script adds to the page, is let out whole', async () => {
    const visitor = await at.gate.open({ before: 'accept' });
    const { createServer } = await import('node:http');
    const server = createServer(async (_request, response) => {
      response.setHeader('Content-Type', 'text/html; charset=utf-8');
      response.write(`<!doctype html><html lang="fr"><head>${at.gate.tag()}</head><body><script>setTimeout(() => document.body.append(document.createElement('hr')), 100)</script>
        <template data-temoin="audience"><p id="one"></p><script>${says('a')}</script>`);
      await new Promise((later) => setTimeout(later, 400));
      response.end(`<p id="two"></p><script>${says('b')}</script></template></body></html>`);
    });
    await new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(undefined)));
    await visitor.page.goto(`http://portail.localhost:${/** @type {any} */ (server.address()).port}/`);
    await ran(visitor, ['a', 'b']);
    assert.ok(await visitor.page.$('#two'));
    await visitor.close();
    server.close();
  });

  it('a page that demands Trusted Types: scripts are let go, its own HTML stays its own', async () => {
    const visitor = await at.gate.open({
      headers: { 'Content-Security-Policy': `require-trusted-types-for 'script'` },
      body: `${marked(says('inline'))}<script type="text/plain" data-temoin="audience" src="${js('src')}"></script><script src="${js('parsed')}"></script><div id="d"></div>
        <script>const policy = trustedTypes.createPolicy('page', { createHTML: (html) => html, createScriptURL: (url) => url });
        d.innerHTML = policy.createHTML('<a id="link" href="${at.gate.at('video', '/watch')}">film</a><iframe src="${at.gate.at('video', '/trusted-frame')}"></iframe>');
        const s = document.createElement('script'); s.src = policy.createScriptURL('${js('dynamic')}'); document.head.append(s)</script>`,
    });
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.logBut('/a.js?name=parsed'), []);
    await at.gate.nothingRan(visitor);
    assert.ok(await visitor.page.$('#link'));
    await visitor.click('#temoin-accept');
    await visitor.page.waitForFunction(() => window.ran?.length === 4);
    await at.gate.until(visitor, () => at.gate.log.includes('/trusted-frame'));
    assert.deepEqual(visitor.console.filter((line) => /rror/.test(line) && !/404/.test(line)), []);
    await visitor.close();
  });

  it('what a withdrawn template let out goes, wherever the page moved it, and nothing of the portal\'s with it', async () => {
    const frame = `http://libre.localhost:${at.others.port}/free-frame`;
    const visitor = await at.gate.open({
      before: 'accept',
      body: `<div id="box"><template data-temoin="video"><iframe id="a" src="${frame}"></iframe></template></div><div id="light"></div>`,
    });
    await visitor.page.waitForSelector('#a');
    await visitor.page.evaluate(() => {
      document.querySelector('#light')?.append(/** @type {Node} */ (document.querySelector('#a')));
      for (const node of [.../** @type {Element} */ (document.querySelector('#box')).childNodes]) if (node.nodeType === Node.COMMENT_NODE) node.remove();
      document.querySelector('template')?.insertAdjacentHTML('afterend', '<b>Portail</b>');
    });
    await at.gate.withdraw(visitor);
    assert.equal(await visitor.page.$('#a'), null);
    assert.ok(await visitor.page.$('#box > b'));
    await visitor.close();
  });

  it('building a large tree off the page costs no more than on a page without a gate', async () => {
    // The least of several: whatever else the machine does only adds.
    const least = () => Math.min(...Array.from({ length: 7 }, () => {
      const start = performance.now();
      let root = document.createElement('div');
      for (let depth = 0; depth < 1500; depth++) {
        const parent = document.createElement('div');
        parent.appendChild(root);
        root = parent;
      }
      return performance.now() - start;
    }));
    const plain = await at.visitor();
    await plain.page.goto(at.publish('/plain', { body: '<p>Portail' }));
    const without = await plain.page.evaluate(least);
    await plain.close();
    const visitor = await at.gate.open({});
    const time = await visitor.page.evaluate(least);
    // Were the tree looked at whenever it grows, it would be fifty times as long.
    assert.ok(time < 5 * without + 5, `${time} ms, where a page without a gate takes ${without}`);
    await visitor.close();
  });
});
