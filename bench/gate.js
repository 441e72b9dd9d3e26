/**
 * What the gate costs a page of 2000 nodes where nothing is held back: the same page without a tag, with a loader that has no gate, and with one whose gate
 * is shut. Half of the nodes come from the parser, half from a script. Main-thread time of the whole load, medians, CPU ×1.
 */
import { startBrowser } from '../e2e/harness/browser.js';
import { startPortal } from '../e2e/harness/portal.js';
import { startTemoin } from '../e2e/harness/temoin.js';

const ROUNDS = 31;
const row = '<li><a href="#"><b>Jeu</b> <i>de données</i></a><img alt="" src="data:,"></li>';
const body = `<ul>${row.repeat(200)}</ul><ul id="late"></ul><script>
  const list = document.querySelector('#late');
  for (let count = 0; count < 200; count++) {
    const item = document.createElement('li');
    for (const name of ['a', 'b', 'i']) item.appendChild(document.createElement(name)).setAttribute('class', 'x');
    const image = new Image();
    image.src = 'data:,';
    item.append(image);
    list.append(item);
  }
</script>`;

const [temoin, portal, browser] = await Promise.all([startTemoin(), startPortal(), startBrowser()]);
const pages = {
  'no tag': '',
  'a loader without a gate': `<script data-boot="interest" src="${temoin.address}/hauts-de-seine/temoin.js"></script>`,
  'a gate that is shut': `<script data-boot="interest" src="${temoin.address}/gate/temoin.js"></script>`,
};
/** @type {Record<string, {task: number[], script: number[]}>} */
const times = {};
for (let round = 0; round < ROUNDS; round++) {
  for (const [name, head] of Object.entries(pages)) {
    portal.pages.set('/page', { head, body });
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    if (head) {
      // A visitor who refused: no banner is in the way of the measurement.
      await page.goto(portal.address + '/page');
      await page.waitForSelector('[data-temoin-action]');
      await page.$eval('#temoin-refuse, #temoin-understood', (button) => button.click());
      await page.goto('about:blank');
    }
    const client = await page.createCDPSession();
    await client.send('Performance.enable');
    const metrics = async () => Object.fromEntries((await client.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value * 1000]));
    const before = await metrics();
    await page.goto(portal.address + '/page', { waitUntil: 'load' });
    const after = await metrics();
    times[name] ??= { task: [], script: [] };
    times[name].task.push(after.TaskDuration - before.TaskDuration);
    times[name].script.push(after.ScriptDuration - before.ScriptDuration);
    await context.close();
  }
}
const median = (/** @type {number[]} */ list) => list.sort((a, b) => a - b)[list.length >> 1];
console.log(`A page of 2000 nodes, medians of ${ROUNDS} loads, milliseconds of the main thread\n`);
console.log('| | all tasks | scripts |\n|---|---|---|');
for (const [name, { task, script }] of Object.entries(times)) console.log(`| ${name} | ${median(task).toFixed(1)} | ${median(script).toFixed(1)} |`);
const cost = (/** @type {'task' | 'script'} */ kind) => (median(times['a gate that is shut'][kind]) - median(times['a loader without a gate'][kind])).toFixed(1);
console.log(`\nThe gate costs ${cost('script')} ms of scripts, ${cost('task')} ms in all (to stay within: 5 ms).`);
await browser.close();
await Promise.all([portal.stop(), temoin.stop()]);
