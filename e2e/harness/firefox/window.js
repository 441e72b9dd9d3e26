/**
 * Evaluates in the browser's own window, which WebDriver BiDi reaches where the browser was started with "--remote-allow-system-access".
 *
 * @param {import('puppeteer-core').Browser} browser
 * @param {string} expression
 * @returns {Promise<any>} its value
 */
export async function inWindow(browser, expression) {
  const { connection } = /** @type {any} */ (browser);
  const { result: { contexts: [{ context }] } } = await connection.send('browsingContext.getTree', { 'moz:scope': 'chrome', maxDepth: 0 });
  const { result } = await connection.send('script.evaluate', { expression, target: { context }, awaitPromise: false });
  if (result.type === 'exception') throw new Error(result.exceptionDetails.text);
  return result.result.value;
}
