import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { nextIndex } from '../ui/roving.ts';
import { shortBytes, shortCount } from '../ui/numbers.ts';
import { chartHeight, chartWidth, drawChart } from './chart.ts';
import { outcomes, type Summary } from './summary.ts';
import { kinds, periods, type StatsView } from './view.ts';
import { outcomeWords } from './words.ts';

const hourMs = 3_600_000;

/** Bars over time. The pointer, or the arrow keys once it has the focus, read one of them. */
export function OutcomeChart({ summary, view }: { summary: Summary; view: StatsView }) {
  const { sums, starts } = summary;
  const buckets = starts.length - 1;
  const chart = useMemo(() => drawChart(sums, buckets), [summary]);
  const at = useSignal<number | null>(null);
  const shortOf = view.kind === 'attachments' ? shortBytes : shortCount;
  const labels = labelsOf(starts);

  function point(event: PointerEvent & { currentTarget: HTMLElement }): void {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    at.value = Math.min(buckets - 1, Math.max(0, Math.floor(((event.clientX - left) / width) * buckets)));
  }
  function move(event: KeyboardEvent): void {
    const next = nextIndex(event.key, at.value ?? buckets, buckets, 'horizontal');
    if (next === null) return;
    event.preventDefault();
    at.value = next;
  }

  return (
    <figure class="chart-block">
      <figcaption>
        <h2>{periods[view.period].bars}</h2>
        <ul class="legend">
          {outcomes
            .filter((outcome) => outcome === 'accepted' || sums.some((sum) => sum.outcome === outcome))
            .map((outcome) => (
              <li key={outcome}>
                <span class={`key ${outcomeWords[outcome].fill}`} aria-hidden="true" />
                {outcomeWords[outcome].name}
              </li>
            ))}
        </ul>
      </figcaption>
      <div class="plot-area">
        <ul class="scale" aria-hidden="true">
          {chart.scale.map(({ value, at: height }) => (
            <li key={value} style={{ '--at': `${(height / chartHeight) * 100}%` }}>
              {shortOf(Math.abs(value))}
            </li>
          ))}
        </ul>
        <div
          class="plot-box"
          role="slider"
          tabIndex={0}
          aria-label={`${kinds[view.kind].label}, ${periods[view.period].bars.toLowerCase()}`}
          aria-valuemin={0}
          aria-valuemax={buckets - 1}
          aria-valuenow={at.value ?? buckets - 1}
          aria-valuetext={readingText(summary, at.value ?? buckets - 1, shortOf)}
          onPointerMove={point}
          onPointerLeave={() => (at.value = null)}
          onKeyDown={move}
          onBlur={() => (at.value = null)}
        >
          <svg class="outcome-chart" viewBox={`0 0 ${chartWidth} ${chartHeight}`} preserveAspectRatio="none" aria-hidden="true">
            {at.value !== null && <rect class="at" x={at.value * chart.step} y="0" width={chart.step} height={chartHeight} />}
            {chart.scale.map(({ value, at: height }) => value !== 0 && <path key={value} class="grid" d={`M0 ${height}H${chartWidth}`} />)}
            <path class="axis" d={`M0 ${chart.axis + 1}H${chartWidth}`} />
            {chart.bars.map(({ outcome, path }) => (
              <path key={outcome} class={outcomeWords[outcome].fill} d={path} />
            ))}
          </svg>
          {at.value !== null && <Reading summary={summary} index={at.value} shortOf={shortOf} />}
        </div>
        <ol class="hours" aria-hidden="true">
          {labels.map((label, index) => (
            <li key={index}>{label}</li>
          ))}
        </ol>
      </div>
    </figure>
  );
}

type ShortOf = (quantity: number) => string;

function Reading({ summary, index, shortOf }: { summary: Summary; index: number; shortOf: ShortOf }) {
  const buckets = summary.starts.length - 1;
  const isRight = index >= buckets / 2;
  const edge = isRight ? { '--end': `${100 - (index / buckets) * 100}%` } : { '--start': `${((index + 1) / buckets) * 100}%` };
  return (
    <div class={`reading ${isRight ? 'at-end' : 'at-start'}`} style={edge} aria-hidden="true">
      <time>{spanText(summary.starts, index)}</time>
      <dl>
        {readingOf(summary, index).map(({ outcome, quantity }) => (
          <div key={outcome}>
            <dt>{outcomeWords[outcome].name}</dt>
            <dd>{shortOf(quantity)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** What a bar is made of; a bar of nothing says that nothing was kept. */
function readingOf({ sums }: Summary, index: number) {
  return sums
    .map(({ outcome, series }) => ({ outcome, quantity: series[index] ?? 0 }))
    .filter(({ outcome, quantity }) => quantity > 0 || outcome === 'accepted');
}

function readingText(summary: Summary, index: number, shortOf: ShortOf): string {
  const parts = readingOf(summary, index).map(({ outcome, quantity }) => `${outcomeWords[outcome].name} ${shortOf(quantity)}`);
  return `${spanText(summary.starts, index)}: ${parts.join(', ') || 'nothing'}`;
}

function spanText(starts: readonly number[], index: number): string {
  const [from = 0, to = 0] = [starts[index], starts[index + 1]];
  if (to - from >= 24 * hourMs) return dayText(from, 'UTC');
  return `${to - from > hourMs ? `${dayText(from)} ` : ''}${timeText(from)}–${timeText(to)}`;
}

/** Times under the axis, at even distances. The last one is now. */
function labelsOf(starts: readonly number[]): string[] {
  const buckets = starts.length - 1;
  const [first = 0, second = 0] = starts;
  const every = Math.max(1, Math.ceil(buckets / 6));
  const places = Array.from({ length: Math.ceil(buckets / every) }, (_, index) => starts[index * every] ?? 0);
  const text = second - first >= 24 * hourMs ? (at: number) => dayText(at, 'UTC') : buckets > 26 ? (at: number) => dayText(at) : timeText;
  return [...places.map(text), 'now'];
}

function timeText(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}

/** Days are counted in UTC. */
function dayText(at: number, timeZone?: 'UTC'): string {
  return new Date(at).toLocaleDateString(undefined, { month: 'short', day: 'numeric', ...(timeZone ? { timeZone } : {}) });
}
