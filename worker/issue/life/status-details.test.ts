import { expect, it } from 'vitest';
import { after, aLife, noon, occurrences } from './life.fixture.ts';
import type { LifeRequest } from './life-command.ts';
import { liveThrough } from './live.ts';
import { statusDetailsOf } from './status-details.ts';

const mark = { release: 'shop@2.0', olderReleases: [] };
const actor = { id: '5' };
const unmet = { ignoreCount: null, ignoreUntil: null, ignoreUserCount: null, ignoreUserWindow: null, ignoreWindow: null };

it.each<[request: LifeRequest, details: Record<string, unknown>]>([
  [{ type: 'markReviewed' }, {}],
  [{ type: 'resolve', resolution: { type: 'now' } }, {}],
  [
    { type: 'resolve', resolution: { type: 'by_age', hours: 24 } },
    { autoResolved: true, actor },
  ],
  [
    { type: 'resolve', resolution: { type: 'in_release', ...mark } },
    { inRelease: 'shop@2.0', actor },
  ],
  [
    { type: 'resolve', resolution: { type: 'in_next_release', ...mark } },
    { inNextRelease: true, currentReleaseVersion: 'shop@2.0', actor },
  ],
  [
    { type: 'resolve', resolution: { type: 'in_commit', repository: 'shop', commit: 'c0ffee' } },
    { inCommit: { id: 'c0ffee', commit: 'c0ffee', repository: 'shop' }, actor },
  ],
  [{ type: 'archive', condition: { type: 'forever' } }, {}],
  [{ type: 'archive', condition: { type: 'until_escalating' } }, {}],
  [
    { type: 'archive', condition: { type: 'until_condition_met', until: noon + 999_000, events: null, users: null } },
    { ...unmet, ignoreUntil: '2026-11-24T12:16:39.000Z', actor },
  ],
  [
    {
      type: 'archive',
      condition: { type: 'until_condition_met', until: null, events: { count: 10, windowMinutes: null }, users: { count: 8, windowMinutes: null } },
    },
    { ...unmet, ignoreCount: 7, ignoreUserCount: 6, actor },
  ],
  [
    {
      type: 'archive',
      condition: { type: 'until_condition_met', until: null, events: { count: 10, windowMinutes: 60 }, users: { count: 8, windowMinutes: 30 } },
    },
    { ...unmet, ignoreCount: 10, ignoreWindow: 60, ignoreUserCount: 8, ignoreUserWindow: 30, actor },
  ],
])('%j is told to clients in their words', (request, details) => {
  const life = after(aLife(), request);
  const later = life.status === 'ignored' ? liveThrough(life, occurrences({ count: 3, newUsers: 2, userKeys: ['id:1', 'id:2'] })).life : life;
  expect(statusDetailsOf(later, actor)).toEqual(details);
});

it('what is resolved by a commit is resolved in the first release that has it', () => {
  const commit = { repository: 'shop', commit: 'c0ffee' };
  const life = after(aLife(), { type: 'resolve', resolution: { type: 'in_commit', ...commit } }, { type: 'releaseCommit', ...commit, ...mark });
  expect(statusDetailsOf(life, null)).toEqual({ inRelease: 'shop@2.0' });
});

it('what came about by itself has no actor', () => {
  const life = after(aLife(), { type: 'resolve', resolution: { type: 'in_release', ...mark } });
  expect(statusDetailsOf(life, null)).toEqual({ inRelease: 'shop@2.0' });
});
