import { describe, expect, it } from 'vitest';
import { minuteMs, noon } from './life.fixture.ts';
import type { LifeRequest } from './life-command.ts';
import { isBoundToProject, newestOf, requestOf } from './status-request.ts';
import { readStatus, type StatusBody } from './status-wish.ts';

const releases = ['monday', 'shop@1.0', 'shop@2.0', 'shop@1.0.1'];

/** What the body makes the issue do at noon, or why it is refused. */
function requested(body: StatusBody, among = releases): LifeRequest | string | null {
  const wish = readStatus(body);
  if (!wish.ok) return `${wish.error.field}: ${wish.error.message}`;
  if (wish.value === null) return null;
  const request = requestOf(wish.value, among, noon);
  return request.ok ? request.value : `${request.error.field}: ${request.error.message}`;
}

function archived(until: number | null, events: [number, number | null] | null, users: [number, number | null] | null): LifeRequest {
  const limit = (parts: [number, number | null] | null) => parts && { count: parts[0], windowMinutes: parts[1] };
  return { type: 'archive', condition: { type: 'until_condition_met', until, events: limit(events), users: limit(users) } };
}

describe('a status', () => {
  it.each<[what: string, body: StatusBody, request: LifeRequest | null]>([
    ['resolves', { status: 'resolved' }, { type: 'resolve', resolution: { type: 'now' } }],
    [
      'resolves with details that say nothing',
      { status: 'resolved', statusDetails: { inNextRelease: false } },
      { type: 'resolve', resolution: { type: 'now' } },
    ],
    ['resolves as sentry-cli does', { status: 'resolved', snoozeDuration: null }, { type: 'resolve', resolution: { type: 'now' } }],
    [
      'resolves in a release',
      { status: 'resolved', statusDetails: { inRelease: 'shop@2.0' } },
      { type: 'resolve', resolution: { type: 'in_release', release: 'shop@2.0', olderReleases: ['monday', 'shop@1.0'] } },
    ],
    [
      'resolves in the latest release, which is not the hotfix made last',
      { status: 'resolved', statusDetails: { inRelease: 'latest' } },
      { type: 'resolve', resolution: { type: 'in_release', release: 'shop@2.0', olderReleases: ['monday', 'shop@1.0'] } },
    ],
    [
      'resolves in the next release',
      { status: 'resolved', statusDetails: { inNextRelease: true } },
      { type: 'resolve', resolution: { type: 'in_next_release', release: 'shop@2.0', olderReleases: ['monday', 'shop@1.0', 'shop@1.0.1'] } },
    ],
    [
      'resolves in the next release by its old name',
      { status: 'resolvedInNextRelease' },
      { type: 'resolve', resolution: { type: 'in_next_release', release: 'shop@2.0', olderReleases: ['monday', 'shop@1.0', 'shop@1.0.1'] } },
    ],
    [
      'resolves by commit',
      { status: 'resolved', statusDetails: { inCommit: { commit: 'c0ffee', repository: 'shop' } } },
      { type: 'resolve', resolution: { type: 'in_commit', commit: 'c0ffee', repository: 'shop' } },
    ],
    ['reopens', { status: 'unresolved', statusDetails: {} }, { type: 'reopen', substatus: null }],
    [
      'reopens with details that say nothing',
      { status: 'unresolved', statusDetails: { inNextRelease: false, untilEscalating: false } },
      { type: 'reopen', substatus: null },
    ],
    ['reopens as it was', { status: 'unresolved', substatus: 'regressed' }, { type: 'reopen', substatus: 'regressed' }],
    ['archives forever', { status: 'ignored' }, { type: 'archive', condition: { type: 'forever' } }],
    ['archives by its old name', { status: 'muted', substatus: 'archived_forever' }, { type: 'archive', condition: { type: 'forever' } }],
    [
      'archives until it escalates',
      { status: 'ignored', substatus: 'archived_until_escalating' },
      { type: 'archive', condition: { type: 'until_escalating' } },
    ],
    [
      'archives until it escalates, said in the details',
      { status: 'ignored', statusDetails: { untilEscalating: true } },
      { type: 'archive', condition: { type: 'until_escalating' } },
    ],
    ['archives for a time', { status: 'ignored', statusDetails: { ignoreDuration: 30 } }, archived(noon + 30 * minuteMs, null, null)],
    ['archives for a time by its old name', { status: 'ignored', snoozeDuration: 30 }, archived(noon + 30 * minuteMs, null, null)],
    [
      'archives until events in a window',
      { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreCount: 10, ignoreWindow: 60 } },
      archived(null, [10, 60], null),
    ],
    ['archives until users', { status: 'ignored', statusDetails: { ignoreUserCount: 10 } }, archived(null, null, [10, null])],
    [
      'archives until whatever comes first',
      { status: 'ignored', statusDetails: { ignoreDuration: 1, ignoreCount: 2, ignoreUserCount: 3, ignoreUserWindow: 4 } },
      archived(noon + minuteMs, [2, null], [3, 4]),
    ],
    ['is left alone', { statusDetails: {} }, null],
  ])('%s', (_, body, request) => {
    expect(requested(body)).toEqual(request);
  });

  it.each<[body: StatusBody, refusal: string]>([
    [{ status: 'gone' }, 'status: "gone" is no status; it is one of resolved, resolvedInNextRelease, unresolved, ignored.'],
    [{ substatus: 'ongoing' }, 'status: A substatus or details need a status.'],
    [{ statusDetails: { ignoreCount: 1 } }, 'status: A substatus or details need a status.'],
    [{ status: 'resolved', substatus: 'ongoing' }, 'substatus: A resolved issue has no substatus.'],
    [{ status: 'resolved', statusDetails: { ignoreCount: 1 } }, 'statusDetails.ignoreCount: ignoreCount does not go with the status resolved.'],
    [
      { status: 'resolved', statusDetails: { inRelease: 'shop@2.0', inNextRelease: true } },
      'statusDetails: Only one of inRelease, inNextRelease and inCommit can be given.',
    ],
    [
      { status: 'resolvedInNextRelease', statusDetails: { inCommit: { commit: 'c', repository: 'r' } } },
      'statusDetails: Only one of inRelease, inNextRelease and inCommit can be given.',
    ],
    [{ status: 'resolved', statusDetails: { inRelease: '' } }, 'statusDetails.inRelease: A release has 1 to 200 characters.'],
    [{ status: 'resolved', statusDetails: { inRelease: 'shop@7.0' } }, 'statusDetails.inRelease: Unable to find a release with the given version.'],
    [
      { status: 'resolved', statusDetails: { inCommit: { commit: 'c'.repeat(65), repository: 'r' } } },
      'statusDetails.inCommit: A commit has 1 to 64 characters.',
    ],
    [{ status: 'resolved', statusDetails: { inCommit: { commit: 'c', repository: '' } } }, 'statusDetails.inCommit: A repository has 1 to 200 characters.'],
    [
      { status: 'unresolved', substatus: 'archived_forever' },
      'substatus: "archived_forever" is no substatus of an unresolved issue; it is one of new, ongoing, escalating, regressed.',
    ],
    [{ status: 'unresolved', statusDetails: { inRelease: 'shop@2.0' } }, 'statusDetails.inRelease: inRelease does not go with the status unresolved.'],
    [
      { status: 'ignored', substatus: 'new' },
      'substatus: "new" is no substatus of an archived issue; it is one of archived_until_escalating, archived_until_condition_met, archived_forever.',
    ],
    [{ status: 'ignored', statusDetails: { inRelease: 'shop@2.0' } }, 'statusDetails.inRelease: inRelease does not go with the status ignored.'],
    [{ status: 'ignored', statusDetails: { inNextRelease: true } }, 'statusDetails.inNextRelease: inNextRelease does not go with the status ignored.'],
    [{ status: 'ignored', substatus: 'archived_forever', statusDetails: { ignoreCount: 1 } }, 'substatus: What is archived forever has no condition.'],
    [
      { status: 'ignored', substatus: 'archived_until_escalating', snoozeDuration: 1 },
      'substatus: What is archived until it escalates has no other condition.',
    ],
    [
      { status: 'ignored', substatus: 'archived_forever', statusDetails: { untilEscalating: true } },
      'substatus: untilEscalating does not go with "archived_forever".',
    ],
    [{ status: 'ignored', statusDetails: { untilEscalating: true, ignoreCount: 1 } }, 'substatus: What is archived until it escalates has no other condition.'],
    [
      { status: 'ignored', substatus: 'archived_until_condition_met' },
      'statusDetails: One of ignoreDuration, ignoreUntil, ignoreCount and ignoreUserCount must be given.',
    ],
    [{ status: 'ignored', statusDetails: { ignoreWindow: 60 } }, 'statusDetails.ignoreWindow: ignoreWindow needs ignoreCount.'],
    [{ status: 'ignored', statusDetails: { ignoreUserWindow: 60, ignoreCount: 1 } }, 'statusDetails.ignoreUserWindow: ignoreUserWindow needs ignoreUserCount.'],
    [
      { status: 'ignored', statusDetails: { ignoreDuration: 0 } },
      'statusDetails.ignoreDuration: ignoreDuration is a whole number of minutes from 1 to 5256000.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreDuration: 1e300 } },
      'statusDetails.ignoreDuration: ignoreDuration is a whole number of minutes from 1 to 5256000.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreDuration: 1.5 } },
      'statusDetails.ignoreDuration: ignoreDuration is a whole number of minutes from 1 to 5256000.',
    ],
    [{ status: 'ignored', statusDetails: { ignoreCount: 0 } }, 'statusDetails.ignoreCount: ignoreCount is a whole number from 1 to 2147483647.'],
    [{ status: 'ignored', statusDetails: { ignoreUserCount: -1 } }, 'statusDetails.ignoreUserCount: ignoreUserCount is a whole number from 1 to 2147483647.'],
    [
      { status: 'ignored', statusDetails: { ignoreCount: 1, ignoreWindow: 10_081 } },
      'statusDetails.ignoreWindow: ignoreWindow is a whole number of minutes from 1 to 10080.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreUserCount: 1, ignoreUserWindow: 0 } },
      'statusDetails.ignoreUserWindow: ignoreUserWindow is a whole number of minutes from 1 to 10080.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreUserCount: 1001, ignoreUserWindow: 60 } },
      'statusDetails.ignoreUserCount: Within a window, ignoreUserCount is at most 1000, because each user of it is remembered.',
    ],
  ])('is refused: %j', (body, refusal) => {
    expect(requested(body)).toBe(refusal);
  });

  it('that names releases is refused where there are none', () => {
    expect(requested({ status: 'resolvedInNextRelease' }, [])).toBe(
      'statusDetails.inNextRelease: The project has no release yet that another could come after.',
    );
    expect(requested({ status: 'resolved', statusDetails: { inRelease: 'latest' } }, [])).toBe(
      'statusDetails.inRelease: Unable to find a release with the given version.',
    );
  });

  it.each<[body: StatusBody, isBound: boolean]>([
    [{ status: 'resolved' }, false],
    [{ status: 'resolvedInNextRelease' }, true],
    [{ status: 'resolved', statusDetails: { inRelease: 'latest' } }, true],
    [{ status: 'resolved', statusDetails: { inCommit: { commit: 'c', repository: 'r' } } }, true],
    [{ status: 'unresolved' }, false],
    [{ status: 'ignored' }, false],
  ])('%j is of one project: %s', (body, isBound) => {
    const wish = readStatus(body);
    expect(wish.ok && wish.value !== null && isBoundToProject(wish.value)).toBe(isBound);
  });
});

