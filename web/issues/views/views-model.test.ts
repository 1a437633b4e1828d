import { type Signal, signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SearchView } from '../../../worker/api/contract/search-view.ts';
import type { Answer } from '../../api.ts';
import { readView, type View, viewSearch } from '../view.ts';
import { createViewsModel, type ViewsModel, type ViewsSource } from './views-model.ts';

function aView(id: string, fields: Partial<SearchView> = {}): SearchView {
  return {
    id,
    name: `View ${id}`,
    query: `tag:${id}`,
    querySort: 'date',
    projects: [],
    environments: [],
    timeFilters: { period: null, start: null, end: null, utc: null },
    visibility: 'owner',
    starred: true,
    position: 0,
    canEdit: true,
    createdBy: null,
    dateCreated: '2026-11-24T12:00:00Z',
    dateUpdated: '2026-11-24T12:00:00Z',
    ...fields,
  };
}

let server: SearchView[];
let isDown: boolean;
let calls: string[];
let said: { text: string; undo: (() => void) | null }[];
let view: Signal<View>;
let value: Signal<SearchView[] | null>;
let model: ViewsModel;

const down: Answer<never> = { ok: false, failure: { reason: 'offline', message: 'Away.' } };

async function answered<Value>(call: string, made: () => Value): Promise<Answer<Value>> {
  calls.push(call);
  return isDown ? down : { ok: true, value: made() };
}

const source: ViewsSource = {
  create: ({ name, visibility = 'owner', query = '' }) => answered(`create ${name}`, () => aView('9', { name, visibility, query, position: 5 })),
  change: (id, body) =>
    answered(`change ${id} ${JSON.stringify(body)}`, () => {
      const { timeFilters: _, ...rest } = body;
      return { ...(server.find((one) => one.id === id) ?? aView(id)), ...JSON.parse(JSON.stringify(rest)) };
    }),
  remove: (id) => answered(`remove ${id}`, () => null),
  restore: (id) => answered(`restore ${id}`, () => server.find((one) => one.id === id) ?? aView(id)),
  star: (id, starred) => answered(`star ${id} ${starred}`, () => null),
  order: (ids) => answered(`order ${ids.join()}`, () => null),
};

function open(search: string): void {
  view = signal(readView(new URLSearchParams(search)));
  value = signal<SearchView[] | null>(server);
  model = createViewsModel({
    source,
    saved: { value, put: (next) => void (value.value = next), refresh: async () => undefined },
    view,
    projects: signal([
      { id: '1', slug: 'web' },
      { id: '2', slug: 'api' },
    ]),
    go: (next) => void (view.value = next),
    announce: (text, undo) => said.push({ text, undo }),
  });
}

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const own = () => model.tabs.value.flatMap((tab) => ('saved' in tab ? [tab.saved.id] : []));
const one = (id: string): SearchView => model.all.value.find((each) => each.id === id) ?? aView('none');

beforeEach(() => {
  server = [aView('1'), aView('2', { position: 1 }), aView('3', { starred: false, position: null, visibility: 'organization', canEdit: false })];
  [isDown, calls, said] = [false, [], []];
});

