import type { Issue } from '../../worker/api/contract/issue.ts';

export type Series = Issue['stats']['24h'];

export const chartWidth = 360;
export const chartHeight = 56;
/** Room above the highest bar. */
const tallest = chartHeight - 6;
const lowest = 2;

/** Path data of a bar for each interval, oldest first, the highest one filling the chart. Intervals without events have none. */
export function barsPath(series: Series): string {
  const most = Math.max(1, ...series.map(([, events]) => events));
  const step = chartWidth / Math.max(1, series.length);
  return series
    .map(([, events], index) => {
      if (events <= 0) return '';
      const height = Math.max(lowest, (events / most) * tallest);
      return `M${round(index * step)} ${chartHeight}v${round(-height)}h${round(step * 0.76)}V${chartHeight}z`;
    })
    .join('');
}

/** What the chart shows, for those who do not see it: `1,284 events in 24 hours, most of them, 412, on Nov 23, 3 PM.` */
export function chartText(series: Series, period: string, timeText: (at: number) => string): string {
  const total = series.reduce((sum, [, events]) => sum + events, 0);
  if (total === 0) return `No events in ${period}.`;
  const [at, events] = series.reduce((best, next) => (next[1] > best[1] ? next : best));
  return `${total.toLocaleString()} events in ${period}; the highest bar, ${events.toLocaleString()}, is ${timeText(at * 1_000)}.`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
