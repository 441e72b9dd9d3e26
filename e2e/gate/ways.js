import { engine } from '../harness/engine.js';
import { lacks } from '../harness/limits.js';

/**
 * Every way of embedding a service that the gate knows, each with an address of its own, so that the log of the third party tells them apart.
 *
 * @typedef {(host: string, path: string) => string} At an address on a host of the third parties
 */

/** Marked up by the owner: held back wherever and whenever. @type {Record<string, (at: At) => string>} */
export const marked = {
  'template with a script': (at) => `<template data-temoin="audience"><script src="${at('mesure', '/template.js?name=template')}"></script></template>`,
  'template with a frame': (at) => `<template data-temoin="video"><p><iframe width="400" height="300" src="${at('video', '/template-frame')}"></iframe></p></template>`,
  'template with an image': (at) => `<template data-temoin="audience">Texte <img alt="" src="${at('mesure', '/template.gif')}"></template>`,
  'script with src': (at) => `<script type="text/plain" data-temoin="audience" src="${at('mesure', '/src.js?name=src')}"></script>`,
  'script with data-src': (at) => `<script type="text/plain" data-temoin="audience" data-src="${at('mesure', '/data-src.js?name=data-src')}"></script>`,
  'inline script': (at) => `<script type="text/plain" data-temoin="audience">new Image().src = '${at('mesure', '/inline.gif')}'</script>`,
  'module': (at) => `<script type="text/plain" data-type="module" data-temoin="audience" src="${at('mesure', '/module.js?name=module')}"></script>`,
  'inline module': (at) => `<script type="text/plain" data-type="module" data-temoin="audience">new Image().src = '${at('mesure', '/inline-module.gif')}'</script>`,
  'iframe': (at) => `<iframe data-temoin="video" width="400" height="300" data-src="${at('video', '/iframe-frame')}"></iframe>`,
  'img': (at) => `<img alt="" data-temoin="audience" data-src="${at('mesure', '/img.gif')}">`,
  'img with srcset': (at) => `<img alt="" data-temoin="audience" data-srcset="${at('mesure', '/srcset.gif')} 1x">`,
  'video': (at) => `<video data-temoin="video" preload="auto" data-src="${at('video', '/video.mp4')}"></video>`,
  'video with sources': (at) => `<video data-temoin="video" preload="auto"><source data-src="${at('video', '/source.mp4')}"></video>`,
  'audio': (at) => `<audio data-temoin="video" preload="auto" controls data-src="${at('video', '/audio.mp3')}"></audio>`,
  'object': (at) => `<object data-temoin="video" type="text/html" width="400" height="300" data-data="${at('video', '/object-frame')}"></object>`,
  'embed': (at) => `<embed data-temoin="video" type="text/html" width="400" height="300" data-src="${at('video', '/embed-frame')}">`,
  'link': (at) => `<link data-temoin="audience" rel="stylesheet" data-href="${at('mesure', '/link.css')}">`,
};

if (lacks(engine, 'inert templates')) {
  for (const way of ['template with a script', 'template with an image']) delete marked[way];
}

/** What nobody marked, as a parser puts it on the page, and the gate can hold. @type {Record<string, (at: At) => string>} */
export const parsed = {
  'script': (at) => `<script src="${at('mesure', '/parsed.js?name=parsed')}"></script>`,
  'async script': (at) => `<script async src="${at('mesure', '/parsed-async.js?name=parsed-async')}"></script>`,
  'deferred script': (at) => `<script defer src="${at('mesure', '/parsed-defer.js?name=parsed-defer')}"></script>`,
  'lazy frame': (at) => `<iframe loading="lazy" width="400" height="300" src="${at('video', '/parsed-lazy-frame')}"></iframe>`,
  'image after a text': (at) => `<p>Texte</p><img alt="" src="${at('mesure', '/parsed.gif')}">`,
};

