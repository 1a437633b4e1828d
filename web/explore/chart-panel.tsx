import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useId, useMemo } from 'preact/hooks';
import type { Times } from '../api.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { shortCount } from '../ui/numbers.ts';
import { type Brush, chosenOf, moved, noBrush, placeAt } from './brush.ts';
import { type Chart, chartHeight, chartWidth, drawChart } from './chart.ts';
import { headOf } from './known-fields.ts';
import { addsUp, type Line, type Timeline, timelineOf, totalOf } from './lines.ts';
import { lineSets } from './store.ts';
import { axesOf, type ExploreView, linesSearch, maxLines, timesBetween, widened } from './view.ts';
import { pieceText, spanText, tickTexts } from './piece-texts.ts';

interface ChartPanelProps {
  org: string;
  view: ExploreView;
  onAxis: (axis: string) => void;
  onTimes: (times: Times) => void;
}

/** The answer over time: of all events, or of the largest groups. What is brushed becomes the time that is looked at. */
export function ChartPanel({ org, view, onAxis, onTimes }: ChartPanelProps): JSX.Element | null {
  const search = useMemo(() => linesSearch(view, Date.now()), [view]);
  const lines = useMemo(() => lineSets.visit(org, search), [org, search]);
  const reply = lines.value.value;
  const failure = lines.failure.value;
  const timeline = useMemo(() => reply && timelineOf(reply), [reply]);
  const isZoomed = !('period' in view.times);
  const zoomOut = (): void => onTimes(widened(view.times, Date.now()));
  useKeys('Explore', [{ keys: '-', label: 'Zoom out, to twice the time', icon: 'zoom-out', run: zoomOut }]);

  // The table says what is wrong with the question.
  if (failure?.reason === 'invalid' && !timeline) return null;
  return (
    <section class="explore-chart" aria-label="Over time">
      <header>
        <label>
          <span class="visually-hidden">Chart of</span>
          <select class="select small quiet" value={view.axis} onChange={(event) => onAxis(event.currentTarget.value)}>
            {axesOf(view).map((axis) => (
              <option key={axis} value={axis}>
                {headOf(axis)}
              </option>
            ))}
          </select>
        </label>
        <Legend timeline={timeline} />
        {isZoomed && (
          <button class="button small quiet" type="button" title="Twice the time (-)" onClick={zoomOut}>
            <Icon name="zoom-out" small />
            Zoom out
          </button>
        )}
      </header>
      {failure && !timeline ? (
        <p class="chart-fault">
          The chart could not be drawn. {failure.message}
          <button class="button small" type="button" onClick={() => void lines.refresh()}>
            Try again
          </button>
        </p>
      ) : (
        <Plot timeline={timeline ?? nothing} axis={view.axis} isLoading={!timeline} onZoom={(from, before) => onTimes(timesBetween(from, before))} />
      )}
    </section>
  );
}

const nothing: Timeline = { starts: [], lines: [] };

function Legend({ timeline }: { timeline: Timeline | null }): JSX.Element | null {
  if (!timeline || timeline.lines.every(({ label }) => label === '')) return <p class="faint-text spacer brush-hint">Drag to zoom in</p>;
  return (
    <ul class="chart-legend">
      {timeline.lines.map(({ label }, place) => (
        <li key={label}>
          <span class={`swatch s${place + 1}`} aria-hidden="true" />
          <bdi class="clip" title={label}>
            {label}
          </bdi>
        </li>
      ))}
      {timeline.lines.length === maxLines && <li class="faint-text">the {maxLines} largest</li>}
    </ul>
  );
}

interface PlotProps {
  timeline: Timeline;
  axis: string;
  isLoading: boolean;
  onZoom: (from: number, before: number) => void;
}

