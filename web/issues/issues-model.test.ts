import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueChange, IssuesChanged, IssuesDeleted } from '../../worker/api/contract/issue-change.ts';
import type { Unmerged } from '../../worker/api/contract/issue-hash.ts';
import type { Answer, Page } from '../api.ts';
import type { Deed } from '../issue/actions/deed.ts';
import { anIssue } from './an-issue.fixture.ts';
import { IssuesModel, mergeFault } from './issues-model.ts';
import type { IssuesSource, Which } from './issues-model.ts';
import { readView } from './view.ts';
import type { View } from './view.ts';

/** An API with issues in it: it filters by status as the real one does, and tells how what it changed was before. */
class FakeApi implements IssuesSource {
  issues: Issue[] = [];
  isDown = false;
  pageSize = 50;
  /** Of issues that cannot be changed, why. */
  refusals = new Map<string, string>();
  calls: [which: string, asked: IssueChange | 'deleted'][] = [];
  hashes = new Map<string, string[]>();
  unmerged: [id: string, hashes: readonly string[]][] = [];

  peek(): null {
    return null;
  }
  async list(view: { query: string }): Promise<Answer<Page<Issue>>> {
    if (this.isDown) return down;
    const items = this.#found(view.query);
    return { ok: true, value: { items: items.slice(0, this.pageSize), previous: null, next: null, hits: items.length } };
  }
  async named(ids: readonly string[]): Promise<Answer<Issue[]>> {
    return this.isDown ? down : { ok: true, value: this.issues.filter(({ id }) => ids.includes(id)) };
  }
  async change(which: Which, body: IssueChange): Promise<Answer<IssuesChanged | null>> {
    if (this.isDown) return down;
    this.calls.push(['ids' in which ? which.ids.join() : which.view.query, body]);
    const chosen = 'ids' in which ? this.issues.filter(({ id }) => which.ids.includes(id)) : this.#found(which.view.query);
    const failed = chosen.flatMap(({ id }) => ({ id, detail: this.refusals.get(id) ?? '' })).filter(({ detail }) => detail !== '');
    const before = chosen.filter(({ id }) => !this.refusals.has(id));
    if (body.merge) {
      const [parent, ...children] = before.map(({ id }) => id);
      this.issues = this.issues.filter(({ id }) => !children.includes(id));
      return { ok: true, value: { merge: { parent: parent ?? '', children }, before: [], failed } };
    }
    if (body.discard) this.issues = this.issues.filter((issue) => !before.includes(issue));
    const { status, substatus, statusDetails, priority, isBookmarked } = body;
    const set = {
      ...(status === 'resolved' || status === 'unresolved' || status === 'ignored' ? { status, substatus: substatus ?? null } : {}),
      ...(statusDetails?.ignoreUntil ? { statusDetails: { ignoreUntil: statusDetails.ignoreUntil } } : {}),
      // By what the events of this fake say.
      ...(priority === undefined ? {} : { priority: priority ?? 'high', isPrioritySetByMember: priority !== null }),
      ...(isBookmarked == null ? {} : { isBookmarked }),
    };
    this.issues = this.issues.map((issue) => (before.includes(issue) ? { ...issue, ...set } : issue));
    return { ok: true, value: { before, failed } };
  }
  async remove(which: Which): Promise<Answer<IssuesDeleted | null>> {
    this.calls.push(['ids' in which ? which.ids.join() : which.view.query, 'deleted']);
    const ids = 'ids' in which ? which.ids : this.#found(which.view.query).map(({ id }) => id);
    this.issues = this.issues.filter(({ id }) => !ids.includes(id) || this.refusals.has(id));
    return { ok: true, value: { failed: ids.flatMap((id) => ({ id, detail: this.refusals.get(id) ?? '' })).filter(({ detail }) => detail !== '') } };
  }
  async hashesOf(id: string): Promise<Answer<readonly string[]>> {
    return this.isDown ? down : { ok: true, value: this.hashes.get(id) ?? [`hash ${id}`] };
  }
  async unmerge(id: string, hashes: readonly string[]): Promise<Answer<Unmerged>> {
    this.unmerged.push([id, hashes]);
    return { ok: true, value: { newIssueId: '9' } };
  }

