import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

/**
 * Pages that fight back: each does something to what is on it, ours included.
 *
 * @typedef {object} Hostile
 * @property {string} [head]
 * @property {string} [body] in the place of the ordinary one
 * @property {(tag: string) => string} [html] the whole document, with the loader's tag
 * @property {string} [type] Content-Type
 * @property {() => unknown} [works] does something with the page, in the page, and says what came of it; the same with us and without
 */

const require = createRequire(import.meta.url);
const read = (/** @type {string} */ path) => readFile(require.resolve(path), 'utf8');
const styled = async (/** @type {string} */ path) => `<style>${(await read(path)).replace(/@font-face\s*{[^}]*}/g, '').replace(/url\([^)]*\)/g, 'none')}</style>`;
const scripted = async (/** @type {string} */ path) => `<script>${(await read(path)).replaceAll('</script', '<\\/script').replace(/\/\/# sourceMappingURL.*/, '')}</script>`;

const article = `<header><a id="link" href="#bas">Aller en bas</a></header><main><h1>Données</h1><p>Un portail de <strong>données</strong> ouvertes.</p>
  <button id="act" type="button" onclick="this.textContent = 'fait'">Agir</button></main><footer id="bas"><button type="button" id="manage" data-temoin-open>Gérer mes cookies</button></footer>`;
const acts = () => {
  const button = /** @type {HTMLElement} */ (document.querySelector('#act'));
  button.click();
  return button.textContent;
};