describe('which view is shown', () => {
  it.each([
    ['', 'unresolved', false],
    ['?query=is:unresolved+is:for_review', 'review', false],
    ['?project=web', 'unresolved', true],
    ['?sort=freq', 'unresolved', true],
    ['?query=boom', null, true],
    ['?view=1&query=tag:1', 'view-1', false],
    ['?view=1&query=tag:1&sort=freq', 'view-1', true],
    ['?view=77&query=boom', null, true],
  ])('at %j is %j, with something to save: %j', (search, selected, isUnsaved) => {
    open(search);
    expect([model.selected.value, model.isUnsaved.value]).toEqual([selected, isUnsaved]);
  });

  it('has a tab though it is none of those at hand', () => {
    open('?view=3&query=tag:3');
    expect(own()).toEqual(['1', '2', '3']);
  });

  it('opens with all that it keeps', () => {
    server[0] = aView('1', {
      projects: [2, 99],
      environments: ['production'],
      querySort: 'trends',
      timeFilters: { period: '7d', start: null, end: null, utc: null },
    });
    open('?period=14d&cursor=1:2:0');
    model.show({ key: '', name: '', saved: one('1') });
    expect(viewSearch(view.value)).toBe('?view=1&query=tag%3A1&project=api&environment=production&statsPeriod=7d&sort=trends&period=14d');
    expect(model.isChanged.value).toBe(false);
  });

  it('leaves what was chosen beside a view that everybody has, and nothing of a saved one', () => {
    open('?project=web&statsPeriod=24h');
    const [, review] = model.tabs.value;
    if (review) model.show(review);
    expect(view.value).toMatchObject({ query: 'is:unresolved is:for_review', projects: ['web'], times: { period: '24h' } });
    open('?view=1&query=tag:1&project=web');
    const [unresolved] = model.tabs.value;
    if (unresolved) model.show(unresolved);
    expect(view.value).toMatchObject({ query: 'is:unresolved', projects: [], saved: null });
  });
});

describe('a view', () => {
  it('is saved from what is shown, is shown then, and can be taken back', async () => {
    open('?query=boom&project=web');
    await model.save('Mine', 'organization');
    expect([calls, view.value.saved, own()]).toEqual([['create Mine'], '9', ['1', '2', '9']]);
    said[0]?.undo?.();
    await settled();
    expect([calls[1], own(), view.value.saved]).toEqual(['remove 9', ['1', '2'], null]);
  });

  it('keeps what is shown now, and gets back what it kept', async () => {
    open('?view=1&query=other&sort=freq');
    expect(model.isChanged.value).toBe(true);
    await model.update();
    expect(one('1')).toMatchObject({ query: 'other', querySort: 'freq' });
    expect(model.isChanged.value).toBe(false);
    said[0]?.undo?.();
    await settled();
    expect(one('1')).toMatchObject({ query: 'tag:1', querySort: 'date' });
  });

  it('can be shown again as it is kept', () => {
    open('?view=2&query=other');
    model.discard();
    expect(view.value).toMatchObject({ query: 'tag:2', saved: '2' });
  });

  it('goes at once when it is deleted, and comes back in its place', async () => {
    open('?view=1&query=tag:1');
    const removed = model.remove(one('1'));
    expect(own()).toEqual(['2']);
    await removed;
    expect([view.value.saved, said[0]?.text]).toEqual([null, 'View “View 1” deleted']);
    said[0]?.undo?.();
    await settled();
    expect([calls, own(), view.value.saved]).toEqual([['remove 1', 'restore 1'], ['1', '2'], '1']);
  });

  it('moves among the tabs, and no further than their ends', async () => {
    open('');
    await model.move(one('2'), -1);
    expect([own(), calls]).toEqual([['2', '1'], ['order 2,1']]);
    await model.move(one('2'), -1);
    expect(calls).toHaveLength(1);
  });

  it('is kept among the tabs or taken off them', async () => {
    open('');
    await model.star(one('1'), false);
    expect(own()).toEqual(['2']);
    await model.star(one('3'), true);
    expect([own(), calls]).toEqual([
      ['2', '3'],
      ['star 1 false', 'star 3 true'],
    ]);
  });

  it.each([
    ['removed', () => model.remove(one('1'))],
    ['moved', () => model.move(one('2'), -1)],
    ['taken off', () => model.star(one('1'), false)],
    ['changed', () => model.rename(one('1'), 'New', 'owner')],
  ])('stays as it was when it cannot be %s', async (_, act) => {
    open('?view=1&query=tag:1');
    isDown = true;
    await act();
    expect([own(), one('1').name, view.value.saved]).toEqual([['1', '2'], 'View 1', '1']);
    expect(said).toEqual([{ text: expect.stringContaining('Away.'), undo: null }]);
  });
});
