import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { gateSuite } from './harness.js';

const library = (/** @type {string} */ path) => readFile(new URL('../node_modules/' + path, import.meta.url), 'utf8');

describe('the gate on pages that change', () => {
  const at = gateSuite();
  /** @param {string} path @param {string} file */
  const serve = async (path, file) => at.publish(path, { html: await library(file), headers: { 'Content-Type': 'text/javascript; charset=utf-8' } });
  const frame = (/** @type {string} */ name) => at.gate.at('video', `/${name}-frame`);
  const js = (/** @type {string} */ name) => at.gate.at('mesure', `/${name}.js?name=${name}`);
  const marked = (/** @type {string} */ name) => `<script type="text/plain" data-temoin="audience">(window.ran ||= []).push('${name}')</script>`;

  it('an AngularJS portal with jQuery works as without us, and its embeds wait', async () => {
    await serve('/jquery.js', 'jquery/dist/jquery.js');
    await serve('/angular.js', 'angular/angular.js');
    const page = (/** @type {string} */ tag) => ({
      head: `${tag}${at.gate.helper}<script src="/jquery.js"></script><script src="/angular.js"></script>`,
      body: `<div ng-app="portal" ng-controller="Page"><h1>{{title}}</h1><ul><li ng-repeat="set in sets" id="{{set}}">{{set | uppercase}}</li></ul>
        <div ng-if="shown"><iframe id="bound" ng-src="{{film}}" width="400" height="300"></iframe></div>
        <iframe id="marked" data-temoin="video" data-src="{{marked}}" width="400" height="300"></iframe>
        <div id="html" ng-bind-html="html"></div><button id="toggle" ng-click="shown = !shown">{{shown}}</button><input id="model" ng-model="title"></div>
        <div id="jquery"></div>
        <script>angular.module('portal', []).controller('Page', function ($scope, $sce, $http) {
          Object.assign($scope, { title: 'Données', sets: ['arbres', 'sports'], shown: true, film: $sce.trustAsResourceUrl('${frame('bound')}'), marked: $sce.trustAsResourceUrl('${frame('marked')}'),
            html: $sce.trustAsHtml('<img src="${at.gate.at('mesure', '/bound.gif')}"><b>gras</b>') });
          $http.get('/gate-data').then(() => {}, (answer) => { $scope.status = answer.status; window.answered = answer.status; });
        });
        $('#jquery').append('<iframe src="${frame('jquery')}"></iframe><i>italique</i>');
        $.getScript('${js('jquery')}');
        $.ajax('/gate-data').always((request) => { window.ajax = request.status; });
        $('<script>', { src: '${js('element')}' }).appendTo('head');</script>`,
    });
    const without = await at.visitor();
    await without.page.goto(at.publish('/angular-without', page('')));
    await without.page.waitForFunction(() => window.answered && window.ajax);
    const look = () => [document.querySelector('[ng-app] h1')?.textContent, [...document.querySelectorAll('[ng-app] li')].map((li) => li.id + li.textContent), document.querySelector('#html b')?.textContent,
      document.querySelector('#jquery i')?.textContent, window.answered, window.ajax, document.querySelector('#toggle')?.textContent];
    const expected = await without.page.evaluate(look);
    await without.close();
    at.others.reset();

    const visitor = await at.visitor();
    await visitor.page.goto(at.publish('/angular', page(at.gate.tag())));
    await visitor.page.waitForFunction(() => window.answered && window.ajax);
    assert.deepEqual(await visitor.page.evaluate(look), expected);
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, []);
    await visitor.page.waitForFunction(() => document.querySelectorAll('.temoin-placeholder').length === 3);
    // The page takes a frame away and brings it back: its placeholder goes and comes with it.
    await visitor.page.$eval('#toggle', (button) => button.click());
    await visitor.page.waitForFunction(() => document.querySelectorAll('.temoin-placeholder').length === 2);
    await visitor.page.$eval('#toggle', (button) => button.click());
    await visitor.page.waitForFunction(() => document.querySelectorAll('.temoin-placeholder').length === 3);
    await visitor.click('#temoin-accept');
    const all = ['/bound-frame', '/bound.gif', '/element.js?name=element', '/jquery-frame', '/jquery.js?name=jquery', '/marked-frame'];
    // jQuery adds the time to an address that is not to be cached.
    const log = () => at.gate.log.map((path) => path.replace(/&_=\d+/, ''));
    await at.gate.until(visitor, () => all.every((path) => log().includes(path)));
    await at.gate.settled(visitor);
    assert.deepEqual(log(), all);
    assert.deepEqual((await visitor.page.evaluate(() => window.ran)).sort(), ['element', 'jquery'], 'each once');
    await visitor.page.type('#model', '!');
    assert.match(await visitor.page.$eval('h1', (title) => title.textContent ?? ''), /!/);
    // Firefox adds that the empty answer is no XML.
    assert.deepEqual(visitor.console.filter((line) => !/404|XML Parsing/.test(line)), []);
    await visitor.close();
  });

  it('a router that swaps the page: what it brings waits or runs, and the banner stays', async () => {
    const visitor = await at.gate.open({
      body: `<main>Accueil ${marked('first')}</main>
        <script>
          const views = { film: '<h1>Film</h1><iframe src="${frame('routed')}" width="400" height="300"></iframe>', mesure: '<h1>Mesure</h1>' };
          function go(view) {
            history.pushState({}, '', '/' + view);
            const main = document.createElement('main');
            main.innerHTML = views[view];
            if (view === 'mesure') for (const code of ['swapped', 'again']) {
              const script = document.createElement('script');
              Object.assign(script, { type: 'text/plain', text: "(window.ran ||= []).push('" + code + "')" });
              script.dataset.temoin = 'audience';
              main.append(script);
            }
            document.body.replaceChildren(main);
          }
        </script>`,
    });
    await visitor.see('#temoin-banner');
    await visitor.page.evaluate(() => window.go('film'));
    await visitor.page.waitForFunction(() => document.querySelectorAll('.temoin-placeholder').length === 1);
    await visitor.see('#temoin-banner');
    assert.deepEqual(at.gate.log, []);
    await visitor.page.evaluate(() => window.go('mesure'));
    await visitor.see('#temoin-banner');
    assert.equal(await visitor.page.$('.temoin-placeholder'), null);
    await visitor.click('#temoin-accept');
    await visitor.page.waitForFunction(() => window.ran?.length === 2);
    assert.deepEqual(await visitor.page.evaluate(() => window.ran), ['swapped', 'again']);
    await visitor.page.evaluate(() => window.go('film'));
    await at.gate.until(visitor, () => at.gate.log.length > 0);
    assert.deepEqual(at.gate.log, ['/routed-frame']);
    await visitor.page.evaluate(() => window.temoin.open());
    await visitor.see('#temoin-panel[open]');
    await visitor.close();
  });

  it('Turbo: pages that it visits, restores from its cache and brings back', async () => {
    await serve('/turbo.js', '@hotwired/turbo/dist/turbo.es2017-umd.js');
    const page = (/** @type {string} */ name, /** @type {string} */ other) => at.publish('/turbo-' + name, {
      head: `${at.gate.tag()}${at.gate.helper}<script src="/turbo.js"></script>`,
      body: `<h1>${name}</h1>${marked(name)}<template data-temoin="video"><iframe src="${frame('template-' + name)}" width="400" height="300"></iframe></template>
        <iframe src="${frame('plain-' + name)}" loading="lazy" width="400" height="300"></iframe><a id="go" href="/turbo-${other}">${other}</a>`,
    });
    page('b', 'a');
    const visitor = await at.visitor();
    await visitor.page.goto(page('a', 'b'));
    const go = async (/** @type {string} */ name) => {
      await visitor.page.$eval('#go', (link) => link.click());
      await visitor.page.waitForFunction((name) => document.querySelector('h1')?.textContent === name && !document.documentElement.hasAttribute('data-turbo-preview'), {}, name);
    };
    const state = () => visitor.page.evaluate(() => ({
      banners: document.querySelectorAll('#temoin-banner').length, hosts: document.querySelectorAll('#temoin').length,
      placeholders: document.querySelectorAll('.temoin-placeholder').length, live: document.querySelectorAll('iframe[src]').length,
    }));
    const placeholders = (/** @type {number} */ count) => visitor.page.waitForFunction((count) => document.querySelectorAll('.temoin-placeholder').length === count, {}, count);
    await placeholders(2);
    await go('b');
    await placeholders(2);
    await go('a');
    await placeholders(2);
    // What is ours comes back with the next frame (stay.js).
    await visitor.see('#temoin-banner');
    assert.deepEqual(await state(), { banners: 1, hosts: 1, placeholders: 2, live: 0 });
    assert.deepEqual(at.gate.log, []);
    assert.equal(await visitor.page.evaluate(() => window.ran), undefined);

    await visitor.click('#temoin-accept');
    await visitor.page.waitForFunction(() => window.ran?.length === 1);
    await at.gate.until(visitor, () => at.gate.log.length > 1);
    assert.deepEqual(at.gate.log, ['/plain-a-frame', '/template-a-frame']);
    await go('b');
    await visitor.page.waitForFunction(() => window.ran?.length === 2);
    await at.gate.until(visitor, () => at.gate.log.includes('/template-b-frame'));
    assert.deepEqual(await visitor.page.evaluate(() => window.ran), ['a', 'b'], 'each page\'s script once a visit of the page');
    assert.equal(await visitor.page.$('#temoin-banner'), null);

    await at.gate.withdraw(visitor);
    at.others.reset();
    const before = await visitor.page.evaluate(() => window.ran.length);
    await go('a');
    await placeholders(2);
    await visitor.page.goBack();
    await visitor.page.waitForFunction(() => document.querySelector('h1')?.textContent === 'b');
    await placeholders(2);
    await visitor.page.waitForSelector('#temoin');
    await at.gate.settled(visitor);
    assert.deepEqual(at.gate.log, [], 'what Turbo kept of the pages while it was granted waits');
    assert.equal(await visitor.page.evaluate(() => window.ran.length), before);
    assert.deepEqual(await state(), { banners: 0, hosts: 1, placeholders: 2, live: 0 });
    await visitor.close();
  });
});
