import { badRequest } from './refusals.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** Unix milliseconds, `before` excluded. Null where it is open. */
export interface TimeRange {
  from: number | null;
  before: number | null;
}

/** `start` and `end`, or `statsPeriod` up to now; without any of them all times. */
export function readTimeRange(parameters: URLSearchParams, now: number): TimeRange {
  const [start, end, period] = [parameters.get('start'), parameters.get('end'), parameters.get('statsPeriod')];
  if (Boolean(start) !== Boolean(end)) throw badRequest('start and end are both required');
  if (start && end) {
    const range = { from: readTime(start), before: readTime(end) };
    if (range.from >= range.before) throw badRequest('start must be before end');
    return range;
  }
  return { from: period ? now - readSpan(period) : null, before: null };
}

/** ISO 8601; without a zone it is UTC. */
function readTime(text: string): number {
  const at = Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) || !text.includes('T') ? text : `${text}Z`);
  if (Number.isNaN(at)) throw badRequest(`Invalid date: "${text}"`);
  return at;
}

const unitMs: Record<string, number> = { s: 1000, m: 60_000, h: hourMs, d: dayMs, w: 7 * dayMs };

/** `24h`, `14d` → milliseconds. */
export function readSpan(text: string): number {
  const [, count, unit = ''] = /^(\d{1,5})([smhdw])$/.exec(text) ?? [];
  const ms = unitMs[unit];
  if (count === undefined || ms === undefined || Number(count) === 0) throw badRequest(`Invalid period: "${text}"`);
  return Number(count) * ms;
}
