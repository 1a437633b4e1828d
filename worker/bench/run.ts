/**
 * `npm run bench`: the figures that the project promises, measured on this machine together with its floors. `-- --write` keeps them in worker/bench/results.md;
 * `-- cpu` (or throughput, rows, memory, merge, cold-start, dashboard, search) measures one group only. `--events 50000` makes
 * the data set of the search smaller than a million events.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { stopWith } from '../commands/stop-with.ts';
import { root, runTool } from '../commands/tool.ts';
import { measureColdStart, measureDashboard } from './cold-start.ts';
import { measureCpu, measureGrouping, measureLargeScrubbing, measureScrubbing, type ScrubbingFigures } from './cpu.ts';
import { type MemoryFigures, measureMemory, measureMixedEnvelope } from './memory.ts';
import { measureMerge } from './merge.ts';
import { measureSearch, type SearchFigures } from './search.ts';
import { measureThroughput } from './throughput.ts';

interface Figure {
  what: string;
  value: string;
  /** What is promised; empty where nothing is. */
  target: string;
  isMet: boolean;
}

const groups: Record<string, () => Promise<Figure[]>> = { cpu, rows, dashboard, 'cold-start': coldStart, memory, merge, throughput, search };
const { values: options, positionals: chosen } = parseArgs({
  options: { write: { type: 'boolean', default: false }, events: { type: 'string', default: '1000000' } },
  allowPositionals: true,
});
const unknown = chosen.find((name) => !Object.hasOwn(groups, name));
if (unknown !== undefined) stopWith(`There is no group '${unknown}'.\nUsage: npm run bench [-- --write --events 50000 ${Object.keys(groups).join(' ')}]`);
const figures: Figure[] = [];
for (const [name, measure] of Object.entries(groups)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`measuring ${name} …`);
  for (const measured of await measure()) {
    figures.push(measured);
    console.log(`  ${measured.isMet ? ' ' : '✗'} ${measured.what}: ${measured.value}${measured.target && ` (${measured.target})`}`);
  }
}
if (options.write) writeFileSync(`${root}worker/bench/results.md`, report());
const missed = figures.filter(({ isMet }) => !isMet);
console.log(missed.length === 0 ? 'All figures are met.' : `${missed.length} figures are missed.`);
process.exitCode = missed.length === 0 ? 0 : 1;

async function cpu(): Promise<Figure[]> {
  const { bytes, medianUs, wholeMedianUs } = await measureCpu();
  const size = `${(bytes / 1000).toFixed(1)} kB on average`;
  return [
    figure(
      `CPU of decode, parse, normalize, group (recorded Node and browser errors, ${size})`,
      `${Math.round(medianUs)} µs median`,
      '≤ 1,000 µs',
      medianUs <= 1000,
    ),
    figure('the same with scrubbing, summary and compression: all that ingest computes', `${Math.round(wholeMedianUs)} µs median`),
    grouping(),
    scrubbing('normalizing and scrubbing a recorded error', 1500, measureScrubbing()),
    scrubbing('normalizing and scrubbing an error of 200 frames', 15_000, measureLargeScrubbing()),
  ];
}

function grouping(): Figure {
  const { frames, rules, medianUs } = measureGrouping();
  return figure(`CPU of grouping an error of ${frames} frames under ${rules} rules`, `${Math.round(medianUs)} µs median`, '≤ 500 µs', medianUs <= 500);
}

function scrubbing(what: string, maxUs: number, { bytes, medianUs }: ScrubbingFigures): Figure {
  return figure(`CPU of ${what} (${kB(bytes)})`, `${Math.round(medianUs)} µs median`, `≤ ${maxUs.toLocaleString('en')} µs`, medianUs <= maxUs);
}

/** The ledger is kept by a test, since only code beside the object can count its rows. */
async function rows(): Promise<Figure[]> {
  const { output } = await runTool('vitest', ['run', '--project', 'worker', 'worker/issue/cost', 'worker/ingest/outcomes-cost']);
  const bills: { case: string; events: number; objectRows: number; d1Rows: number; r2Operations: number }[] = [...output.matchAll(/LEDGER (\{.*\})/g)].map(
    ([, json]) => JSON.parse(json ?? ''),
  );
  const limits: Record<string, number> = { 'first event of an issue': 12, 'burst of 100 from 10 users': 5, 'outcomes of steady load': 0.1 };
  if (bills.length === 0) throw new Error(`The ledger printed nothing:\n${output}`);
  return bills.map((bill) => {
    const perEvent = (bill.objectRows + bill.d1Rows) / bill.events;
    const limit = limits[bill.case];
    const value = `${perEvent.toFixed(2)} (object ${bill.objectRows}, D1 ${bill.d1Rows}), R2 operations ${bill.r2Operations}`;
    return figure(
      `billable rows written per event, ${bill.case}`,
      value,
      limit ? `≤ ${limit}, R2 0` : '',
      (!limit || perEvent <= limit) && bill.r2Operations === 0,
    );
  });
}