/** What nobody marked, as a script of the page puts it there. The code of each runs in the page; at(host, path) is known there. @type {Record<string, string>} */
export const late = {
  'script': `const s = document.createElement('script'); s.src = at('mesure', '/late.js?name=late'); document.head.append(s)`,
  'script by setAttribute': `const s = document.createElement('script'); s.setAttribute('src', at('mesure', '/late-attribute.js?name=late-attribute')); document.head.appendChild(s)`,
  'script, address after': `const s = document.createElement('script'); document.head.append(s); s.src = at('mesure', '/late-after.js?name=late-after')`,
  'script of a fragment': `document.body.append(document.createRange().createContextualFragment('<div><script src="' + at('mesure', '/late-fragment.js?name=late-fragment') + '"></' + 'script></div>'))`,
  'module': `const s = document.createElement('script'); s.type = 'module'; s.src = at('mesure', '/late-module.js?name=late-module'); document.head.insertBefore(s, null)`,
  'frame': `const f = document.createElement('iframe'); f.src = at('video', '/late-frame'); document.body.append(f)`,
  'frame, address after': `const f = document.createElement('iframe'); document.body.append(f); f.src = at('video', '/late-after-frame')`,
  'frame by innerHTML': `const d = document.createElement('div'); document.body.append(d); d.innerHTML = '<p><iframe src="' + at('video', '/late-inner-frame') + '"></iframe></p>'`,
  'frame by insertAdjacentHTML': `document.body.insertAdjacentHTML('beforeend', '<iframe src="' + at('video', '/late-adjacent-frame') + '"></iframe>')`,
  'frame by setHTMLUnsafe': `const d = document.createElement('div'); document.body.append(d); d.setHTMLUnsafe?.('<p><iframe src="' + at('video', '/late-unsafe-frame') + '"></iframe></p>')`,
  'frame in a shadow': `const d = document.createElement('div'); document.body.append(d); d.attachShadow({ mode: 'open' }).innerHTML = '<iframe src="' + at('video', '/late-shadow-frame') + '"></iframe>'`,
  'frame of a parsed document': `const d = new DOMParser().parseFromString('<iframe src="' + at('video', '/late-parsed-frame') + '"></iframe>', 'text/html'); document.body.append(...d.body.childNodes)`,
  'frame that writes itself': `const f = document.createElement('iframe'); f.srcdoc = '<img src="' + at('video', '/late-srcdoc.gif') + '">'; document.body.append(f)`,
  'image on the page': `const i = document.createElement('img'); i.src = at('mesure', '/late.gif'); document.body.append(i)`,
  'image by innerHTML': `const d = document.createElement('div'); d.innerHTML = '<img src="' + at('mesure', '/late-inner.gif') + '">'; document.body.append(d)`,
  'image with srcset': `const i = new Image(); i.srcset = at('mesure', '/late-srcset.gif') + ' 1x'; document.body.prepend(i)`,
  'video': `const v = document.createElement('video'); v.preload = 'auto'; v.src = at('video', '/late.mp4'); document.body.append(v)`,
  'video with a source': `const v = document.createElement('video'); v.preload = 'auto'; const s = document.createElement('source'); s.src = at('video', '/late-source.mp4'); v.append(s); document.body.append(v)`,
  'poster': `const v = document.createElement('video'); v.preload = 'none'; v.poster = at('video', '/late-poster.gif'); document.body.append(v)`,
  'object': `const o = document.createElement('object'); o.type = 'text/html'; o.data = at('video', '/late-object-frame'); document.body.append(o)`,
  'embed': `const e = document.createElement('embed'); e.type = 'text/html'; e.src = at('video', '/late-embed-frame'); document.body.append(e)`,
  'style sheet': `const l = document.createElement('link'); l.rel = 'stylesheet'; l.href = at('mesure', '/late.css'); document.head.append(l)`,
  'style sheet, address first': `const l = document.createElement('link'); l.href = at('mesure', '/late-first.css'); l.rel = 'stylesheet'; document.head.append(l)`,
  'document.write': `document.readyState === 'loading' ? document.write('<script src="' + at('mesure', '/late-write.js?name=late-write') + '"></' + 'script>') : 0`,
};

/** Calls, of which nothing is kept for later. @type {Record<string, string>} */
export const calls = {
  'fetch': `await fetch(at('mesure', '/fetch')).catch(() => {})`,
  'fetch of a Request': `await fetch(new Request(at('mesure', '/fetch-request'))).catch(() => {})`,
  'fetch of a URL': `await fetch(new URL(at('mesure', '/fetch-url'))).catch(() => {})`,
  'XMLHttpRequest': `const x = new XMLHttpRequest(); x.open('GET', at('mesure', '/xhr')); await new Promise((done) => { x.onloadend = done; x.send(); })`,
  'synchronous XMLHttpRequest': `const x = new XMLHttpRequest(); x.open('GET', at('mesure', '/xhr-sync'), false); try { x.send(); } catch {}`,
  'sendBeacon': `navigator.sendBeacon(at('mesure', '/beacon'), 'x')`,
  'Image': `new Image().src = at('mesure', '/image.gif')`,
  'EventSource': `const e = new EventSource(at('mesure', '/events')); await new Promise((done) => { e.onerror = done; }); e.close()`,
  'WebSocket': `const w = new WebSocket(at('mesure', '/socket').replace('http', 'ws')); await new Promise((done) => { w.onerror = done; })`,
};
