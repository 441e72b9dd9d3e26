import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chart } from './chart.js';
import { measures } from './measures.js';
import { contestants, none, ours } from './peers/all.js';
import { boundTable, defeats, firstTable, Medians, paidTable, versus, waitedTable } from './table.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const README = [`<!-- made by "make bench" -->`, `<!-- end of what "make bench" made -->`];

/**
 * Writes docs/bench.md and docs/images/bench.svg, and the short table into the README.
 *
 * @param {object} found
 * @param {Map<import('./peers/contestant.js').Contestant, import('./compare.js').Results>} found.results
 * @param {number} found.rounds
 * @param {string} found.machine
 * @param {string} found.servers Markdown about the servers
 * @returns {Promise<string>} the tables
 */
export async function report({ results, rounds, machine, servers }) {
  const medians = new Medians(results);
  const [plain, first] = ours;
  const lost = defeats(medians, plain);
  const page = `# What things cost

Made by \`make bench\`; nothing here is written by hand. Numbers depend on the machine, ratios hardly do: compare only what stands in one table.

Machine: ${machine}. ${rounds === 1 ? '1 round' : `${rounds} rounds`}, all contestants in turn, medians.

## Témoin and five others

![Banner on screen, KB by then and total blocking, Témoin and five others](images/bench.svg)

What a visitor waits for (in brackets: times the fastest of the others):

${waitedTable(medians)}

What the page pays (in brackets: times the page without a banner):

${paidTable(medians)}

### Where Témoin loses

${lost.length > 0 ? `With the \`async\` snippet, others are better in:\n\n${lost.join('\n')}` : 'With the `async` snippet, nobody is better in any of these measures.'}

### What no banner can beat

A box with three buttons and nothing behind them, with Témoin's script tag, on the same page and lines (in brackets: times the fastest of the others). No banner in a script of
that weight can be sooner, but for what one run differs from the next.

${boundTable(medians)}

### Beside the best of the others

The \`async\` snippet:

${versus(medians, plain)}

With \`blocking="render"\` besides, the page's first paint and the banner come together; it is the page that waits:

${versus(medians, first)}

### What is counted

The starting point is the same for all: a visitor who was never here (own browser context, empty cache, a window that the browser has finished opening), a phone's window (412 × 823), French, on the same page: a portal's home with a style
sheet, a script and six pictures. All banners' files come from one host that is not the portal's, over HTTP/1.1; those of the others from one static server that has them compressed with brotli
at its best and lets browsers keep them for a year; Témoin from \`bin/temoin\`. The line is shaped below HTTP (\`bench/shaping.js\`): a round trip of 150 ms, also for each
new connection, and 1.6 Mbit/s shared by all connections; no slow start, loss or encryption, which would weigh on those who send more. The main thread is slowed down four times by Chromium.
Every banner asks for the same four services of two purposes, with the same words where it lets its owner choose them. \`navigator.webdriver\` says false to all, because vanilla-cookieconsent
hides from robots; \`navigator.connection.effectiveType\` says 4g to all, so that Témoin's bundle starts by itself, which is the dearer case. 1 KB is 1000 bytes.

${measures.map(({ title, counted }) => `- **${title}**: ${counted}`).join('\n')}

How each is embedded:

${contestants.filter((contestant) => contestant !== none).map(({ name, embedded }) => `- **${name}**: ${embedded}.`).join('\n')}

${servers}`;
  await writeFile(`${root}docs/bench.md`, page);
  await writeFile(`${root}docs/images/bench.svg`, chart(medians));
  await writeInto(`${root}README.md`, firstTable(medians));
  return [waitedTable(medians), paidTable(medians), `Where Témoin loses (async snippet):\n${lost.join('\n') || '- nowhere'}`].join('\n\n');
}

/** @param {string} file @param {string} text to stand between the marks */
async function writeInto(file, text) {
  const whole = await readFile(file, 'utf8');
  const [start, end] = README.map((mark) => whole.indexOf(mark));
  if (start < 0 || end < start) throw new Error(`${file}: the lines ${README.join(' and ')} are gone: put them back where the table belongs`);
  await writeFile(file, `${whole.slice(0, start + README[0].length)}\n\n${text}\n\n${whole.slice(end)}`);
}