it.each([
  [[], null],
  [['monday', 'tuesday'], 'tuesday'],
  [['shop@2.0', 'shop@10.0', 'shop@9.0'], 'shop@10.0'],
  [['till@9.0', 'shop@2.0', 'shop@1.0'], 'shop@2.0'],
  [['shop@2.0', 'monday'], 'monday'],
  [['shop@2.0', 'monday', 'shop@1.0.1'], 'shop@2.0'],
  [['shop@2.0+abc', 'shop@2.0+def'], 'shop@2.0+def'],
])('of %j the newest is %s', (among, newest) => {
  expect(newestOf(among)).toBe(newest);
});

describe('what a reply said of the status', () => {
  const inAnHour = new Date(noon + 60 * minuteMs).toISOString();

  it.each<[body: StatusBody, request: LifeRequest]>([
    [
      { status: 'ignored', substatus: 'archived_until_condition_met', statusDetails: { ignoreUntil: inAnHour, ignoreCount: null } },
      archived(noon + 60 * minuteMs, null, null),
    ],
    [{ status: 'ignored', statusDetails: { ignoreUntil: inAnHour, ignoreCount: 7 } }, archived(noon + 60 * minuteMs, [7, null], null)],
    [
      { status: 'resolved', statusDetails: { inNextRelease: true, currentReleaseVersion: 'shop@1.0' } },
      { type: 'resolve', resolution: { type: 'in_next_release', release: 'shop@1.0', olderReleases: ['monday'] } },
    ],
    [
      { status: 'resolved', statusDetails: { autoResolved: true } },
      { type: 'resolve', resolution: { type: 'now' } },
    ],
  ])('%j may be sent back', (body, request) => {
    expect(requested(body)).toEqual(request);
  });

  it.each<[body: StatusBody, refusal: string]>([
    [{ status: 'ignored', statusDetails: { ignoreUntil: 'tomorrow' } }, 'statusDetails.ignoreUntil: ignoreUntil is a time in ISO 8601.'],
    [
      { status: 'ignored', statusDetails: { ignoreUntil: new Date(noon).toISOString() } },
      'statusDetails.ignoreUntil: ignoreUntil is a time to come, ten years ahead at most.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreUntil: '2041-01-01T00:00:00Z' } },
      'statusDetails.ignoreUntil: ignoreUntil is a time to come, ten years ahead at most.',
    ],
    [
      { status: 'ignored', statusDetails: { ignoreUntil: inAnHour, ignoreDuration: 5 } },
      'statusDetails: Only one of ignoreDuration and ignoreUntil can be given.',
    ],
    [
      { status: 'resolved', statusDetails: { inNextRelease: true, currentReleaseVersion: 'unheard of' } },
      'statusDetails.currentReleaseVersion: Unable to find a release with the given version.',
    ],
    [
      { status: 'resolved', statusDetails: { currentReleaseVersion: 'shop@1.0' } },
      'statusDetails.currentReleaseVersion: currentReleaseVersion needs inNextRelease.',
    ],
    [{ status: 'unresolved', statusDetails: { ignoreUntil: inAnHour } }, 'statusDetails.ignoreUntil: ignoreUntil does not go with the status unresolved.'],
  ])('%j is refused', (body, refusal) => {
    expect(requested(body)).toBe(refusal);
  });
});
