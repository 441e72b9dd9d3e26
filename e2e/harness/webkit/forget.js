/** The page on which MiniBrowser shows what it keeps of sites, and forgets it (WebKit, Tools/MiniBrowser/gtk/main.c). */
const KEPT = 'minibrowser-about:data';
/** All kinds of data (WebKitWebsiteDataTypes). */
const ALL = 0xffff;

/** What KEPT neither shows nor forgets, in WebKitGTK 2.50: Service Workers. */
const UNREGISTER = `const [done] = arguments;
  navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((one) => one.unregister()))).then(done);`;

/** Milliseconds after which a browser does not forget any more, and between two looks. */
const PATIENCE = 10000;
const PACE = 10;

/**
 * Makes a visitor's browser that of one who was never here: to start another costs five times as much.
 *
 * @param {import('./session.js').Session} session
 * @param {string} portal address of the only site of the tests that has Service Workers
 * @returns {Promise<boolean>} whether it forgot all, and has one window
 */
export async function forget({ call }, portal) {
  const until = async (/** @type {string} */ script) => {
    for (const began = Date.now(); Date.now() - began < PATIENCE;) {
      // A document that is about to go answers nothing.
      const value = await call('POST', '/execute/sync', { script, args: [] }).catch(() => null);
      if (value) return value;
      await new Promise((resolve) => setTimeout(resolve, PACE));
    }
    throw new Error(`never came true: ${script}`);
  };
  try {
    const [first, ...others] = await call('GET', '/window/handles');
    for (const handle of others) {
      await call('POST', '/window', { handle });
      await call('DELETE', '/window');
    }
    await call('POST', '/window', { handle: first });
    // No key and no button is held any more, and the pointer is where it was at first.
    await call('DELETE', '/actions');
    const { origin } = new URL(await call('GET', '/url'));
    if (origin !== portal) await call('POST', '/url', { url: portal + '/vide' });
    await until(`return location.origin === '${portal}' && document.readyState === 'complete'`);
    await call('POST', '/execute/async', { script: UNREGISTER, args: [] });
    // Out of the way of those in use.
    await call('POST', '/window/rect', { x: 0, y: 0 });
    await call('POST', '/url', { url: KEPT });
    const shown = `location.href === '${KEPT}' && document.readyState === 'complete'`;
    const own = await until(`return ${shown} && (/clearData\\('(\\d+):/.exec(document.body.innerHTML)?.[1] ?? 'nothing')`);
    await call('POST', '/actions', { actions: [{ type: 'pointer', id: 'mouse', actions: [{ type: 'pointerMove', duration: 0, x: 0, y: 0 }] }] });
    if (own === 'nothing') return true;
    await until(`window.forgetting = true; webkit.messageHandlers.aboutData.postMessage('${own}:${ALL}'); return true`);
    // It shows itself anew, empty.
    await until(`return ${shown} && !window.forgetting && document.body.innerText.trim() === ''`);
    return true;
  } catch {
    return false;
  }
}