  #found(query: string): Issue[] {
    const status = /is:(\w+)/.exec(query)?.[1];
    return this.issues.filter((issue) => status === undefined || issue.status === (status === 'archived' ? 'ignored' : status));
  }
}

const down: Answer<never> = { ok: false, failure: { reason: 'offline', message: 'Away.' } };

let api: FakeApi;
let said: { text: string; undo: (() => void) | null }[];
let model: InstanceType<typeof IssuesModel>;
let view: Signal<View>;

const shown = (): string[] => model.rows.value.map((issue) => issue.id);
const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

async function open(search = ''): Promise<void> {
  view = signal(readView(new URLSearchParams(search)));
  model = new IssuesModel(api, view, (text, undo) => said.push({ text, undo }), null);
  await settled();
}

beforeEach(() => {
  api = new FakeApi();
  said = [];
  api.issues = ['1', '2', '3', '4'].map((id) => anIssue({ id, status: id === '4' ? 'resolved' : 'unresolved' }));
});

describe('the list', () => {
  it('shows what the address asks for, and follows it', async () => {
    await open();
    expect(shown()).toEqual(['1', '2', '3']);
    view.value = readView(new URLSearchParams('?query=is:resolved'));
    await settled();
    expect(shown()).toEqual(['4']);
  });

  it('says why it could not be read, and can be asked again', async () => {
    api.isDown = true;
    await open();
    expect(model.failure.value?.message).toBe('Away.');
    expect(model.page.value).toBeNull();
    api.isDown = false;
    await model.retry();
    expect(model.failure.value).toBeNull();
    expect(shown()).toEqual(['1', '2', '3']);
  });

  it('drops the answer to a question that is no longer asked', async () => {
    await open();
    const slow = Promise.withResolvers<Answer<Page<Issue>>>();
    const list = api.list.bind(api);
    api.list = () => slow.promise;
    view.value = readView(new URLSearchParams('?query='));
    api.list = list;
    view.value = readView(new URLSearchParams('?query=is:resolved'));
    await settled();
    slow.resolve({ ok: true, value: { items: [anIssue({ id: '9' })], previous: null, next: null, hits: 1 } });
    await settled();
    expect(shown()).toEqual(['4']);
  });

  it('keeps back what came in until it is asked for', async () => {
    await open();
    api.issues = [anIssue({ id: '5' }), ...api.issues.map((issue) => ({ ...issue, count: String(Number(issue.count) + 2) }))];
    expect(await model.poll()).toBe(true);
    expect(shown()).toEqual(['1', '2', '3']);
    expect(model.rows.value.map(({ count }) => count)).toEqual(['5', '5', '5']);
    expect(model.fresh.value).toBe(1);
    model.showFresh();
    expect(shown()).toEqual(['5', '1', '2', '3']);
    expect(model.fresh.value).toBe(0);
  });

  it('renews rows where they stand, and touches no other', async () => {
    await open();
    model.toggle('2');
    const before = model.rows.value;
    api.issues = api.issues.map((issue) => ({ ...issue, count: issue.id === '2' ? '9' : issue.count })).reverse();
    expect(await model.renew(['1', '2'])).toBe(true);
    expect(model.rows.value.map(({ id, count }) => `${id}: ${count}`)).toEqual(['1: 3', '2: 9', '3: 3']);
    expect(model.rows.value[0]).toBe(before[0]);
    expect([...model.selection.value.ids]).toEqual(['2']);
  });

  it('leaves a row in its place when somebody else resolves or deletes its issue, until the list is drawn anew', async () => {
    await open();
    api.issues = api.issues.flatMap((issue) => (issue.id === '1' ? [] : { ...issue, status: 'resolved' }));
    await model.renew(['1', '2']);
    expect(shown()).toEqual(['1', '2', '3']);
    expect([...model.goneIds.value]).toEqual(['1']);
    expect(model.rows.value.map((issue) => model.hasLeft(issue))).toEqual([false, true, false]);
    await model.retry();
    expect([shown(), [...model.goneIds.value]]).toEqual([[], []]);
  });

  it('is not renewed by what was known before a deed of the reader', async () => {
    await open();
    const answer = Promise.withResolvers<void>();
    const named = api.named.bind(api);
    const change = api.change.bind(api);
    api.named = async (ids) => {
      const known = await named(ids);
      await answer.promise;
      return known;
    };
    const renewing = model.renew(['1', '2']);
    model.at.value = '2';
    await model.act({ type: 'bookmark', is: true });
    answer.resolve();
    expect(await renewing).toBe(false);
    expect(model.rows.value.map(({ isBookmarked }) => isBookmarked)).toEqual([false, true, false]);

    const taken = Promise.withResolvers<void>();
    api.change = async (which, body) => {
      await taken.promise;
      return change(which, body);
    };
    const acting = model.act({ type: 'bookmark', is: false });
    expect([await model.renew(['2']), await model.poll()]).toEqual([false, false]);
    taken.resolve();
    await acting;
    expect(await model.renew(['2'])).toBe(true);
  });

  it('shows the first issues of an empty list at once', async () => {
    api.issues = [];
    await open();
    api.issues = [anIssue({ id: '7' })];
    await model.poll();
    expect(shown()).toEqual(['7']);
  });
});

