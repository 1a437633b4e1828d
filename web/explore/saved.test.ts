import { expect, it } from 'vitest';
import type { SavedQuery } from '../../worker/api/contract/saved-query.ts';
import { isChanged, savedOfView, viewOfSaved } from './saved.ts';
import { readView } from './view.ts';

const projects = [
  { id: '4', slug: 'shop' },
  { id: '5', slug: 'api' },
];
const view = readView(
  new URLSearchParams('field=os.name&field=count()&field=avg(x)&yAxis=avg(x)&sort=-avg(x)&query=a:b&project=api&environment=staging&statsPeriod=7d'),
);

const saved = (change: Partial<SavedQuery> = {}): SavedQuery => ({
  ...savedOfView(view, 'Systems', projects),
  id: '9',
  version: 2,
  queryDataset: 'error-events',
  dateCreated: '2026-11-24T12:00:00Z',
  dateUpdated: '2026-11-24T12:00:00Z',
  createdBy: null,
  ...change,
});

it('comes back as it was saved', () => {
  expect(viewOfSaved(saved(), projects)).toEqual({ ...view, saved: '9' });
  expect(savedOfView(view, 'Systems', projects)).toMatchObject({ projects: [5], environment: ['staging'], range: '7d', start: null, yAxis: ['avg(x)'] });
});

it('keeps a time that was brushed', () => {
  const brushed = { ...view, times: { start: '2026-11-01T00:00:00Z', end: '2026-11-02T00:00:00Z' } };
  expect(viewOfSaved(saved(savedOfView(brushed, 'Then', projects)), projects).times).toEqual(brushed.times);
});

it('shows those of its projects that are still there', () => {
  expect(viewOfSaved(saved({ projects: [5, 4] }), projects).projects).toEqual(['shop', 'api']);
  expect(viewOfSaved(saved({ projects: [77] }), projects).projects).toEqual([]);
});

it('knows when it was changed, which turning a page and the order of projects are not', () => {
  const both = { ...view, projects: ['api', 'shop'], saved: '9' };
  expect(isChanged(both, saved(savedOfView(both, 'Systems', projects)), projects)).toBe(false);
  expect(isChanged({ ...view, saved: '9', cursor: '0:50:0' }, saved(), projects)).toBe(false);
  expect(isChanged({ ...view, saved: '9', query: 'a:c' }, saved(), projects)).toBe(true);
});
