/**
 * The studio on the index page: shows a portal's banner, panel or charter at the width of a device, in light or dark, in any language it offers, and the
 * lines to copy. Everything comes from this server's own pages, in a frame.
 */

/** @template {Element} T @param {string} selector @returns {T} */
const one = (selector) => /** @type {T} */ (document.querySelector(selector));

const form = /** @type {HTMLFormElement} */ (one('#studio'));
const frame = /** @type {HTMLIFrameElement} */ (one('#scene'));
const stage = /** @type {HTMLElement} */ (one('.stage'));
const caption = /** @type {HTMLElement} */ (one('#caption'));
/** Pixels of each device's screen. */
const DEVICES = /** @type {Record<string, [number, number]>} */ ({ phone: [360, 720], tablet: [768, 1024], desktop: [1280, 800] });

/** @returns {Record<string, string>} what is chosen */
const chosen = () => Object.fromEntries([...new FormData(form)].map(([name, value]) => [name, String(value)]));

/** Offers the languages of the portal that is chosen, and keeps the one that was chosen where it can. */
function offerLanguages() {
  const languages = /** @type {HTMLSelectElement} */ (form.elements.namedItem('lang'));
  const offered = (one(`#portal option[value="${CSS.escape(chosen().portal)}"]`)?.getAttribute('data-languages') ?? '').split(' ');
  for (const option of languages.options) option.hidden = option.disabled = !offered.includes(option.value);
  if (languages.selectedOptions[0]?.disabled) languages.value = offered[0];
}

/** Shows what is chosen. */
function show() {
  const { portal, layer, lang, scheme, device } = chosen();
  const query = new URLSearchParams({ lang, scheme });
  const page = layer === 'charter' ? 'charte' : 'revoir';
  const address = new URL(`${portal}/${page}?${query}`, location.href).href;
  if (frame.dataset.address !== address + layer) {
    frame.dataset.address = address + layer;
    // Not by src: each look would be a step in the history, and WebKit, sent by it, now and then stays where it is.
    frame.contentWindow?.location.replace(address);
  }
  for (const snippet of document.querySelectorAll('[data-of]')) /** @type {HTMLElement} */ (snippet).hidden = snippet.getAttribute('data-of') !== portal;
  caption.textContent = form.querySelector('[name=device]:checked')?.parentElement?.textContent?.trim() + ', ' + DEVICES[device].join(' × ') + ' pixels';
  fit();
}

/** Scales the device's screen down to the room there is. */
function fit() {
  const [width, height] = DEVICES[chosen().device];
  // With its border.
  const scale = Math.min(1, stage.clientWidth / (width + 2));
  frame.style.width = width + 'px';
  frame.style.height = height + 'px';
  frame.style.transform = `scale(${scale})`;
  frame.style.marginInlineEnd = (scale - 1) * width + 'px';
  frame.style.marginBlockEnd = (scale - 1) * height + 'px';
}

/** Opens the panel in the frame, once the page in it can. */
function openPanel() {
  if (chosen().layer !== 'panel') return;
  const { contentWindow: window, contentDocument: page } = frame;
  if (!window || !page?.querySelector('script[src*="temoin.js"]')) return;
  if (window.temoin?.ready) window.temoin.open();
  else page.addEventListener('temoin:ready', () => window.temoin.open(), { once: true });
}

form.hidden = false;
form.addEventListener('input', () => {
  offerLanguages();
  show();
});
frame.addEventListener('load', openPanel);
// In the frame after: a scene that is scaled may change what is observed, and the browser would call that an error.
new ResizeObserver(() => requestAnimationFrame(fit)).observe(stage);

for (const button of document.querySelectorAll('[data-copy]')) {
  button.removeAttribute('hidden');
  button.addEventListener('click', async () => {
    const text = one('#' + button.getAttribute('data-copy')).textContent ?? '';
    const said = button.nextElementSibling;
    try {
      await navigator.clipboard.writeText(text);
      if (said) said.textContent = 'Copié';
    } catch {
      if (said) said.textContent = 'Sélectionnez le texte pour le copier';
    }
    setTimeout(() => { if (said) said.textContent = ''; }, 4000);
  });
}

offerLanguages();
show();
