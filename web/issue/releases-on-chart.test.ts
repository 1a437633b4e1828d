import { expect, it } from 'vitest';
import type { TagValue } from '../../worker/api/contract/tag.ts';
import { releasesOnChart } from './releases-on-chart.ts';

const hour = 3600;
const aValue = (value: string, atHour: number): TagValue => {
  const at = new Date(atHour * hour * 1000).toISOString();
  return { key: 'release', name: value, value, count: 1, firstSeen: at, lastSeen: at };
};
const series: [number, number][] = Array.from({ length: 24 }, (_, index) => [(100 + index) * hour, 0]);

it('puts each release where it first brought the issue, and leaves out those from before', () => {
  const topValues = [aValue('2.0', 118), aValue('old', 99), aValue('1.9', 100), aValue('', 110)];
  expect(releasesOnChart({ topValues }, series)).toEqual([
    { version: '1.9', at: 100 * hour * 1000, place: 0 },
    { version: '2.0', at: 118 * hour * 1000, place: 0.75 },
  ]);
});

it('shows the newest of many', () => {
  const topValues = Array.from({ length: 20 }, (_, index) => aValue(`1.${index}`, 100 + index));
  expect(releasesOnChart({ topValues }, series).map(({ version }) => version)).toEqual(['1.12', '1.13', '1.14', '1.15', '1.16', '1.17', '1.18', '1.19']);
});

it('has nothing to show of an issue without releases or times', () => {
  expect(releasesOnChart(null, series)).toEqual([]);
  expect(releasesOnChart({ topValues: [aValue('1.0', 100)] }, [])).toEqual([]);
});
