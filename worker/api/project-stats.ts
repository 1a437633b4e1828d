import { sumOutcomes } from '../storage/outcomes.ts';
import type { ProjectCall } from './call.ts';
import type { ProjectStats } from './contract/stats.ts';
import { badRequest } from './refusals.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const maxPeriodMs = 90 * dayMs;
/** Of what Sentry calls events. */
const categories = ['error', 'default', 'security'];

/** The outcomes that each `stat` counts. */
const outcomesOf: Record<string, readonly string[]> = {
  received: ['accepted', 'filtered', 'rate_limited', 'invalid', 'abuse'],
  generated: ['accepted'],
  rejected: ['rate_limited', 'invalid', 'abuse'],
  blacklisted: ['filtered'],
};

/** Events in intervals of hours or days. Finer ones are not kept: `10s` answers hours as well. */
export async function readStatsOfProject({ project, url, now }: ProjectCall): Promise<Response> {
  const parameters = url.searchParams;
  const stat = parameters.get('stat') ?? 'received';
  const outcomes = outcomesOf[stat];
  if (!outcomes) throw badRequest(`Invalid stat: "${stat}"`);
  const intervalMs = readResolution(parameters.get('resolution'));
  const until = readSeconds(parameters.get('until')) ?? now;
  const since = readSeconds(parameters.get('since')) ?? until - 7 * dayMs;
  if (since > until) throw badRequest('since must be before until');
  if (until - since > maxPeriodMs) throw badRequest('The period is at most 90 days.');

  const from = since - (since % intervalMs);
  const to = until - (until % intervalMs) + intervalMs;
  const sums = await sumOutcomes([project], { from, to, intervalMs, categories, outcomes, reasons: [] });
  const counts = new Map<number, number>();
  for (const { startAt, quantity } of sums) counts.set(startAt, (counts.get(startAt) ?? 0) + quantity);
  const starts = Array.from({ length: (to - from) / intervalMs }, (_, index) => from + index * intervalMs);
  return Response.json(starts.map((start): ProjectStats[number] => [start / 1000, counts.get(start) ?? 0]));
}

function readResolution(text: string | null): number {
  switch (text) {
    case null:
    case '1h':
    case '10s':
      return hourMs;
    case '1d':
      return dayMs;
    default:
      throw badRequest('Invalid resolution');
  }
}

/** Epoch seconds, also with decimals, → milliseconds. */
function readSeconds(text: string | null): number | null {
  if (text === null) return null;
  if (!/^\d{1,11}(\.\d*)?$/.test(text)) throw badRequest(`Invalid time: "${text}"`);
  return Math.floor(Number(text) * 1000);
}
