import { signal } from '@preact/signals';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueChange } from '../../worker/api/contract/issue-change.ts';
import type { Answer } from '../api.ts';
import { anIssue } from '../issues/an-issue.fixture.ts';
import { IssueModel } from './issue-model.ts';

const settled = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));
const refused: Answer<never> = { ok: false, failure: { reason: 'forbidden', message: 'You may not do this.' } };

let shown = signal<Issue | null>(null);
let asked: (IssueChange | 'deleted' | 'discarded')[] = [];
let isRefused = false;
let said: { text: string; undo: (() => void) | null }[] = [];
let model: InstanceType<typeof IssueModel>;

function replyTo({ status, substatus, statusDetails, hasSeen }: IssueChange): Issue {
  const next = statusDetails?.inNextRelease ? { inNextRelease: true as const, currentReleaseVersion: 'web@1' } : {};
  const seen = hasSeen ? { hasSeen: true, seenBy: [{ id: '1', name: 'Me', email: 'me@example.com', lastSeen: '2026-11-24T12:00:00Z' }] } : {};
  return anIssue({
    ...(status === 'resolved' || status === 'ignored' || status === 'unresolved' ? { status, substatus: substatus ?? null } : {}),
    statusDetails: next,
    ...seen,
  });
}

beforeEach(() => {
  shown = signal<Issue | null>(anIssue({ status: 'unresolved', substatus: 'regressed', activity: [] }));
  asked = [];
  isRefused = false;
  said = [];
  model = new IssueModel(
    { value: shown, put: (issue) => (shown.value = issue), refresh: async () => undefined },
    {
      change: async (body) => {
        asked.push(body);
        // The reply of a change leaves out what only the page of an issue asks for, and tells more of a status than was asked.
        return isRefused ? refused : { ok: true, value: replyTo(body) };
      },
      remove: async () => {
        asked.push('deleted');
        return isRefused ? refused : { ok: true, value: null };
      },
      discard: async () => {
        asked.push('discarded');
        return isRefused ? refused : { ok: true, value: null };
      },
    },
    (text, undo) => said.push({ text, undo }),
  );
});

describe('an issue', () => {
  it('shows its new status before the API has answered, and keeps the rest', async () => {
    const done = model.act({ type: 'resolve', how: { inNextRelease: true } });
    expect(shown.value).toMatchObject({ status: 'resolved', statusDetails: { inNextRelease: true } });
    await done;
    expect(shown.value).toMatchObject({ status: 'resolved', statusDetails: { currentReleaseVersion: 'web@1' }, activity: [] });
    expect(said[0]?.text).toBe('Issue resolved in the next release');
  });

  it('gets its status back by undo, with what kind of unresolved it was, and without a further undo', async () => {
    await model.act({ type: 'archive', until: null });
    said[0]?.undo?.();
    await settled();
    expect(asked).toEqual([
      { status: 'ignored', substatus: 'archived_until_escalating', statusDetails: {} },
      { status: 'unresolved', substatus: 'regressed', statusDetails: {} },
    ]);
    expect(shown.value).toMatchObject({ status: 'unresolved', substatus: 'regressed' });
    expect(said.map(({ text }) => text)).toEqual(['Issue archived until escalating']);
  });

  it('is as before when the API refuses, and says why', async () => {
    isRefused = true;
    await model.act({ type: 'resolve', how: {} });
    expect(shown.value).toMatchObject({ status: 'unresolved', substatus: 'regressed' });
    expect(said).toEqual([{ text: 'Nothing was changed. You may not do this.', undo: null }]);
  });

  it('keeps what came in while the API was asked, when that refuses', async () => {
    isRefused = true;
    const done = model.act({ type: 'prioritize', priority: 'high' });
    shown.value = anIssue({ ...shown.value, count: '99' });
    await done;
    expect(shown.value).toMatchObject({ priority: 'medium', count: '99' });
  });

  it('is left alone where nothing would change', async () => {
    await model.act({ type: 'reopen' });
    await model.act({ type: 'prioritize', priority: null });
    expect(asked).toEqual([]);
  });

  it('is marked as seen once, in silence', async () => {
    await model.see();
    await model.see();
    expect(asked).toEqual([{ hasSeen: true }]);
    expect(shown.value).toMatchObject({ hasSeen: true, seenBy: [{ name: 'Me' }], substatus: 'regressed' });
    expect(said).toEqual([]);
  });

  it.each(['remove', 'discard'] as const)('is gone by %s only when the API says so', async (way) => {
    isRefused = true;
    await model[way]();
    expect(model.isDeleted.value).toBe(false);
    isRefused = false;
    await model[way]();
    expect(model.isDeleted.value).toBe(true);
  });
});
