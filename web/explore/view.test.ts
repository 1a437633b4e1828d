import { describe, expect, it } from 'vitest';
import {
  asEvents,
  asGroups,
  axesOf,
  exportSearch,
  linesSearch,
  readView,
  shownSort,
  sortedBy,
  tableSearch,
  timesBetween,
  usualFields,
  viewSearch,
  widened,
  withField,
  withoutField,
} from './view.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const view = (search = '') => readView(new URLSearchParams(search));

describe('the address of Explore', () => {
  it('shows the events of two weeks when it says nothing', () => {
    expect(view()).toEqual({
      query: '',
      fields: usualFields,
      sort: null,
      projects: [],
      environments: [],
      times: { period: '14d' },
      axis: 'count()',
      cursor: null,
      saved: null,
    });
  });

  it.each([
    '',
    '?query=level%3Aerror&project=shop&project=api&environment=production&environment=&statsPeriod=1h',
    '?statsPeriod=36h',
    '?field=browser.name&field=count%28%29&field=p95%28x%29&sort=-p95%28x%29&yAxis=p95%28x%29&cursor=0%3A50%3A0&saved=7',
    '?start=2026-11-01T00%3A00%3A00Z&end=2026-11-02T00%3A00%3A00Z',
  ])('comes back as it was: %j', (search) => {
    expect(viewSearch(view(search))).toBe(search);
  });

  it.each(['?statsPeriod=9y', '?statsPeriod=0d', '?start=2026-11-02&end=2026-11-01', '?sort=-nothing', '?yAxis=apdex()', '?field=', '?project='])(
    'takes for the default what it does not know: %j',
    (search) => {
      expect(viewSearch(view(search))).toBe('');
    },
  );

  it('keeps to as many fields as the API answers', () => {
    const many = Array.from({ length: 30 }, (_, nth) => `field=f${nth}`).join('&');
    expect(new URLSearchParams(tableSearch(view(many))).getAll('field')).toHaveLength(20);
  });
});

describe('what the API is asked', () => {
  it('is, of events, what leads to them as well', () => {
    expect(new URLSearchParams(tableSearch(view('field=title&field=issue.id'))).getAll('field')).toEqual(['title', 'issue.id', 'id']);
  });

  it('is, of groups, nothing that would part them', () => {
    expect(new URLSearchParams(tableSearch(view('field=os.name&field=count()'))).getAll('field')).toEqual(['os.name', 'count()']);
    expect(new URLSearchParams(tableSearch(view('field=issue&field=count()'))).getAll('field')).toEqual(['issue', 'count()', 'issue.id']);
  });

  it('is, for the file, what is seen, without a page', () => {
    expect(exportSearch(view('field=title&query=a&cursor=0:50:0&statsPeriod=1h'))).toBe('statsPeriod=1h&field=title&query=a');
  });

  it('is, for the chart, a line of all events or of the largest groups', () => {
    expect(linesSearch(view('statsPeriod=24h'), now)).toBe('statsPeriod=24h&yAxis=count%28%29&interval=15m');
    const ofGroups = new URLSearchParams(linesSearch(view('field=os.name&field=count()&sort=os.name'), now));
    expect([ofGroups.getAll('field'), ofGroups.get('topEvents'), ofGroups.get('sort'), ofGroups.get('interval')]).toEqual([
      ['os.name', 'count()'],
      '5',
      '-count()',
      '6h',
    ]);
  });

  it('is never more than a hundred bars', () => {
    for (const hours of [0.1, 1, 7, 30, 200, 2_000, 9_000]) {
      const times = timesBetween(now - hours * 3_600_000, now);
      const interval = new URLSearchParams(linesSearch({ ...view(), times }, now)).get('interval') ?? '';
      const unit = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 }[interval.slice(-1)] ?? 0;
      const bars = (hours * 3_600_000) / (Number(interval.slice(0, -1)) * unit);
      expect({ interval, isMany: bars > 100 }).toEqual({ interval, isMany: false });
    }
  });
});

describe('time', () => {
  it('is at least a minute, in whole seconds', () => {
    expect(timesBetween(now + 250, now + 900)).toEqual({ start: '2026-11-24T12:00:00Z', end: '2026-11-24T12:01:00Z' });
  });

  it('widens to twice as long around its middle, and not beyond now', () => {
    expect(widened({ start: '2026-11-24T06:00:00Z', end: '2026-11-24T08:00:00Z' }, now)).toEqual({
      start: '2026-11-24T05:00:00Z',
      end: '2026-11-24T09:00:00Z',
    });
    expect(widened({ period: '1h' }, now)).toEqual({ start: '2026-11-24T10:00:00Z', end: '2026-11-24T12:00:00Z' });
  });
});

describe('columns', () => {
  it('sort names from A on and figures from the highest on, and turn round', () => {
    const groups = view('field=os.name&field=count()');
    expect(shownSort(groups)).toBe('-count()');
    expect(sortedBy(groups, 'count()', false)).toBe('count()');
    expect(sortedBy(groups, 'os.name', true)).toBe('os.name');
    expect(sortedBy({ ...groups, sort: 'os.name' }, 'os.name', true)).toBe('-os.name');
  });

  it('stand before functions, each once', () => {
    expect(withField(view('field=os.name&field=count()'), 'release')).toEqual(['os.name', 'release', 'count()']);
    expect(withField(view('field=os.name&field=count()'), 'os.name')).toEqual(['os.name', 'count()']);
  });

  it('take their order with them when they go', () => {
    expect(withoutField(view('field=a&field=b&sort=-b'), 'b')).toEqual({ fields: ['a'], sort: null });
    expect(withoutField(view('field=a&field=b&sort=-b'), 'a')).toEqual({ fields: ['b'], sort: '-b' });
    expect(withoutField(view('field=a'), 'a').fields).toEqual(usualFields);
  });

  it('change with what a row is', () => {
    expect(asGroups(view()).fields).toContain('count()');
    expect(asEvents(view('field=os.name&field=count()')).fields).toEqual([...usualFields.slice(0, -1), 'os.name', 'timestamp']);
  });

  it('are what the chart can show, but for times', () => {
    expect(axesOf(view('field=a&field=last_seen()&field=avg(x)&field=max(timestamp)'))).toEqual(['avg(x)', 'count()']);
  });
});
