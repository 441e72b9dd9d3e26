import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/**
 * What axe-core finds against WCAG 2.2 A and AA and its own best practices.
 *
 * @param {import('./suite.js').Visitor} visitor
 * @param {string} where a selector
 * @returns {Promise<string[]>} violations, and what it could not judge
 */
export async function faults(visitor, where) {
  // Evaluated, not added as a script: the pages' own policy stays in force.
  await visitor.page.evaluate(axe);
  return visitor.page.evaluate(look, where);
}

/**
 * Runs in the page. What axe cannot measure where it is, because a bar that stays in sight lies over it, is looked at again where nothing does; what it
 * cannot judge there either is a fault, as a violation is.
 *
 * @param {string} where a selector
 * @returns {Promise<string[]>}
 */
async function look(where) {
  const told = (/** @type {any} */ { violations, incomplete }) => [...violations, ...incomplete].flatMap(({ id, nodes }) => nodes.map((/** @type {any} */ { target: [target], html, any }) => (
    { id, target, said: `${id}: ${html.slice(0, 120)} ${any[0]?.message ?? ''}`, covered: ['bgOverlap', 'elmPartiallyObscured', 'elmPartiallyObscuring'].includes(any[0]?.data?.messageKey) })));
  const found = told(await window.axe.run(where, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    // What the studio shows in its frame is checked as a page of its own.
    iframes: false,
    rules: { 'frame-tested': { enabled: false } },
  }));
  const faults = found.filter(({ covered }) => !covered);
  for (const { id, target } of found.filter(({ covered }) => covered)) {
    let bar = document.querySelector(target);
    while (bar && getComputedStyle(bar).position !== 'sticky') bar = bar.parentElement;
    // What is in such a bar itself lies over nothing at the end of what the bar belongs to.
    if (bar) bar.parentElement?.scrollIntoView({ block: 'end', behavior: 'instant' });
    else document.querySelector(target)?.scrollIntoView({ block: 'center', behavior: 'instant' });
    faults.push(...told(await window.axe.run(target, { runOnly: { type: 'rule', values: [id] } })));
  }
  return faults.map(({ said }) => said);
}
