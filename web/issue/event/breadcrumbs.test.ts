import { describe, expect, it } from 'vitest';
import { filterBreadcrumbs, offsetText, readBreadcrumbs } from './breadcrumbs.ts';

const eventAt = Date.parse('2026-11-23T15:44:52.000Z');

describe('breadcrumbs', () => {
  it('come newest first, with the time before the event', () => {
    const crumbs = readBreadcrumbs(
      {
        values: [
          { category: 'auth', message: 'in', timestamp: '2026-11-23T15:44:50.800Z' },
          { category: 'log', message: 'x', level: 'warning' },
        ],
      },
      eventAt,
    );
    expect(crumbs).toMatchObject([
      { index: 1, kind: 'log', tone: 'warning', icon: 'triangle-alert', offsetMs: null },
      { index: 0, kind: 'auth', offsetMs: -1200 },
    ]);
  });

  it.each([
    [
      { type: 'http', category: 'fetch', data: { method: 'get', url: 'https://a.example', status_code: 500, size: 3 } },
      { verb: 'GET', text: 'https://a.example', status: '500', details: [['size', 3]], icon: 'globe' },
    ],
    [
      { type: 'navigation', category: 'navigation', data: { from: '/a', to: '/b' } },
      { text: '/a → /b', details: [], icon: 'arrow-right' },
    ],
    [
      { category: 'console', message: 'hi', data: { arguments: ['hi'], logger: 'console' } },
      { text: 'hi', details: [] },
    ],
    [
      { category: 'query', message: 'select 1', data: { rows: 1 } },
      { text: 'select 1', details: [['rows', 1]], icon: 'database' },
    ],
    [
      { type: 'default', message: 'plain' },
      { kind: 'event', text: 'plain', tone: 'plain' },
    ],
    [
      { type: 'error', category: 'exception', message: 'boom' },
      { tone: 'error', icon: 'circle-alert' },
    ],
    [
      { category: { a: 1 }, message: ['x'], timestamp: 'yesterday', data: 'none', level: 3 },
      { kind: '{"a":1}', text: '["x"]', offsetMs: null, details: [] },
    ],
  ])('reads %j', (value, expected) => {
    expect(readBreadcrumbs({ values: [value] }, eventAt)[0]).toMatchObject(expected);
  });

  it('skips what is no breadcrumb', () => {
    expect(readBreadcrumbs({ values: [null, 'x', 3] }, eventAt)).toEqual([]);
    expect(readBreadcrumbs('none', eventAt)).toEqual([]);
  });

  it('are filtered by kind and by text, wherever it stands', () => {
    const crumbs = readBreadcrumbs(
      {
        values: [
          { category: 'http', data: { url: 'https://RATES.example', extra: 'needle' } },
          { category: 'log', message: 'Rates loaded' },
        ],
      },
      eventAt,
    );
    expect(filterBreadcrumbs(crumbs, '', 'rates')).toHaveLength(2);
    expect(filterBreadcrumbs(crumbs, 'http', 'rates')).toHaveLength(1);
    expect(filterBreadcrumbs(crumbs, '', 'NEEDLE')).toHaveLength(1);
  });
});

it.each([
  [0, '0 ms'],
  [-4, '−4 ms'],
  [-1_240, '−1.2 s'],
  [-12_400, '−12 s'],
  [-180_000, '−3 min'],
  [-7_200_000, '−2 h'],
  [-172_800_000, '−2 d'],
  [30, '+30 ms'],
])('says %d ms as %s', (ms, text) => {
  expect(offsetText(ms)).toBe(text);
});
