import { describe, expect, it } from 'vitest';
import type { Stats } from '../../worker/api/contract/stats.ts';
import { chartHeight, drawChart } from './chart.ts';
import { percent, summarize } from './summary.ts';

const group = (outcome: string, reason: string, series: number[]): Stats['groups'][number] => ({
  by: { outcome, reason },
  totals: { 'sum(quantity)': series.reduce((sum, value) => sum + value, 0) },
  series: { 'sum(quantity)': series },
});

const stats: Stats = {
  start: '2026-10-20T10:00:00Z',
  end: '2026-10-20T12:00:00Z',
  intervals: ['2026-10-20T10:00:00Z', '2026-10-20T11:00:00Z'],
  groups: [group('filtered', 'localhost', [1, 0]), group('accepted', '', [60, 30]), group('filtered', 'web-crawlers', [4, 5])],
};

describe('summarize', () => {
  it('puts what was kept first, and the reasons of an outcome by their number', () => {
    const { total, kept, sums, starts } = summarize(stats);
    expect([total, kept, starts.length]).toEqual([100, 90, 3]);
    expect(sums).toEqual([
      { outcome: 'accepted', quantity: 90, reasons: [{ reason: '', quantity: 90 }], series: [60, 30] },
      {
        outcome: 'filtered',
        quantity: 10,
        reasons: [
          { reason: 'web-crawlers', quantity: 9 },
          { reason: 'localhost', quantity: 1 },
        ],
        series: [5, 5],
      },
    ]);
  });

  it('is nothing of nothing', () => {
    expect(summarize({ ...stats, groups: [] })).toMatchObject({ total: 0, kept: 0, sums: [] });
  });
});

it.each([
  [849, 1000, '84.9 %'],
  [1, 1, '100 %'],
  [999_999, 1_000_000, '99.9 %'],
  [1, 1_000_000, '< 0.1 %'],
  [0, 5, '0 %'],
  [0, 0, '0 %'],
])('%d of %d is %s', (part, whole, text) => {
  expect(percent(part, whole)).toBe(text);
});

describe('drawChart', () => {
  it('draws kept above the axis and lost below it, inside the box', () => {
    const { axis, bars, scale } = drawChart(summarize(stats).sums, 2);
    expect(bars.map(({ outcome }) => outcome)).toEqual(['accepted', 'filtered']);
    expect(bars[0]?.path).toContain(`V${axis}z`);
    expect(bars[1]?.path).toContain(`M`);
    const heights = [...(bars[1]?.path ?? '').matchAll(/M[\d.]+ ([\d.]+)v([\d.]+)/g)].map(([, top, height]) => Number(top) + Number(height));
    expect(Math.max(...heights)).toBeLessThanOrEqual(chartHeight);
    expect(scale.map(({ value }) => value)).toEqual([0, 25, 50]);
  });

  it('scales downwards where nothing was kept, and bears having nothing at all', () => {
    expect(drawChart(summarize({ ...stats, groups: [group('invalid', 'x', [3, 0])] }).sums, 2).scale.map(({ value }) => value)).toEqual([0, -1, -2]);
    expect(drawChart([], 0)).toMatchObject({ bars: [], scale: [{ value: 0 }] });
  });
});
