import { counted } from './numbers.ts';

const width = 120;
const height = 24;
const tallest = 22;
/** A bar with events is never too low to be seen. */
const lowest = 1.5;

/** Bars of events over time, oldest first, the newest one darker. `period` ends the sentence that stands for it: `24 hours`. */
export function Spark({ counts, period }: { counts: readonly number[]; period: string }) {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const [earlier, newest] = sparkPaths(counts);
  return (
    <svg class="spark" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="none" role="img" aria-label={`${counted(total, 'event')} in ${period}`}>
      <path class="base" d={`M0 ${height}h${width}v-.75H0z`} />
      <path d={earlier} />
      <path class="now" d={newest} />
    </svg>
  );
}

/** Path data of all bars but the newest, and of the newest. */
export function sparkPaths(counts: readonly number[]): [string, string] {
  const most = Math.max(1, ...counts);
  const step = width / Math.max(1, counts.length);
  const bars = counts.map((count, index) => {
    if (count <= 0) return '';
    const bar = Math.max(lowest, (count / most) * tallest);
    return `M${round(index * step)} ${height}v${round(-bar)}h${round(step * 0.75)}V${height}z`;
  });
  return [bars.slice(0, -1).join(''), bars.at(-1) ?? ''];
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
