import type { Line } from './lines.ts';

export const chartWidth = 960;
export const chartHeight = 160;
const head = 8;
const barShare = 0.72;

export interface Chart {
  /** One path for each line, in their order. */
  paths: string[];
  /** Round values at the left edge, with their height. */
  scale: { value: number; at: number }[];
  /** Width of a piece of time. */
  step: number;
}

/** Bars that stand on each other where the values add up, else a line for each. */
export function drawChart(lines: readonly Line[], pieces: number, isStacked: boolean): Chart {
  const step = chartWidth / Math.max(1, pieces);
  const sums = Array.from({ length: pieces }, (_, place) => lines.reduce((sum, { values }) => sum + Math.max(0, values[place] ?? 0), 0));
  const most = Math.max(0, ...(isStacked ? sums : lines.flatMap(({ values }) => values.map((value) => value ?? 0))));
  const unit = (chartHeight - head) / (most || 1);
  const paths = isStacked ? stackedBars(lines, pieces, step, unit) : lines.map(({ values }) => lineOf(values, step, unit));
  return { paths, step, scale: scaleOf(most).map((value) => ({ value, at: round(chartHeight - value * unit) })) };
}

function stackedBars(lines: readonly Line[], pieces: number, step: number, unit: number): string[] {
  const tops = Array.from({ length: pieces }, () => chartHeight);
  const width = round(step * barShare);
  return lines.map(({ values }) =>
    values
      .map((value, place) => {
        if (value === null || value <= 0) return '';
        // What happened at all is seen.
        const height = Math.max(1, value * unit);
        const bottom = tops[place] ?? chartHeight;
        tops[place] = bottom - height;
        return `M${round(place * step + (step - width) / 2)} ${round(bottom)}v${round(-height)}h${width}V${round(bottom)}z`;
      })
      .join(''),
  );
}

/** Where there is no value the line stops; one alone is a dash. */
function lineOf(values: readonly (number | null)[], step: number, unit: number): string {
  return values
    .map((value, place) => {
      if (value === null) return '';
      const [x, y] = [round((place + 0.5) * step), round(chartHeight - Math.max(0, value) * unit)];
      if ((values[place - 1] ?? null) !== null) return `L${x} ${y}`;
      return (values[place + 1] ?? null) === null ? `M${round(x - step / 4)} ${y}h${round(step / 2)}` : `M${x} ${y}`;
    })
    .join('');
}

function scaleOf(most: number): number[] {
  if (most <= 0) return [0];
  const magnitude = 10 ** Math.floor(Math.log10(most));
  const nice = [5, 2.5, 2, 1].map((factor) => factor * magnitude).find((value) => value <= most && (most < 2.5 || Number.isInteger(value))) ?? magnitude;
  return Number.isInteger(nice / 2) || nice < 1 ? [0, nice / 2, nice] : [0, nice];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
