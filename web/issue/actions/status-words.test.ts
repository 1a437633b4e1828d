import { expect, it } from 'vitest';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { anIssue } from '../../issues/an-issue.fixture.ts';
import { statusWords } from './status-words.ts';

const at = '2026-11-24T12:00:00Z';
const hours = (counts: number[]): Issue['stats'] => ({ '24h': counts.map((count, index) => [index * 3600, count]), '14d': [] });

it.each<[fields: Partial<Issue>, words: string | null]>([
  [{ substatus: 'ongoing' }, null],
  [{ substatus: 'new' }, null],
  [{ status: 'resolved', substatus: null }, 'Resolved'],
  [
    { status: 'resolved', substatus: null, statusDetails: { inNextRelease: true, currentReleaseVersion: 'web@1.2.0' } },
    'Resolved in the next release after web@1.2.0',
  ],
  [{ status: 'resolved', substatus: null, statusDetails: { inRelease: 'web@1.2.0' } }, 'Resolved in web@1.2.0'],
  [
    { status: 'resolved', substatus: null, statusDetails: { inCommit: { commit: '4be19c7aa0b1c2d3e4f5', repository: 'acme/shop' } } },
    'Resolved by commit 4be19c7aa0b1 in acme/shop',
  ],
  [{ status: 'resolved', substatus: null, statusDetails: { autoResolved: true } }, 'Resolved by itself: nothing was seen of it for long'],
  [{ status: 'ignored', substatus: 'archived_until_escalating' }, 'Archived until it escalates'],
  [{ status: 'ignored', substatus: 'archived_forever' }, 'Archived forever'],
  [
    { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreCount: 100, ignoreWindow: 60, ignoreUntil: null } },
    'Archived until 100 more events in 1 hour',
  ],
  [
    {
      substatus: 'escalating',
      stats: hours([100, 42]),
      activity: [{ id: '1', type: 'set_escalating', user: null, dateCreated: at, data: { events: 40, forecast: 31, hours: 24 } }],
    },
    'Escalating: 142 events in 24 h, forecast 31',
  ],
  [{ substatus: 'escalating', activity: [] }, 'Escalating'],
  [{ substatus: 'regressed' }, 'Came back after it was resolved'],
  [
    {
      substatus: 'regressed',
      activity: [{ id: '1', type: 'set_regression', user: null, dateCreated: at, data: { version: 'web@3', resolved_in_version: 'web@2' } }],
    },
    'Came back in web@3, though resolved in web@2',
  ],
])('of %j says %s', (fields, words) => {
  expect(statusWords(anIssue(fields))).toBe(words);
});