describe('the cursor', () => {
  it('moves by rows and stays in the list', async () => {
    await open();
    const path = [1, 1, 1, 1, -1, -9].map((by) => {
      model.move(by);
      return model.at.value;
    });
    expect(path).toEqual(['1', '2', '3', '3', '2', '1']);
  });
});

const resolve: Deed = { type: 'resolve', how: {} };
const archive: Deed = { type: 'archive', until: null };
const resolved = { status: 'resolved', statusDetails: {} };
const archived = { status: 'ignored', substatus: 'archived_until_escalating', statusDetails: {} };

describe('changing issues', () => {
  it('resolves the issue at the cursor, which then stands on the next one', async () => {
    await open();
    model.at.value = '2';
    await model.act(resolve);
    expect(api.calls).toEqual([['2', resolved]]);
    expect(shown()).toEqual(['1', '3']);
    expect(model.at.value).toBe('3');
    expect(model.page.value?.hits).toBe(2);
    expect(said[0]?.text).toBe('1 issue resolved');
  });

  it('changes the selected issues and not the one at the cursor', async () => {
    await open();
    model.at.value = '1';
    model.toggle('2');
    model.extend('3');
    await model.act(archive);
    expect(api.calls).toEqual([['2,3', archived]]);
    expect(said[0]?.text).toBe('2 issues archived until escalating');
    expect(model.selection.value.ids.size).toBe(0);
  });

  it('keeps the selection where the rows stay, so that one thing can follow another', async () => {
    await open();
    model.toggle('1');
    model.toggle('2');
    await model.act({ type: 'prioritize', priority: 'high' });
    expect(model.rows.value.map(({ priority }) => priority)).toEqual(['high', 'high', 'medium']);
    expect([...model.selection.value.ids]).toEqual(['1', '2']);
  });

  it('shows what the events say of each issue whose priority is left to them, and takes that back for each', async () => {
    api.issues = [anIssue({ id: '1', priority: 'low', isPrioritySetByMember: true }), anIssue({ id: '2', priority: 'high', isPrioritySetByMember: false })];
    await open();
    model.toggleAll();
    await model.act({ type: 'prioritize', priority: null });
    expect(model.rows.value.map(({ priority }) => priority)).toEqual(['high', 'high']);
    said[0]?.undo?.();
    await settled();
    expect(api.calls).toEqual([
      ['1', { priority: null }],
      ['1', { priority: 'low' }],
    ]);
    expect(model.rows.value[0]).toMatchObject({ priority: 'low', isPrioritySetByMember: true });
  });

  it('takes it back: every issue gets its own status again, with all that belongs to it, and its row its place', async () => {
    api.issues = [
      anIssue({ id: '1', substatus: 'new' }),
      anIssue({ id: '2', substatus: 'regressed' }),
      anIssue({ id: '3', status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreUntil: '2027-01-01T00:00:00.000Z' } }),
    ];
    const before = api.issues;
    await open('?query=');
    model.toggleAll();
    await model.act(resolve);
    expect(model.rows.value.every((issue) => issue.status === 'resolved')).toBe(true);
    said[0]?.undo?.();
    await settled();
    expect(api.calls.slice(1)).toEqual([
      ['1', { status: 'unresolved', substatus: 'new', statusDetails: {} }],
      ['2', { status: 'unresolved', substatus: 'regressed', statusDetails: {} }],
      ['3', { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreUntil: '2027-01-01T00:00:00.000Z' } }],
    ]);
    expect(api.issues).toEqual(before);
    expect(model.rows.value).toEqual(before);
    expect(said.at(-1)).toEqual({ text: 'Undone', undo: null });
  });

  it('takes back what the API says was before, not what the list showed', async () => {
    await open();
    api.issues = api.issues.map((issue) => (issue.id === '2' ? { ...issue, status: 'ignored' as const, substatus: 'archived_forever' as const } : issue));
    model.at.value = '2';
    await model.act(resolve);
    said[0]?.undo?.();
    await settled();
    expect(api.calls[1]).toEqual(['2', { status: 'ignored', substatus: 'archived_forever', statusDetails: {} }]);
  });

  it('takes back only the bookmarks that it set', async () => {
    api.issues = api.issues.map((issue) => ({ ...issue, isBookmarked: issue.id === '1' }));
    await open();
    model.toggleAll();
    await model.act({ type: 'bookmark', is: true });
    said[0]?.undo?.();
    await settled();
    expect(api.calls.map(([ids]) => ids)).toEqual(['2,3', '2,3']);
    expect(api.issues.map(({ isBookmarked }) => isBookmarked)).toEqual([true, false, false, false]);
  });

  it('puts a row that had left the list back where it stood', async () => {
    await open();
    model.at.value = '2';
    await model.act(resolve);
    said[0]?.undo?.();
    await settled();
    expect(shown()).toEqual(['1', '2', '3']);
    expect(model.page.value?.hits).toBe(3);
    expect(model.at.value).toBe('2');
  });

  it('changes nothing when the API cannot be reached, and says so', async () => {
    await open();
    model.toggle('1');
    api.isDown = true;
    await model.act(resolve);
    expect(shown()).toEqual(['1', '2', '3']);
    expect(said).toEqual([{ text: 'Nothing was changed. Away.', undo: null }]);
  });

  it('drops an answer to the list that was asked for before a change', async () => {
    await open();
    const slow = Promise.withResolvers<Answer<Page<Issue>>>();
    const before = api.issues;
    api.list = () => slow.promise;
    const polled = model.poll();
    model.at.value = '1';
    await model.act(resolve);
    slow.resolve({ ok: true, value: { items: before, previous: null, next: null, hits: 3 } });
    expect(await polled).toBe(false);
    expect(shown()).toEqual(['2', '3']);
    expect(model.fresh.value).toBe(0);
  });

  it('does nothing where nothing would change', async () => {
    await open();
    model.at.value = '2';
    await model.act({ type: 'reopen' });
    expect(api.calls).toEqual([]);
  });
});

