import { signal } from '@preact/signals';
import type { Signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Answer, Page } from '../api.ts';
import { anIssue } from './an-issue.fixture.ts';
import { IssuesModel } from './issues-model.ts';
import type { IssuesSource, Status } from './issues-model.ts';
import { readView } from './view.ts';
import type { View } from './view.ts';

/** An API with issues in it: it filters by status as the real one does. */
class FakeApi implements IssuesSource {
  issues: Issue[] = [];
  isDown = false;
  calls: [ids: readonly string[], status: Status | 'deleted'][] = [];

  peek(): null {
    return null;
  }
  async list(view: { query: string }): Promise<Answer<Page<Issue>>> {
    if (this.isDown) return { ok: false, failure: { reason: 'offline', message: 'Away.' } };
    const status = /is:(\w+)/.exec(view.query)?.[1];
    const items = this.issues.filter((issue) => status === undefined || issue.status === (status === 'archived' ? 'ignored' : status));
    return { ok: true, value: { items, previous: null, next: null, hits: items.length } };
  }
  async change(ids: readonly string[], status: Status): Promise<Answer<null>> {
    if (this.isDown) return { ok: false, failure: { reason: 'offline', message: 'Away.' } };
    this.calls.push([ids, status]);
    this.issues = this.issues.map((issue) => (ids.includes(issue.id) ? { ...issue, status } : issue));
    return { ok: true, value: null };
  }
  async remove(ids: readonly string[]): Promise<Answer<null>> {
    this.calls.push([ids, 'deleted']);
    this.issues = this.issues.filter((issue) => !ids.includes(issue.id));
    return { ok: true, value: null };
  }
}

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
    await model.poll();
    expect(shown()).toEqual(['1', '2', '3']);
    expect(model.fresh.value).toEqual({ events: 6, issues: 1 });
    model.showFresh();
    expect(shown()).toEqual(['5', '1', '2', '3']);
    expect(model.fresh.value).toBeNull();
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

describe('changing issues', () => {
  it('resolves the issue at the cursor, which then stands on the next one', async () => {
    await open();
    model.at.value = '2';
    await model.setStatus('resolved');
    expect(api.calls).toEqual([[['2'], 'resolved']]);
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
    await model.setStatus('ignored');
    expect(api.calls).toEqual([[['2', '3'], 'ignored']]);
    expect(said[0]?.text).toBe('2 issues archived');
    expect(model.selection.value.ids.size).toBe(0);
  });

  it('takes it back: every issue gets its own status again and its row its place', async () => {
    await open('?query=');
    model.toggleAll();
    await model.setStatus('ignored');
    expect(model.rows.value.every((issue) => issue.status === 'ignored')).toBe(true);
    said[0]?.undo?.();
    await settled();
    expect(api.calls.slice(1)).toEqual([
      [['1', '2', '3'], 'unresolved'],
      [['4'], 'resolved'],
    ]);
    expect(model.rows.value.map((issue) => issue.status)).toEqual(['unresolved', 'unresolved', 'unresolved', 'resolved']);
  });

  it('puts a row that had left the list back where it stood', async () => {
    await open();
    model.at.value = '2';
    await model.setStatus('resolved');
    said[0]?.undo?.();
    await settled();
    expect(shown()).toEqual(['1', '2', '3']);
    expect(model.at.value).toBe('2');
    expect(model.page.value?.hits).toBe(3);
  });

  it('puts everything back and says why when the API refuses', async () => {
    await open();
    model.at.value = '2';
    api.isDown = true;
    await model.setStatus('resolved');
    expect(shown()).toEqual(['1', '2', '3']);
    expect(said).toEqual([{ text: 'Nothing was changed. Away.', undo: null }]);
  });

  it('is not undone by an answer that was asked for before', async () => {
    await open();
    const late = await api.list(view.value);
    const slow = Promise.withResolvers<Answer<Page<Issue>>>();
    api.list = () => slow.promise;
    const polled = model.poll();
    model.at.value = '2';
    await model.setStatus('resolved');
    slow.resolve(late);
    await polled;
    expect(shown()).toEqual(['1', '3']);
    expect(model.fresh.value).toBeNull();
  });

  it('does nothing where nothing would change', async () => {
    await open();
    model.at.value = '2';
    await model.setStatus('unresolved');
    expect(api.calls).toEqual([]);
  });

  it('deletes without a way back', async () => {
    await open();
    model.toggle('1');
    await model.remove();
    expect(api.calls).toEqual([[['1'], 'deleted']]);
    expect(shown()).toEqual(['2', '3']);
    expect(said).toEqual([{ text: '1 issue deleted', undo: null }]);
  });
});
