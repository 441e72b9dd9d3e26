/** The attributes that make an element load something, by its name; the one that data-src stands for comes first. @type {Record<string, string[]>} */
export const LOADS = {
  // @ts-expect-error Nothing is inherited: an element may be called "constructor".
  __proto__: null,
  script: ['src', 'href'], image: ['href'], iframe: ['src', 'srcdoc'], img: ['src', 'srcset'], source: ['src', 'srcset'], video: ['src', 'poster'],
  audio: ['src'], track: ['src'], embed: ['src'], object: ['data'], link: ['href'], input: ['src'],
};

export const loads = (/** @type {Element} */ element) => LOADS[element.localName] ?? [];

/** Has a film look at its addresses again. @param {Element} element the film or its source */
export const reload = (element) => {
  if (/^(video|audio|source)$/.test(element.localName)) /** @type {HTMLMediaElement | null} */ (element.closest('video, audio'))?.load();
};
