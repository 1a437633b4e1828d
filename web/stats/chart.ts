import type { OutcomeName } from '../../worker/api/contract/stats.ts';
import type { OutcomeSum } from './summary.ts';

export const chartWidth = 960;
export const chartHeight = 200;
/** Between what goes up and what goes down. */
const gap = 2;
const barShare = 0.62;

export interface Bars {
  outcome: OutcomeName;
  path: string;
}

export interface Chart {
  /** Height of the line between kept and lost. */
  axis: number;
  /** One path for each outcome. */
  bars: Bars[];
  /** Values at the left edge, with their height. */
  scale: { value: number; at: number }[];
  /** Width of a bucket. */
  step: number;
}

/** What was kept goes up from the axis, what was lost goes down, stacked, on one scale. */
export function drawChart(sums: readonly OutcomeSum[], buckets: number): Chart {
  const kept = sums.filter(({ outcome }) => outcome === 'accepted');
  const lost = sums.filter(({ outcome }) => outcome !== 'accepted');
  const mostOf = (group: readonly OutcomeSum[]) =>
    Math.max(0, ...Array.from({ length: buckets }, (_, index) => group.reduce((sum, { series }) => sum + (series[index] ?? 0), 0)));
  const [up, down] = [mostOf(kept), mostOf(lost)];
  const unit = (chartHeight - gap - 8) / Math.max(1, up + down);
  const axis = round(up * unit + 6);
  const step = chartWidth / Math.max(1, buckets);

  const below = Array.from({ length: buckets }, () => axis + gap);
  const bars = [...kept, ...lost].map(({ outcome, series }) => {
    const path = series.map((value, index) => {
      if (value <= 0) return '';
      const height = Math.max(1, value * unit);
      const x = round(index * step + (step * (1 - barShare)) / 2);
      const width = round(step * barShare);
      if (outcome === 'accepted') return `M${x} ${axis}v${round(-height)}h${width}V${axis}z`;
      const top = round(below[index] ?? axis);
      below[index] = top + height;
      return `M${x} ${top}v${round(height)}h${width}V${top}z`;
    });
    return { outcome, path: path.join('') };
  });
  return { axis, bars, step, scale: scaleOf(up, down).map((value) => ({ value, at: round(axis - value * unit) })) };
}

/** Zero, and a round value or two above it; below it where nothing was kept. */
function scaleOf(up: number, down: number): number[] {
  const most = Math.max(up, down);
  if (most === 0) return [0];
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const nice = [5, 2.5, 2, 1].map((factor) => factor * magnitude).find((value) => value <= most && (most < 2.5 || Number.isInteger(value))) ?? magnitude;
  const sign = up >= down ? 1 : -1;
  return nice >= 2 && Number.isInteger(nice / 2) ? [0, (sign * nice) / 2, sign * nice] : [0, sign * nice];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