/** @returns {Promise<Record<string, Hostile>>} */
export async function hostilePages() {
  const jquery = await scripted('jquery/dist/jquery.min.js');
  return {
    'Bootstrap 3': {
      head: await styled('bootstrap3/dist/css/bootstrap.min.css') + jquery + await scripted('bootstrap3/dist/js/bootstrap.min.js'),
      body: `<nav class="navbar navbar-default navbar-fixed-bottom"><div class="container"><a class="navbar-brand" href="#">Portail</a></div></nav>${article}
        <div class="modal" id="modal" tabindex="-1"><div class="modal-dialog"><div class="modal-content"><div class="modal-body"><button id="inside">Dedans</button></div></div></div></div>`,
      works: async () => {
        const shown = new Promise((done) => window.$('#modal').one('shown.bs.modal', done));
        window.$('#modal').modal('show');
        await shown;
        const result = [document.body.className, document.activeElement?.id];
        const hidden = new Promise((done) => window.$('#modal').one('hidden.bs.modal', done));
        window.$('#modal').modal('hide');
        await hidden;
        return result;
      },
    },
    'Bootstrap 5': {
      head: await styled('bootstrap/dist/css/bootstrap.min.css') + await scripted('bootstrap/dist/js/bootstrap.bundle.min.js'),
      body: `${article}<div class="offcanvas offcanvas-bottom" id="canvas" tabindex="-1"><div class="offcanvas-body"><button id="inside">Dedans</button></div></div>`,
      works: async () => {
        const canvas = /** @type {Element} */ (document.querySelector('#canvas'));
        const instance = window.bootstrap.Offcanvas.getOrCreateInstance(canvas);
        const shown = new Promise((done) => canvas.addEventListener('shown.bs.offcanvas', done, { once: true }));
        instance.show();
        await shown;
        const result = [canvas.className, document.activeElement?.id];
        const hidden = new Promise((done) => canvas.addEventListener('hidden.bs.offcanvas', done, { once: true }));
        instance.hide();
        await hidden;
        return result;
      },
    },
    'DSFR': {
      head: await styled('@gouvfr/dsfr/dist/dsfr.min.css') + `<script type="module">${(await read('@gouvfr/dsfr/dist/dsfr.module.min.js')).replaceAll('</script', '<\\/script').replace(/\/\/# sourceMappingURL.*/, '')}</script>`,
      body: `<header role="banner" class="fr-header"><div class="fr-header__body"><div class="fr-container"><p class="fr-header__service-title">Portail</p></div></div></header>${article}
        <section class="fr-accordion"><h3 class="fr-accordion__title"><button class="fr-accordion__btn" aria-expanded="false" aria-controls="acc">Plus</button></h3><div class="fr-collapse" id="acc">Contenu</div></section>`,
      works: acts,
    },
    'a reset of everything, "!important"': { head: '<style>* { all: unset !important } div, section, button { color: red !important; display: inline !important; position: static !important }</style>', works: acts },
    'a reset by an id': { head: '<style>body#page *, html body#page #temoin { margin: 9px !important; font: 30px/3 cursive !important; border: 4px dotted lime !important }</style><script>addEventListener("DOMContentLoaded", () => { document.body.id = "page"; })</script>', works: acts },
    'a part of the portal that is called temoin, too': {
      head: '<style>#temoin { padding: 1rem; color: navy } #temoin a { color: maroon; text-transform: uppercase }</style>',
      body: `${article}<section id="temoin"><h2>Le témoin du mois</h2><p>Une <a href="#bas">ville</a> raconte.</p><button type="button" onclick="this.textContent = 'lu'">Lire</button></section>`,
      works: () => {
        const [own, link, button] = ['', ' a', ' button'].map((part) => /** @type {HTMLElement} */ (document.querySelector('section#temoin' + part)));
        button.click();
        return [own, link, button].map((element) => [getComputedStyle(element).color, getComputedStyle(element).textTransform, getComputedStyle(element).font, element.textContent]);
      },
    },
    'box-sizing, transitions and pseudo-elements': { head: '<style>*, *::before, *::after { box-sizing: content-box; transition: all 2s; animation: pulse 9s infinite } *::before { content: "!" } @keyframes pulse { to { outline-color: red } }</style>', works: acts },
    'lists whose every mark is the theme\'s': { head: '<style>li::marker { content: "→ "; color: red; font-size: 200% }</style>', works: acts },
    'a huge root font size': { head: '<style>html { font-size: 300% }</style>', works: acts },
    'a tiny root font size': { head: '<style>html { font-size: 2px } body { font-size: 6rem }</style>', works: acts },
    'a body that is a grid': { head: '<style>html, body { height: 100% } body { margin: 0; display: grid; grid-template-columns: 200px 1fr; place-items: center; gap: 3em }</style>', works: acts },
    'a body that is a flex row, reversed': { head: '<style>body { margin: 0; display: flex; flex-direction: row-reverse; align-items: stretch; min-height: 100vh } body > * { flex: 1 }</style>', works: acts },
    'overflow hidden': { head: '<style>html, body { height: 100%; overflow: hidden; margin: 0 }</style>', works: acts },
    'transforms on html and body': { head: '<style>html { transform: translateX(0); perspective: 500px } body { transform: scale(0.9) rotate(2deg); filter: blur(0); contain: paint; will-change: transform }</style>', works: acts },
    'the highest z-index, over a map on the whole screen': { body: `${article}<div id="map" style="position: fixed; inset: 0; z-index: 2147483647; background: #cde" onclick="this.title = 'cliqué'"></div>`, works: acts },
    'right to left': { html: (tag) => `<!doctype html><html lang="fr" dir="rtl"><head><meta charset="utf-8"><title>Portail</title>${tag}<style>body { direction: rtl; unicode-bidi: bidi-override }</style></head><body>${article}</body></html>`, works: acts },
    'handlers that prevent every click': {
      head: `<script>for (const type of ['click', 'mousedown', 'pointerdown', 'touchstart']) document.addEventListener(type, (event) => { event.preventDefault(); event.stopPropagation(); }, true);</script>`,
    },
    'handlers that close what was not clicked': {
      head: '<script>window.closed = 0; for (const type of ["click", "mousedown", "focusin"]) document.addEventListener(type, (event) => { if (!event.target.closest?.("#first")) closed++; document.querySelectorAll("dialog").forEach((dialog) => dialog.close()); })</script>',
      works: () => window.closed,
    },
    'handlers that swallow keys': {
      head: `<script>for (const type of ['keydown', 'keyup', 'keypress']) { document.addEventListener(type, (event) => { event.preventDefault(); event.stopPropagation(); }, true); document.addEventListener(type, (event) => { event.preventDefault(); }); }</script>`,
    },
    'a trap that brings the focus back': {
      head: '<script>addEventListener("DOMContentLoaded", () => document.addEventListener("focusin", ({ target }) => { if (!target.closest("#trap")) document.querySelector("#trapped").focus(); }))</script>',
      body: `${article}<div id="trap"><button id="trapped">Piège</button></div>`,
    },
    'a router that replaces the body\'s children': {
      body: `${article}<script>addEventListener('load', () => { document.body.replaceChildren(...[...document.body.children].filter((element) => element.localName !== 'script' && element.id !== 'temoin').map((element) => element.cloneNode(true))); })</script>`,
      works: acts,
    },
    'a veil behind whatever is in the top layer': { head: '<style>::backdrop { display: block !important; background: rgb(0 0 0 / 0.5) !important; backdrop-filter: blur(3px) !important }</style>', works: acts },
    'additions to every object and list': { head: '<script>Object.prototype.each = null; Object.prototype.extend = function () { return this; }; Array.prototype.last = function () { return this.at(-1); }; document.addEventListener("temoin:ready", () => { delete Object.prototype.each; })</script>', works: acts },
    'view transitions': {
      head: '<style>@view-transition { navigation: auto } :root { view-transition-name: none } main { view-transition-name: main }</style>',
      body: `${article}<script>addEventListener('load', () => document.startViewTransition?.(() => { document.querySelector('h1').textContent = 'Vue'; }))</script>`,
      works: acts,
    },
    'quirks mode': { html: (tag) => `<html lang="fr"><head><meta charset="utf-8"><title>Portail</title>${tag}</head><body bgcolor="#ffffee" text="#000033">${article}<table><tr><td>Tableau</td></tr></table></body></html>`, works: acts },
    'XHTML': {
      type: 'application/xhtml+xml; charset=utf-8',
      html: (tag) => `<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE html>
<html xmlns="http://www.w3.org/1999/xhtml" lang="fr"><head><title>Portail</title>${tag.replace('<script async ', '<script async="async" ')}</head><body>${article.replace('data-temoin-open', 'data-temoin-open=""')}</body></html>`,
      works: acts,
    },
    'a viewport that is zoomed': { html: (tag) => `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=600, initial-scale=2, maximum-scale=2, user-scalable=no"><title>Portail</title>${tag}</head><body>${article}</body></html>`, works: acts },
    'Turbo': {
      head: await scripted('@hotwired/turbo/dist/turbo.es2017-umd.js'),
      works: async () => {
        const loaded = new Promise((done) => addEventListener('turbo:load', done, { once: true }));
        window.Turbo.visit(location.pathname + '?encore');
        await loaded;
        /** @type {HTMLElement} */ (document.querySelector('#act')).click();
        return [location.search, document.querySelectorAll('h1').length, document.querySelector('#act')?.textContent];
      },
    },
    'AngularJS 1.8': {
      head: await scripted('angular/angular.min.js'),
      body: `<div id="first">{{1 + 1}}</div>${article}<script>angular.module('portal', []); angular.element(document).ready(() => angular.bootstrap(document.documentElement, ['portal']));</script>`,
      works: () => [document.querySelector('#first')?.textContent, document.querySelectorAll('.ng-binding').length],
    },
  };
}

export const plain = article;
