import { describe, expect, it } from 'vitest';
import { chosenOf, moved, noBrush, placeAt } from './brush.ts';
import { chartHeight, drawChart } from './chart.ts';
import { addsUp, labelOf, timelineOf } from './lines.ts';

const series = (counts: (number | null)[], order = 0) => ({
  data: counts.map((count, at): [number, { count: number | null }[]] => [600 + at * 60, [{ count }]]),
  start: 600,
  end: 600 + counts.length * 60,
  order,
});

describe('lines over time', () => {
  it('are that of all events, or those of groups in their order, whatever they are called', () => {
    expect(timelineOf(series([1, 2]))).toEqual({ starts: [600_000, 660_000, 720_000], lines: [{ label: '', values: [1, 2] }] });
    const groups = timelineOf({ '2': series([2, 2], 1), data: series([9, null], 0) });
    expect(groups.lines).toEqual([
      { label: 'data', values: [9, null] },
      { label: '2', values: [2, 2] },
    ]);
  });

  it('are found by the values of a row', () => {
    expect(labelOf({ 'os.name': 'Linux', release: null, handled: true, 'count()': 3 }, ['os.name', 'release', 'handled'])).toBe('Linux,(none),true');
  });

  it('stand on each other where they add up to the whole', () => {
    expect(['count()', 'count_if(a,equals,b)', 'sum(x)', 'epm()'].every(addsUp)).toBe(true);
    expect(['count_unique(user)', 'avg(x)', 'p95(x)'].some(addsUp)).toBe(false);
  });
});

describe('the chart', () => {
  it('puts one bar on the other, and leaves out what is nothing', () => {
    const { paths } = drawChart(
      [
        { label: 'a', values: [1, 0] },
        { label: 'b', values: [1, 1] },
      ],
      2,
      true,
    );
    const bottoms = paths.map((path) => [...path.matchAll(/M[\d.]+ ([\d.]+)/g)].map(([, y]) => Number(y)));
    expect(bottoms).toEqual([[chartHeight], [chartHeight - (chartHeight - 8) / 2, chartHeight]]);
  });

  it('breaks a line where there is no value, and shows one alone', () => {
    const [path = ''] = drawChart([{ label: '', values: [1, 2, null, 3, null] }], 5, false).paths;
    expect(path.match(/[MLh]/g)).toEqual(['M', 'L', 'M', 'h']);
  });

  it('draws nothing of nothing', () => {
    expect(drawChart([], 0, true)).toMatchObject({ paths: [], scale: [{ value: 0, at: chartHeight }] });
    expect(drawChart([{ label: '', values: [0, 0] }], 2, true).paths).toEqual(['']);
  });
});

describe('the brush', () => {
  it('reads with arrows from the latest on, and stops at the ends', () => {
    const last = moved(noBrush, 'ArrowLeft', false, 10);
    expect(last).toEqual({ at: 9, from: null });
    expect(last && moved(last, 'ArrowRight', false, 10)).toEqual({ at: 9, from: null });
    expect(moved({ at: 0, from: null }, 'ArrowLeft', false, 10)).toEqual({ at: 0, from: null });
    expect(moved({ at: 4, from: null }, 'Home', false, 10)).toEqual({ at: 0, from: null });
    expect(moved(noBrush, 'a', false, 10)).toBeNull();
  });

  it('chooses with Shift, either way, and forgets without', () => {
    const chosen = moved(moved({ at: 5, from: null }, 'ArrowLeft', true, 10) ?? noBrush, 'ArrowLeft', true, 10) ?? noBrush;
    expect(chosenOf(chosen)).toEqual({ first: 3, last: 5 });
    expect(chosenOf(moved(chosen, 'ArrowLeft', false, 10) ?? noBrush)).toBeNull();
  });

  it('finds the piece under the pointer, also beside the chart', () => {
    expect([-5, 0, 50, 99, 140].map((x) => placeAt(x, 100, 10))).toEqual([0, 0, 5, 9, 9]);
  });
});
