import * as z from 'zod/mini';
import { type OutcomeSum, sumOutcomes } from '../storage/outcomes.ts';
import type { OrganizationCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import { type Stats, StatsGroupBy } from './contract/stats.ts';
import { badRequest } from './refusals.ts';
import { isoTime } from './time.ts';
import { readSpan, readTimeRange } from './time-range.ts';

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

/** The last 90 days where nothing is said. */
function readRange(parameters: URLSearchParams, now: number): { from: number; to: number } {
  const { from, before } = readTimeRange(parameters, now);
  const to = before ?? now;
  const range = { from: from ?? to - maxPeriodMs, to };
  if (range.from >= range.to) throw badRequest('start must be before end');
  if (range.to - range.from > maxPeriodMs) throw badRequest('The period is at most 90 days.');
  return range;
}
