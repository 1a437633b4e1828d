import type { Times } from '../../api.ts';

/** Periods up to now that are offered, from the shortest. */
export const spans: readonly { period: string; label: string }[] = [
  { period: '1h', label: 'Last hour' },
  { period: '24h', label: 'Last 24 hours' },
  { period: '7d', label: 'Last 7 days' },
  { period: '14d', label: 'Last 14 days' },
  { period: '30d', label: 'Last 30 days' },
  { period: '90d', label: 'Last 90 days' },
];

const units: Record<string, string> = { s: 'second', m: 'minute', h: 'hour', d: 'day', w: 'week' };

/** `3d` → `Last 3 days`; null for what is no period. */
export function spanText(period: string): string | null {
  const known = spans.find((span) => span.period === period);
  if (known) return known.label;
  const [, count, unit] = /^([1-9]\d{0,4})([smhdw])$/.exec(period) ?? [];
  const word = units[unit ?? ''];
  if (count === undefined || word === undefined) return null;
  return count === '1' ? `Last ${word}` : `Last ${count} ${word}s`;
}

/** What a button says of the chosen times. */
export function timesText(times: Times | null): string {
  if (times === null) return 'Any time';
  if ('period' in times) return spanText(times.period) ?? times.period;
  const day = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
  const [from, to] = [day.format(Date.parse(times.start)), day.format(Date.parse(times.end))];
  return from === to ? from : `${from} – ${to}`;
}