/** Pointer and arrow keys read a piece of time; dragging, and Shift with arrows, choose several; letting go, and Enter, look at them alone. */
function Plot({ timeline, axis, isLoading, onZoom }: PlotProps): JSX.Element {
  const { starts, lines } = timeline;
  const pieces = Math.max(0, starts.length - 1);
  const isStacked = addsUp(axis);
  const chart = useMemo(() => drawChart(lines, pieces, isStacked), [timeline, isStacked]);
  const brush = useSignal<Brush>(noBrush);
  const hintId = useId();
  const chosen = chosenOf(brush.value);
  const at = brush.value.at;

  const zoom = (): void => {
    const { first, last } = chosenOf(brush.peek()) ?? { first: brush.peek().at ?? -1, last: brush.peek().at ?? -1 };
    const [from, before] = [starts[first], starts[last + 1]];
    brush.value = noBrush;
    if (from !== undefined && before !== undefined) onZoom(from, before);
  };
  const placeOf = (event: PointerEvent & { currentTarget: HTMLElement }): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return placeAt(event.clientX - left, width, pieces);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (pieces === 0) return;
    if (event.key === 'Enter' && brush.peek().at !== null) zoom();
    else if (event.key === 'Escape' && brush.peek().from !== null) brush.value = { ...brush.peek(), from: null };
    else {
      const next = moved(brush.peek(), event.key, event.shiftKey, pieces);
      if (!next) return;
      brush.value = next;
    }
    event.preventDefault();
  };

  return (
    <div class={isLoading ? 'plot-area waiting' : 'plot-area'}>
      <ul class="scale" aria-hidden="true">
        {chart.scale.map(({ value, at: height }) => (
          <li key={value} style={{ '--at': `${(height / chartHeight) * 100}%` }}>
            {shortCount(value)}
          </li>
        ))}
      </ul>
      <div
        class="plot-box"
        role="slider"
        tabIndex={0}
        aria-label={`${headOf(axis)} over time`}
        aria-describedby={hintId}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, pieces - 1)}
        aria-valuenow={at ?? Math.max(0, pieces - 1)}
        aria-valuetext={valueText(timeline, brush.value)}
        onPointerDown={(event) => {
          if (event.button !== 0 || pieces === 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const place = placeOf(event);
          brush.value = { at: place, from: place };
        }}
        onPointerMove={(event) => pieces > 0 && (brush.value = { ...brush.peek(), at: placeOf(event), from: event.buttons === 0 ? null : brush.peek().from })}
        onPointerUp={() => {
          const dragged = chosenOf(brush.peek());
          if (dragged && dragged.first !== dragged.last) zoom();
          else brush.value = { ...brush.peek(), from: null };
        }}
        onPointerCancel={() => (brush.value = noBrush)}
        onPointerLeave={(event) => event.buttons === 0 && (brush.value = noBrush)}
        onBlur={() => (brush.value = noBrush)}
        onKeyDown={onKeyDown}
      >
        <Drawing chart={chart} isStacked={isStacked} at={at} chosen={chosen} />
        {at !== null && <Reading timeline={timeline} at={at} chosen={chosen} isSummed={isStacked} />}
      </div>
      <ol class="ticks" aria-hidden="true">
        {tickTexts(starts).map((text, index) => (
          <li key={index}>{text}</li>
        ))}
      </ol>
      <p class="visually-hidden" id={hintId}>
        Arrows read, Shift and arrows choose a time, Enter zooms in.
      </p>
    </div>
  );
}

interface DrawingProps {
  chart: Chart;
  isStacked: boolean;
  at: number | null;
  chosen: { first: number; last: number } | null;
}

function Drawing({ chart: { paths, scale, step }, isStacked, at, chosen }: DrawingProps): JSX.Element {
  return (
    <svg class={isStacked ? 'drawing bars' : 'drawing curves'} viewBox={`0 0 ${chartWidth} ${chartHeight}`} preserveAspectRatio="none" aria-hidden="true">
      {scale.map(({ value, at: height }) => value !== 0 && <path key={value} class="grid" d={`M0 ${height}H${chartWidth}`} />)}
      {at !== null && !chosen && <rect class="at" x={at * step} y="0" width={step} height={chartHeight} />}
      {chosen && <rect class="chosen" x={chosen.first * step} y="0" width={(chosen.last - chosen.first + 1) * step} height={chartHeight} />}
      <path class="axis" d={`M0 ${chartHeight - 0.5}H${chartWidth}`} />
      {paths.map((path, place) => (
        <path key={place} class={`line s${place + 1}`} d={path} />
      ))}
    </svg>
  );
}

interface ReadingProps {
  timeline: Timeline;
  at: number;
  chosen: DrawingProps['chosen'];
  /** Whether values of several pieces may be added up. */
  isSummed: boolean;
}

function Reading({ timeline, at, chosen, isSummed }: ReadingProps): JSX.Element {
  const { starts, lines } = timeline;
  const pieces = starts.length - 1;
  const isRight = at >= pieces / 2;
  const edge = isRight ? { '--end': `${100 - (at / pieces) * 100}%` } : { '--start': `${((at + 1) / pieces) * 100}%` };
  const { first, last } = chosen ?? { first: at, last: at };
  const isOne = first === last;
  return (
    <div class={`reading ${isRight ? 'at-end' : 'at-start'}`} style={edge} aria-hidden="true">
      <time>{spanText(starts, first, last)}</time>
      {(isOne || isSummed) && (
        <dl>
          {lines.map((line, place) => (
            <div key={line.label}>
              <dt>
                {line.label !== '' && <span class={`swatch s${place + 1}`} />}
                <bdi class="clip">{line.label === '' ? 'All' : line.label}</bdi>
              </dt>
              <dd>{isOne ? shortOf(line, at) : shortCount(sumOf(line, first, last))}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}

function sumOf({ values }: Line, first: number, last: number): number {
  return Number(
    values
      .slice(first, last + 1)
      .reduce<number>((sum, value) => sum + (value ?? 0), 0)
      .toPrecision(4),
  );
}

function shortOf({ values }: Line, at: number): string {
  const value = values[at] ?? null;
  return value === null ? '–' : shortCount(Number(value.toPrecision(4)));
}

/** What the slider says: the values of the piece, or what is chosen. */
function valueText(timeline: Timeline, brush: Brush): string {
  const { starts, lines } = timeline;
  if (starts.length < 2) return 'Nothing yet';
  const chosen = chosenOf(brush);
  if (chosen && chosen.first !== chosen.last) return `${spanText(starts, chosen.first, chosen.last)} chosen`;
  if (brush.at === null)
    return lines.map((line) => `${line.label === '' ? 'In all' : line.label} ${shortCount(Number(totalOf(line).toPrecision(4)))}`).join(', ');
  const { at } = brush;
  return `${pieceText(starts, at)}: ${lines.map((line) => `${line.label} ${shortOf(line, at)}`.trim()).join(', ')}`;
}