async function dashboard(): Promise<Figure[]> {
  const { firstLoadScriptGzipBytes: script, firstLoadStyleGzipBytes: style, largestChunk } = await measureDashboard();
  return [
    figure('dashboard, first load, JavaScript gzip', kB(script), '≤ 60 kB', script <= 60_000),
    figure('dashboard, first load, CSS gzip', kB(style), '≤ 15 kB', style <= 15_000),
    figure(`dashboard, largest later chunk (${largestChunk.name})`, kB(largestChunk.gzipBytes), '≤ 25 kB', largestChunk.gzipBytes <= 25_000),
  ];
}

async function coldStart(): Promise<Figure[]> {
  const { bundleBytes, bundleGzipBytes, firstAnswerMs, secondAnswerMs } = await measureColdStart();
  return [
    figure('Worker bundle', `${kB(bundleBytes)}, ${kB(bundleGzipBytes)} gzip`),
    figure('cold start: first answer of the ingest path in a new isolate', `${Math.round(firstAnswerMs)} ms (the second: ${Math.round(secondAnswerMs)} ms)`),
  ];
}

async function memory(): Promise<Figure[]> {
  const attachment = await measureMemory();
  const mixed = await measureMixedEnvelope();
  const growth = (what: string, { bodyMiB, status, growthMiB }: MemoryFigures) =>
    figure(
      `growth of resident memory while ${what} of ${bodyMiB} MB streams in, after one of half the size (answered ${status})`,
      `${growthMiB.toFixed(1)} MB`,
      '< 64 MB',
      status === 200 && growthMiB < 64,
    );
  return [growth('an attachment', attachment), growth('an envelope of mixed items', mixed)];
}

async function merge(): Promise<Figure[]> {
  const { issues, shownMs, isExact } = await measureMerge();
  const value = `${Math.round(shownMs)} ms${isExact ? '' : ', with a wrong count'}`;
  return [figure(`merging ${issues} issues, until the list shows one with all events`, value, '≤ 2,000 ms', shownMs <= 2000 && isExact)];
}

async function throughput(): Promise<Figure[]> {
  const all: Figure[] = [];
  for (const [name, events, issues, target] of [
    ['200 issues, skewed', 4000, 200, 0.75],
    ['every event a new issue', 1000, 'all new', 0.6],
  ] as const) {
    const { parse, durable, picket, ratio, projected, projectionLagMs } = await measureThroughput(name, events, issues);
    const speed = ({ perSecond, p50, p99 }: typeof picket) => `${Math.round(perSecond)}/s, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms`;
    all.push(
      figure(`${name}: parse-only floor`, speed(parse)),
      figure(`${name}: durable floor`, speed(durable)),
      figure(`${name}: Picket, durable and projected`, speed(picket)),
      figure(`${name}: Picket ÷ durable floor`, ratio.toFixed(2), `≥ ${target}`, ratio >= target),
      figure(
        `${name}: events counted in D1 at the end`,
        `${(projected * 100).toFixed(1)} %, ${Math.round(projectionLagMs)} ms after the last answer`,
        '100 %',
        projected === 1,
      ),
    );
  }
  return all;
}

async function search(): Promise<Figure[]> {
  const allLimits: Record<SearchFigures['kind'], { p50Ms: number; p95Ms: number; text: string }> = {
    list: { p50Ms: 50, p95Ms: 150, text: 'p50 ≤ 50 ms, p95 ≤ 150 ms' },
    filtered: { p50Ms: Infinity, p95Ms: 250, text: 'p95 ≤ 250 ms' },
    explore: { p50Ms: Infinity, p95Ms: 1000, text: 'p95 ≤ 1,000 ms' },
  };
  const events = Number(options.events);
  const measured = await measureSearch(events);
  return measured.flatMap(({ what, kind, times, rowsRead }) => {
    const name = `${what} (of ${events.toLocaleString('en')} events)`;
    if (!times) return [figure(name, 'skipped: the endpoint is not there')];
    const { p50Ms, p95Ms } = times;
    const limits = allLimits[kind];
    const value = `p50 ${p50Ms.toFixed(1)} ms, p95 ${p95Ms.toFixed(1)} ms`;
    const isMet = p50Ms <= limits.p50Ms && p95Ms <= limits.p95Ms;
    const read = rowsRead === null ? '' : rowsRead.toLocaleString('en');
    return [
      figure(name, value, limits.text, isMet),
      ...(kind === 'explore' ? [figure(`${what}: rows read`, read)] : [figure(`${what}: rows read`, read, '≤ 5,000', rowsRead !== null && rowsRead <= 5000)]),
    ];
  });
}

function figure(what: string, value: string, target = '', isMet = true): Figure {
  return { what, value, target, isMet };
}

function kB(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function report(): string {
  const lines = figures.map(({ what, value, target, isMet }) => `| ${what} | ${value} | ${target}${isMet ? '' : ' **missed**'} |`);
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`;
  return [
    '# Benchmark results',
    '',
    `Written by \`npm run bench -- --write\` on ${new Date().toISOString().slice(0, 10)}: ${machine}. Figures of one run on one machine; compare the ratios, not the rates.`,
    '',
    '| Figure | Measured | Promised |',
    '| --- | --- | --- |',
    ...lines,
    '',
  ].join('\n');
}
