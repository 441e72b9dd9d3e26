import { startBus } from './accessibility.js';
import { forget } from './forget.js';
import { WebKitPage } from './page.js';
import { startScreen, startSession, UNASSISTED, UNSEEN } from './session.js';

/**
 * Starts WebKitGTK.
 *
 * @param {import('../inject.js').Injection} inject what the servers put into every document
 * @param {() => string} portal address of the portal, whose cookies can only be set on one of its pages
 * @param {boolean} pictures whether tests look at the screen
 * @returns {Promise<import('../engine.js').Engine>}
 */
export async function startWebKit(inject, portal, pictures) {
  const { display, stop } = await startScreen();
  /** @type {Set<WebKitContext>} */
  const contexts = new Set();
  /**
   * Browsers that have forgotten their visitor, and wait for another: one for each set of preferences, because a later window covers the ones before.
   *
   * @type {Map<string, import('./session.js').Session>}
   */
  const idle = new Map();
  /** What a window takes for itself, once it has been found out: the same in all. */
  const bars = { width: 0, height: 0 };
  /** @type {Promise<import('./accessibility.js').Bus> | undefined} started when first wanted */
  let bus;
  return {
    /** @param {import('../engine.js').Preferences} preferences @param {import('../engine.js').Size} size */
    async visit(preferences, size) {
      if (preferences.assisted) bus ??= startBus();
      const key = JSON.stringify(preferences);
      const session = idle.get(key) ?? await startSession(display, preferences, {
        ...(preferences.assisted ? (await bus)?.environment : UNASSISTED),
        ...(pictures ? {} : UNSEEN),
      });
      idle.delete(key);
      const leave = async () => {
        contexts.delete(context);
        if (!await forget(session, portal()) || idle.has(key)) await session.stop();
        else idle.set(key, session);
      };
      const context = new WebKitContext(session, inject, portal, bars, leave);
      contexts.add(context);
      const page = await context.newPage();
      await page.setViewport(size);
      return /** @type {any} */ (page);
    },
    /** @param {any} page */
    cookies: (page) => page.browserContext().cookiesOf(page),
    async tree(page) {
      if (!bus) throw new Error('only an assisted visitor\'s pages have a tree');
      return (await bus).tree(await page.url());
    },
    async close() {
      await Promise.all([...[...contexts].map(({ session }) => session), ...idle.values()].map((session) => session.stop()));
      await (await bus)?.stop();
      stop();
    },
  };
}

/** A visitor's browser: cookies and storage of its own. */
export class WebKitContext {
  /**
   * @param {import('./session.js').Session} session
   * @param {import('../inject.js').Injection} inject
   * @param {() => string} portal
   * @param {{width: number, height: number}} bars
   * @param {() => Promise<void>} leave
   */
  constructor(session, inject, portal, bars, leave) {
    this.session = session;
    this.inject = inject;
    this.portal = portal;
    this.bars = bars;
    this.leave = leave;
    /** @type {string | undefined} the window that the commands go to */
    this.current = undefined;
    this.turn = Promise.resolve();
  }

  /** @param {string} handle @param {'GET' | 'POST' | 'DELETE'} method @param {string} path @param {object} [body] */
  command(handle, method, path, body) {
    const answer = this.turn.then(async () => {
      if (this.current !== handle) await this.session.call('POST', '/window', { handle });
      this.current = handle;
      return this.session.call(method, path, body);
    });
    this.turn = answer.catch(() => {});
    return answer;
  }

  async newPage() {
    const handles = await this.session.call('GET', '/window/handles');
    if (this.current === undefined) {
      this.current = handles[0];
      this.first = new WebKitPage(this, handles[0]);
      return this.first;
    }
    const { handle } = await this.session.call('POST', '/window/new', { type: 'window' });
    return new WebKitPage(this, handle);
  }

  /** @param {{name: string, value: string, domain: string, path: string, httpOnly?: boolean}} cookie for the portal */
  async setCookie(cookie) {
    const page = /** @type {WebKitPage} */ (this.first);
    const host = cookie.domain.replace(/^\./, '');
    const { hostname } = new URL(await page.url(), 'http://nowhere');
    if (hostname !== host && !hostname.endsWith('.' + host)) await page.goto(this.portal() + '/vide');
    // A cookie that names its domain is one of all hosts below it (RFC 6265, section 5.3), also without the dot; a host's own names none.
    const { domain, ...own } = cookie;
    const hostOnly = !domain.startsWith('.') && new URL(await page.url()).hostname === host;
    try {
      await page.command('POST', '/cookie', { cookie: hostOnly ? own : cookie });
    } catch {
      // WebDriver refuses values that browsers keep.
      await page.evaluate((pair) => { document.cookie = pair; }, `${cookie.name}=${cookie.value}; Path=${cookie.path}`);
    }
  }

  /** @param {WebKitPage} page @returns {Promise<any[]>} the cookies that the page's address can have */
  async cookiesOf(page) {
    return (await page.command('GET', '/cookie')).map((/** @type {any} */ { expiry, ...cookie }) => ({ ...cookie, expires: expiry, session: expiry === undefined }));
  }

  async close() {
    this.inject.clear();
    await this.leave();
  }
}
