import { expect, it } from 'vitest';
import { barsPath, chartText } from './chart.ts';

it('draws a bar for each interval with events, and keeps the smallest visible', () => {
  expect(
    barsPath([
      [0, 1_000],
      [60, 0],
      [120, 1],
    ]),
  ).toBe('M0 56v-50h91.2V56zM240 56v-2h91.2V56z');
  expect(barsPath([])).toBe('');
});

it('says in words what the bars show', () => {
  const at = (time: number): string => `at ${time}`;
  expect(
    chartText(
      [
        [1, 3],
        [2, 1_200],
      ],
      '24 hours',
      at,
    ),
  ).toBe('1,203 events in 24 hours; the highest bar, 1,200, is at 2000.');
  expect(chartText([[1, 0]], '24 hours', at)).toBe('No events in 24 hours.');
});