describe('issues that could not be changed', () => {
  it('come back selected, with why, while the others are done and can be taken back', async () => {
    await open();
    api.refusals.set('2', 'It is being merged.');
    model.toggleAll();
    await model.act(resolve);
    expect(shown()).toEqual(['2']);
    expect([...model.selection.value.ids]).toEqual(['2']);
    expect(model.failures.value).toEqual({
      text: '1 issue was not resolved',
      items: [{ id: '2', shortId: 'WEB-2', title: 'TypeError: x is undefined', detail: 'It is being merged.' }],
    });
    expect(said[0]?.text).toBe('2 issues resolved');
    said[0]?.undo?.();
    await settled();
    expect(api.calls[1]?.[0]).toBe('1,3');
  });

  it('are forgotten with the next change', async () => {
    await open();
    api.refusals.set('2', 'It is being merged.');
    model.toggle('2');
    await model.act(resolve);
    api.refusals.clear();
    await model.act(resolve);
    expect(model.failures.value).toBeNull();
    expect(shown()).toEqual(['1', '3']);
  });
});

describe('all that match', () => {
  beforeEach(() => {
    api.pageSize = 3;
    api.issues = Array.from({ length: 5 }, (_, index) => anIssue({ id: String(index + 1) }));
  });

  it('are changed by the query, counted as found, and taken back by what they were', async () => {
    await open();
    model.selectMatching();
    expect(model.targetCount.value).toBe(5);
    await model.act(resolve);
    expect(api.calls).toEqual([['is:unresolved', resolved]]);
    expect(said[0]?.text).toBe('5 issues resolved');
    expect(shown()).toEqual([]);
    said[0]?.undo?.();
    await settled();
    expect(api.calls[1]?.[0]).toBe('1,2,3,4,5');
    expect(shown()).toEqual(['1', '2', '3']);
  });

  it('are no longer meant as soon as a row is selected or left out', async () => {
    await open();
    model.selectMatching();
    model.toggle('1');
    expect(model.isMatchAll.value).toBe(false);
    expect(model.targetCount.value).toBe(2);
  });
});

