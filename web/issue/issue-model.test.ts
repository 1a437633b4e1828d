import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Answer } from '../api.ts';
import { anIssue } from '../issues/an-issue.fixture.ts';
import { IssueModel } from './issue-model.ts';
import type { Status } from './issue-model.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const refused: Answer<never> = { ok: false, failure: { reason: 'forbidden', message: 'You may not do this.' } };

let shown = signal<Issue | null>(null);
let asked: (Status | 'deleted')[] = [];
let isRefused = false;
let said: { text: string; undo: (() => void) | null }[] = [];
let model: InstanceType<typeof IssueModel>;

beforeEach(() => {
  shown = signal<Issue | null>(anIssue({ status: 'unresolved', substatus: 'regressed', activity: [] }));
  asked = [];
  isRefused = false;
  said = [];
  model = new IssueModel(
    { value: shown, put: (issue) => (shown.value = issue), refresh: async () => undefined },
    {
      change: async (status) => {
        asked.push(status);
        // The reply of a change leaves out what only the page of an issue asks for.
        return isRefused ? refused : { ok: true, value: anIssue({ status, substatus: null }) };
      },
      remove: async () => {
        asked.push('deleted');
        return isRefused ? refused : { ok: true, value: null };
      },
    },
    (text, undo) => said.push({ text, undo }),
  );
});

describe('an issue', () => {
  it('shows its new status before the API has answered, and keeps the rest', async () => {
    const done = model.setStatus('resolved');
    expect(shown.value?.status).toBe('resolved');
    await done;
    expect(shown.value).toMatchObject({ status: 'resolved', activity: [] });
    expect(said[0]?.text).toBe('Issue resolved');
  });

  it('gets its status back by undo, without a further undo', async () => {
    await model.setStatus('ignored');
    said[0]?.undo?.();
    await settled();
    expect(asked).toEqual(['ignored', 'unresolved']);
    expect(shown.value?.status).toBe('unresolved');
    expect(said.map(({ text }) => text)).toEqual(['Issue archived']);
  });

  it('is as before when the API refuses, and says why', async () => {
    isRefused = true;
    await model.setStatus('resolved');
    expect(shown.value).toMatchObject({ status: 'unresolved', substatus: 'regressed' });
    expect(said).toEqual([{ text: 'Nothing was changed. You may not do this.', undo: null }]);
  });

  it('is left alone where the status is what it is', async () => {
    await model.setStatus('unresolved');
    expect(asked).toEqual([]);
  });

  it('is gone only when the API says so', async () => {
    isRefused = true;
    await model.remove();
    expect(model.isDeleted.value).toBe(false);
    isRefused = false;
    await model.remove();
    expect(model.isDeleted.value).toBe(true);
  });
});
