import { createHash } from 'node:crypto';

/**
 * What runs in every document before its own scripts. Chromium and Firefox do that themselves; for WebKit, whose driver cannot, the servers of the tests put
 * it into their HTML, and allow it in the page's policy.
 *
 * @typedef {ReturnType<typeof injection>} Injection
 */

/** Keeps for the driver, once in a window (Turbo runs the scripts of each page that it brings), what the console said and what was thrown: WebDriver shows neither. */
const listen = `
  const said = [];
  Object.defineProperty(window, 'said', { value: said });
  for (const type of ['log', 'info', 'warn', 'error']) {
    const own = console[type];
    console[type] = (...words) => { said.push([type === 'warn' ? 'warn' : type, words.join(' ')]); own.apply(console, words); };
  }
  addEventListener('error', ({ message, target }) => { if (target === window) said.push(['uncaught', message]); }, true);
  addEventListener('unhandledrejection', ({ reason }) => said.push(['uncaught', String(reason)]));`;

/** @param {boolean} needed */
export function injection(needed) {
  /** @type {string[]} */
  let scripts = [];
  return {
    /** @param {string} script */
    add(script) { scripts.push(script); },
    clear() { scripts = []; },

    /**
     * @param {string} html
     * @param {Record<string, any>} headers of the answer
     * @returns {{html: string, headers: Record<string, any>}}
     */
    into(html, headers) {
      if (!needed) return { html, headers };
      const script = `(() => { document.currentScript.remove(); if (window.said) return;${listen}\n${scripts.join(';\n')} })()`;
      const place = /<head(\s[^>]*)?>/i.exec(html) ?? /<html[^>]*>/i.exec(html) ?? /<!doctype[^>]*>/i.exec(html);
      const at = place ? place.index + place[0].length : 0;
      const tag = /^<\?xml/.test(html) ? `<script>//<![CDATA[\n${script}\n//]]></script>` : `<script>${script}</script>`;
      const code = tag.slice('<script>'.length, -'</script>'.length);
      const name = Object.keys(headers).find((name) => name.toLowerCase() === 'content-security-policy');
      return {
        html: html.slice(0, at) + tag + html.slice(at),
        headers: name ? { ...headers, [name]: allow(headers[name], code) } : headers,
      };
    },
  };
}

/** @param {string} policy @param {string} code @returns {string} the policy, which allows the code and nothing else more */
function allow(policy, code) {
  const hash = `'sha256-${createHash('sha256').update(code).digest('base64')}'`;
  const directives = policy.split(';').map((directive) => directive.trim()).filter(Boolean);
  const named = directives.find((directive) => /^script-src(-elem)?\s/.test(directive)) ?? directives.find((directive) => /^default-src\s/.test(directive));
  if (!named || /'unsafe-inline'/.test(named)) return policy;
  return directives.map((directive) => {
    if (directive !== named) return directive;
    return `${directive.replace(/^default-src/, 'script-src').replace(/\s'none'/, '')} ${hash}`;
  }).concat(named.startsWith('default-src') ? [named] : []).join('; ');
}
