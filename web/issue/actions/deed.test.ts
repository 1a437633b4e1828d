import { describe, expect, it } from 'vitest';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import { anticipated, bodyOf, type Deed, deedText, isAlready, reverted, undoingBody } from './deed.ts';

const mara = { type: 'user' as const, id: '7', name: 'Mara Lindqvist', email: 'mara@example.com' };
const payments = { type: 'team' as const, id: '2', name: 'payments' };
const now = Date.parse('2026-11-24T12:00:00Z');

it.each<[deed: Deed, body: object, text: string]>([
  [{ type: 'resolve', how: {} }, { status: 'resolved', statusDetails: {} }, 'resolved'],
  [{ type: 'resolve', how: { inNextRelease: true } }, { status: 'resolved', statusDetails: { inNextRelease: true } }, 'resolved in the next release'],
  [{ type: 'resolve', how: { inRelease: 'latest' } }, { status: 'resolved', statusDetails: { inRelease: 'latest' } }, 'resolved in the newest release'],
  [{ type: 'resolve', how: { inRelease: 'web@2' } }, { status: 'resolved', statusDetails: { inRelease: 'web@2' } }, 'resolved in web@2'],
  [
    { type: 'resolve', how: { inCommit: { commit: '4be19c7', repository: 'acme/shop' } } },
    { status: 'resolved', statusDetails: { inCommit: { commit: '4be19c7', repository: 'acme/shop' } } },
    'resolved by commit 4be19c7',
  ],
  [{ type: 'archive', until: null }, { status: 'ignored', substatus: 'archived_until_escalating', statusDetails: {} }, 'archived until escalating'],
  [{ type: 'archive', until: {} }, { status: 'ignored', substatus: 'archived_forever', statusDetails: {} }, 'archived forever'],
  [
    { type: 'archive', until: { ignoreDuration: 1440 } },
    { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreDuration: 1440 } },
    'archived for 1 day',
  ],
  [
    { type: 'archive', until: { ignoreCount: 100, ignoreWindow: 60 } },
    { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreCount: 100, ignoreWindow: 60 } },
    'archived until 100 more events in 1 hour',
  ],
  [{ type: 'reopen' }, { status: 'unresolved', substatus: 'ongoing' }, 'reopened'],
  [{ type: 'review' }, { inbox: false }, 'marked as reviewed'],
  [{ type: 'assign', to: mara }, { assignedTo: { type: 'user', id: '7' } }, 'assigned to Mara Lindqvist'],
  [{ type: 'assign', to: payments }, { assignedTo: { type: 'team', id: '2' } }, 'assigned to #payments'],
  [{ type: 'assign', to: null }, { assignedTo: null }, 'assigned to nobody'],
  [{ type: 'prioritize', priority: 'high' }, { priority: 'high' }, 'set to high priority'],
  [{ type: 'prioritize', priority: null }, { priority: null }, 'prioritized by what the events say'],
  [{ type: 'bookmark', is: true }, { isBookmarked: true }, 'bookmarked'],
  [{ type: 'share', is: false }, { isPublic: false }, 'no longer shared'],
])('%j asks for %j', (deed, body, text) => {
  expect(bodyOf(deed)).toEqual(body);
  expect(deedText(deed)).toBe(text);
});

describe('what takes a deed back', () => {
  it('names the status with its details and substatus, without what a change may not say', () => {
    const before = anIssue({
      status: 'ignored',
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreCount: 40, ignoreWindow: null, ignoreUntil: null, actor: { id: '7', name: 'Mara', email: 'mara@example.com' } },
    });
    expect(undoingBody(before, { type: 'resolve', how: {} })).toEqual({
      status: 'ignored',
      substatus: 'archived_until_condition_met',
      statusDetails: { ignoreCount: 40 },
    });
  });

  it('keeps the newest release of then for what was resolved in the next', () => {
    const before = anIssue({ status: 'resolved', substatus: null, statusDetails: { inNextRelease: true, currentReleaseVersion: 'web@1' } });
    expect(undoingBody(before, { type: 'reopen' }).statusDetails).toEqual({ inNextRelease: true, currentReleaseVersion: 'web@1' });
  });

  it('touches nothing but what the deed did', () => {
    const before = anIssue({ assignedTo: payments, priority: 'low', isPrioritySetByMember: true });
    expect(undoingBody(before, { type: 'assign', to: mara })).toEqual({ assignedTo: { type: 'team', id: '2' } });
    expect(undoingBody(before, { type: 'prioritize', priority: 'high' })).toEqual({ priority: 'low' });
  });

  it('leaves a priority to the events again that nobody had chosen', () => {
    const before = anIssue({ priority: 'high', isPrioritySetByMember: false });
    expect(undoingBody(before, { type: 'prioritize', priority: 'low' })).toEqual({ priority: null });
  });
});

const deeds: Deed[] = [
  { type: 'resolve', how: { inNextRelease: true } },
  { type: 'archive', until: { ignoreDuration: 60 } },
  { type: 'assign', to: mara },
  { type: 'prioritize', priority: 'high' },
  { type: 'bookmark', is: true },
  { type: 'subscribe', is: true },
  { type: 'share', is: true },
];

it.each(deeds)('%j can be foreseen and reverted without touching the rest', (deed) => {
  const before: Issue = anIssue({ substatus: 'regressed', priority: 'low', count: '3' });
  const shown = anticipated(before, deed, now);
  expect(shown).not.toEqual(before);
  expect(reverted({ ...shown, count: '9' }, before, deed)).toEqual({ ...before, count: '9' });
});

it('says a duration as the moment it ends', () => {
  const shown = anticipated(anIssue(), { type: 'archive', until: { ignoreDuration: 60 } }, now);
  expect(shown.statusDetails).toEqual({ ignoreUntil: '2026-11-24T13:00:00.000Z' });
});

it('knows what an issue is already, but lets conditions begin anew', () => {
  const archived = anIssue({ status: 'ignored', substatus: 'archived_until_escalating' });
  expect(isAlready(archived, { type: 'archive', until: null })).toBe(true);
  expect(isAlready(archived, { type: 'archive', until: {} })).toBe(false);
  const waiting = anIssue({ status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreCount: 3 } });
  expect(isAlready(waiting, { type: 'archive', until: { ignoreCount: 3 } })).toBe(false);
  const resolved = anIssue({ status: 'resolved', substatus: null });
  expect(isAlready(resolved, { type: 'resolve', how: {} })).toBe(true);
  expect(isAlready(resolved, { type: 'resolve', how: { inNextRelease: true } })).toBe(false);
  const high = anIssue({ priority: 'high', isPrioritySetByMember: true });
  expect(isAlready(high, { type: 'prioritize', priority: 'high' })).toBe(true);
  expect(isAlready({ ...high, isPrioritySetByMember: false }, { type: 'prioritize', priority: 'high' })).toBe(false);
  expect(isAlready({ ...high, isPrioritySetByMember: false }, { type: 'prioritize', priority: null })).toBe(true);
  expect(isAlready(anIssue({ assignedTo: mara }), { type: 'assign', to: { ...mara, name: 'Mara' } })).toBe(true);
  expect(isAlready(anIssue({ assignedTo: { ...mara, type: 'team' } }), { type: 'assign', to: mara })).toBe(false);
});
