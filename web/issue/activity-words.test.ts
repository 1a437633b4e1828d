import { expect, it } from 'vitest';
import type { Activity } from '../../worker/api/contract/issue.ts';
import { activityWords } from './activity-words.ts';

const mara = { id: '7', name: 'Mara', email: 'mara@example.com' };
const nameOf = (type: 'user' | 'team', id: string): string | null => (type === 'team' ? (id === '2' ? 'payments' : null) : id === '8' ? 'Tunde' : null);
const eventId = 'ab'.repeat(16);

function said(type: Activity['type'], data: Activity['data'] = {}, user: Activity['user'] = mara): string {
  const { who, parts } = activityWords({ id: '1', type, user, dateCreated: '2026-11-24T12:00:00Z', data }, nameOf);
  const words = parts.map((part) => {
    if (typeof part === 'string') return part;
    if ('name' in part) return part.name;
    if ('code' in part) return part.code;
    return 'eventId' in part ? part.eventId.slice(0, 4) : part.title;
  });
  return [who ?? '', words.join('')].filter(Boolean).join(' ');
}

it.each<[type: Activity['type'], data: Activity['data'], words: string, user?: null]>([
  ['first_seen', { version: 'web@1' }, 'First event in web@1', null],
  ['set_resolved', {}, 'Mara resolved it'],
  ['set_resolved_by_age', { age: 336 }, 'Resolved by itself: not seen for 2 weeks', null],
  ['set_resolved_in_release', { version: 'web@2' }, 'Mara resolved it in web@2'],
  ['set_resolved_in_release', { version: '', current_release_version: 'web@2' }, 'Mara resolved it in the next release after web@2'],
  ['set_resolved_in_commit', { commit: '4be19c7', repository: 'acme/shop' }, 'Mara resolved it by commit 4be19c7 in acme/shop'],
  ['set_unresolved', {}, 'Mara reopened it'],
  ['set_unresolved', { expired_snooze: { until: 'x' } }, 'Back from the archive: its time was up', null],
  ['set_ignored', { ignoreUntilEscalating: true }, 'Mara archived it until it escalates'],
  ['set_ignored', { ignoreUntilEscalating: false }, 'Mara archived it forever'],
  ['set_ignored', { ignoreDuration: 60, ignoreUntil: '2026-11-24T13:00:00Z', ignoreCount: null }, 'Mara archived it for 1 hour'],
  ['set_ignored', { ignoreCount: 100, ignoreWindow: 60 }, 'Mara archived it until 100 more events in 1 hour'],
  [
    'set_regression',
    { version: 'web@3', resolved_in_version: 'web@2', event_id: eventId },
    'Came back in web@3, though resolved in web@2 with event abab',
    null,
  ],
  ['set_escalating', { forecast: 31, events: 142, hours: 24 }, 'Escalating: 142 events in 24 h, forecast 31', null],
  ['set_escalating', { expired_snooze: { count: 100, window: 60 } }, 'Escalating: it was archived until 100 more events in 1 hour', null],
  ['set_priority', { priority: 'high', reason: null }, 'Mara set the priority to high'],
  ['set_priority', { priority: 'high', reason: 'escalating' }, 'Priority is high now, since it escalates', null],
  ['auto_set_ongoing', { after_days: 7 }, 'Ongoing after 7 days', null],
  ['mark_reviewed', {}, 'Mara reviewed it'],
  ['assigned', { assignee: '7', assigneeType: 'user' }, 'Mara took it'],
  ['assigned', { assignee: '8', assigneeType: 'user' }, 'Mara assigned it to Tunde'],
  ['assigned', { assignee: '9', assigneeType: 'user' }, 'Mara assigned it to somebody who has left'],
  ['assigned', { assignee: '2', assigneeType: 'team', integration: 'projectOwnership' }, 'Assigned to #payments by an ownership rule', null],
  ['unassigned', {}, 'Mara assigned it to nobody'],
  ['merge', { issues: [{ id: '1', title: 'One' }] }, 'Mara merged One into it'],
  ['merge', { issues: ['a', 'b', 'c', 'd', 'e'].map((title, id) => ({ id: String(id), title })) }, 'Mara merged a, b, c and 2 more into it'],
  ['merge', { issues: 'odd' }, 'Mara merged other issues into it'],
  ['unmerge_source', { fingerprints: ['a', 'b'] }, 'Mara took 2 hashes out of it'],
  ['unmerge_destination', {}, 'Mara took it out of another issue'],
  ['note', { text: 'x' }, 'Mara commented'],
  ['set_public', {}, 'Mara shared it by a public link'],
  ['set_private', {}, 'Mara took the public link back'],
])('%s %j: %s', (type, data, words, user) => {
  expect(said(type, data, user === null ? null : mara)).toBe(words);
});