describe('merging', () => {
  it('makes one of them, and takes them apart again by what each was made of', async () => {
    api.hashes.set('3', ['c', 'd']);
    await open();
    model.toggleAll();
    await model.merge();
    expect(api.calls).toEqual([['1,2,3', { merge: 1 }]]);
    expect(shown()).toEqual(['1']);
    expect(said[0]?.text).toBe('3 issues merged into WEB-1');
    said[0]?.undo?.();
    await settled();
    expect(api.unmerged).toEqual([
      ['1', ['hash 2']],
      ['1', ['c', 'd']],
    ]);
  });

  it('is not begun where the way back cannot be read', async () => {
    await open();
    model.toggleAll();
    api.hashesOf = async () => down;
    await model.merge();
    expect(api.calls).toEqual([]);
    expect(said).toEqual([{ text: 'Nothing was merged. Away.', undo: null }]);
  });

  it('says why these cannot be one', async () => {
    await open();
    model.toggle('1');
    await model.merge();
    const other = { id: '2', name: 'Api', slug: 'api', platform: null };
    expect(mergeFault([anIssue(), anIssue({ project: other })], false)).toBe('Only issues of one project can be merged.');
    expect(said[0]?.text).toBe('Select at least two issues to merge them.');
    expect(api.calls).toEqual([]);
  });
});

describe('deleting', () => {
  it('has no way back', async () => {
    await open();
    model.toggle('1');
    await model.remove(false);
    expect(api.calls).toEqual([['1', 'deleted']]);
    expect(shown()).toEqual(['2', '3']);
    expect(said).toEqual([{ text: '1 issue deleted', undo: null }]);
  });

  it('turns later events away where that is asked for', async () => {
    await open();
    model.toggle('1');
    await model.remove(true);
    expect(api.calls).toEqual([['1', { discard: true }]]);
    expect(said[0]?.text).toBe('1 issue deleted, later events are discarded');
  });

  it('says which stayed', async () => {
    await open();
    api.refusals.set('1', 'Not now.');
    model.toggle('1');
    model.toggle('2');
    await model.remove(false);
    expect(shown()).toEqual(['1', '3']);
    expect(model.failures.value?.text).toBe('1 issue was not deleted');
    expect(said[0]?.text).toBe('1 issue deleted');
  });
});
