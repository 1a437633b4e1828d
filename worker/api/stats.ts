import * as z from 'zod/mini';
import { type OutcomeSum, sumOutcomes } from '../storage/outcomes.ts';
import type { OrganizationCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { type Stats, StatsGroupBy } from './contract/stats.ts';
import { badRequest } from './refusals.ts';
import { isoTime } from './time.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Counts are kept this long. */
const maxPeriodMs = 90 * dayMs;
const field = 'sum(quantity)';

/** How many items met with which outcome. Needs no times_seen, since nothing of it is kept. */
export async function readStats(call: OrganizationCall): Promise<Response> {
  const { url, now } = call;
  const parameters = url.searchParams;
  const wrongField = parameters.getAll('field').find((name) => name !== field);
  if (wrongField !== undefined) throw badRequest(`Invalid field: "${wrongField}"`);
  const groupBy = parameters.getAll('groupBy').map(readGroupBy);
  const intervalMs = readSpan(parameters.get('interval') ?? '1h');
  if (intervalMs % hourMs !== 0 || intervalMs === 0) throw badRequest('The interval has to be whole hours.');

  const range = readRange(parameters, now);
  const from = range.from - (range.from % intervalMs);
  const to = Math.ceil(range.to / intervalMs) * intervalMs;
  const sums = await sumOutcomes(await chosenProjects(call), {
    from,
    to,
    intervalMs,
    categories: parameters.getAll('category'),
    outcomes: parameters.getAll('outcome'),
    reasons: parameters.getAll('reason'),
  });
  const starts = Array.from({ length: (to - from) / intervalMs }, (_, index) => from + index * intervalMs);
  const stats: Stats = { start: isoTime(from), end: isoTime(to), intervals: starts.map(isoTime), groups: groupsOf(sums, groupBy, starts) };
  return Response.json(stats);
}

function groupsOf(sums: readonly OutcomeSum[], groupBy: readonly StatsGroupBy[], starts: readonly number[]): Stats['groups'] {
  const places = new Map(starts.map((start, index) => [start, index]));
  const groups = new Map<string, { by: Record<string, string | number>; series: number[] }>();
  for (const sum of sums) {
    const by = Object.fromEntries(groupBy.map((name) => [name, valueOf(sum, name)]));
    const group = groups.get(JSON.stringify(by)) ?? { by, series: starts.map(() => 0) };
    const place = places.get(sum.startAt);
    if (place === undefined) throw new Error(`Outcomes were summed for ${sum.startAt}, which is not a bucket`);
    group.series[place] = (group.series[place] ?? 0) + sum.quantity;
    groups.set(JSON.stringify(by), group);
  }
  return [...groups]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, { by, series }]) => ({ by, totals: { [field]: series.reduce((total, quantity) => total + quantity, 0) }, series: { [field]: series } }));
}

function valueOf(sum: OutcomeSum, name: StatsGroupBy): string | number {
  switch (name) {
    case 'project':
      return sum.projectId;
    case 'outcome':
    case 'category':
    case 'reason':
      return sum[name];
  }
}

function readGroupBy(name: string): StatsGroupBy {
  const read = z.safeParse(StatsGroupBy, name);
  if (!read.success) throw badRequest(`Invalid groupBy: "${name}"`);
  return read.data;
}

/** `start` and `end`, or a period up to now. Half-open, Unix milliseconds. */
function readRange(parameters: URLSearchParams, now: number): { from: number; to: number } {
  const [start, end] = [parameters.get('start'), parameters.get('end')];
  if ((start === null) !== (end === null)) throw badRequest('start and end are both required');
  const range =
    start === null || end === null ? { from: now - readSpan(parameters.get('statsPeriod') ?? '90d'), to: now } : { from: readTime(start), to: readTime(end) };
  if (range.from >= range.to) throw badRequest('start must be before end');
  if (range.to - range.from > maxPeriodMs) throw badRequest('The period is at most 90 days.');
  return range;
}

/** ISO 8601; without a zone it is UTC. */
function readTime(text: string): number {
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(at)) throw badRequest(`Invalid date: "${text}"`);
  return at;
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: hourMs, d: dayMs, w: 7 * dayMs };

/** `24h`, `14d` → milliseconds. */
function readSpan(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  if (count === undefined || ms === undefined) throw badRequest(`Invalid period: "${text}"`);
  return Number(count) * ms;
}
