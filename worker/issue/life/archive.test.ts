import { describe, expect, it } from 'vitest';
import { type ArchiveError, beginArchive, checkArchive, countTowards, reachedBy } from './archive.ts';
import { after, aLife, minuteMs, noon, occurrences } from './life.fixture.ts';
import type { ArchiveUntil } from './life.ts';
import type { ArchiveRequest, LimitRequest } from './life-command.ts';
import { liveThrough } from './live.ts';

function until(parts: { until?: number; events?: LimitRequest; users?: LimitRequest }): ArchiveUntil {
  const archive = beginArchive({ type: 'until_condition_met', until: null, events: null, users: null, ...parts });
  if (archive.type !== 'until_condition_met') throw new Error('it has another type');
  return archive;
}

/** What ends the archiving, after each of the events that come so many minutes after noon. */
function reachedAfter(archive: ArchiveUntil, events: { minutes: number; count?: number; newUsers?: number; users?: string[] }[]) {
  let seen = archive;
  return events.map(({ minutes, count = 1, newUsers = 0, users = [] }) => {
    seen = countTowards(seen, { count, newUsers, userKeys: users, receivedAt: noon + minutes * minuteMs });
    return reachedBy(seen);
  });
}

describe('archiving until events', () => {
  it('ends with the one that is asked for, however long it takes', () => {
    const archive = until({ events: { count: 3, windowMinutes: null } });
    expect(reachedAfter(archive, [{ minutes: 1 }, { minutes: 100_000 }, { minutes: 900_000 }])).toEqual([null, null, { events: 3 }]);
  });

  it('counts only those in the window', () => {
    const archive = until({ events: { count: 3, windowMinutes: 60 } });
    expect(reachedAfter(archive, [{ minutes: 0 }, { minutes: 30 }, { minutes: 60 }, { minutes: 89 }])).toEqual([null, null, null, { events: 3 }]);
  });

  it('counts one that comes late where it belongs, or not at all if that is over', () => {
    const archive = until({ events: { count: 3, windowMinutes: 60 } });
    expect(reachedAfter(archive, [{ minutes: 60 }, { minutes: 0 }, { minutes: 20 }, { minutes: 10 }, { minutes: 79 }])).toEqual([
      null,
      null,
      null,
      { events: 3 },
      // By then the one at 10 minutes is over, the one at 20 is not.
      { events: 3 },
    ]);
  });

  it('is not misled about the time by one that comes late', () => {
    const archive = until({ events: { count: 3, windowMinutes: 60 } });
    expect(reachedAfter(archive, [{ minutes: 70 }, { minutes: 20 }, { minutes: 9 }, { minutes: 11 }])).toEqual([null, null, null, { events: 3 }]);
  });

  it('remembers no more than sixty slices, however many events come', () => {
    let archive = until({ events: { count: 2 ** 31 - 1, windowMinutes: 10_080 } });
    for (let minute = 0; minute < 30_000; minute += 7)
      archive = countTowards(archive, { count: 99, newUsers: 0, userKeys: [], receivedAt: noon + minute * minuteMs });
    expect(archive.events?.seen.length).toBe(60);
  });
});

describe('archiving until users', () => {
  it('counts users that the issue never had', () => {
    const archive = until({ users: { count: 3, windowMinutes: null } });
    const events = [
      { minutes: 0, newUsers: 1, users: ['id:1'] },
      { minutes: 1, users: ['id:1'] },
      { minutes: 2, newUsers: 2, users: ['id:2', 'id:3'] },
    ];
    expect(reachedAfter(archive, events)).toEqual([null, null, { users: 3 }]);
  });

  it('counts everybody once in a window, by the newest event', () => {
    const archive = until({ users: { count: 3, windowMinutes: 60 } });
    const events = [
      { minutes: 0, users: ['id:1'] },
      { minutes: 10, users: ['id:2'] },
      { minutes: 50, users: ['id:1'] },
      // The newest of 2 is over, that of 1 is not.
      { minutes: 75, users: ['id:3'] },
      { minutes: 76, users: ['id:4'] },
    ];
    expect(reachedAfter(archive, events)).toEqual([null, null, null, null, { users: 3 }]);
  });

  it('takes no user for another, and nobody for somebody', () => {
    const archive = until({ users: { count: 2, windowMinutes: 60 } });
    expect(
      reachedAfter(archive, [
        { minutes: 0, count: 50 },
        { minutes: 1, users: ['id:1', 'id:1'] },
        { minutes: 2, users: ['email:1'] },
      ]),
    ).toEqual([null, null, { users: 2 }]);
  });

  it('stays the same object while the same users come in the same slice', () => {
    const archive = countTowards(until({ users: { count: 9, windowMinutes: 60 } }), { count: 1, newUsers: 1, userKeys: ['id:1'], receivedAt: noon });
    expect(countTowards(archive, { count: 1, newUsers: 0, userKeys: ['id:1'], receivedAt: noon + 59_000 })).toBe(archive);
    expect(countTowards(archive, { count: 1, newUsers: 0, userKeys: [], receivedAt: noon + minuteMs })).toBe(archive);
    expect(countTowards(archive, { count: 1, newUsers: 0, userKeys: ['id:1'], receivedAt: noon + 60_000 })).not.toBe(archive);
  });
});

it('an issue stays the same object while nothing counts towards its condition', () => {
  const life = after(aLife(), { type: 'archive', condition: untilUsers(3, 60) });
  expect(liveThrough(life, occurrences({ userKeys: [] })).life).toBe(life);
  expect(liveThrough(life, occurrences({ userKeys: ['id:1'] })).life).not.toBe(life);
});

describe('a condition', () => {
  it.each<[what: string, request: ArchiveRequest, error: ArchiveError | null]>([
    ['of nothing', { type: 'until_condition_met', until: null, events: null, users: null }, { reason: 'no_condition' }],
    ['forever', { type: 'forever' }, null],
    ['until escalating', { type: 'until_escalating' }, null],
    ['of a time alone', { type: 'until_condition_met', until: noon, events: null, users: null }, null],
    ['of no event', untilEvents(0), { reason: 'count_out_of_range', of: 'events', count: 0, max: 2 ** 31 - 1 }],
    ['of half an event', untilEvents(0.5), { reason: 'count_out_of_range', of: 'events', count: 0.5, max: 2 ** 31 - 1 }],
    ['of one and a half', untilEvents(1.5), { reason: 'count_out_of_range', of: 'events', count: 1.5, max: 2 ** 31 - 1 }],
    ['of very many events', untilEvents(2 ** 31), { reason: 'count_out_of_range', of: 'events', count: 2 ** 31, max: 2 ** 31 - 1 }],
    ['of as many events as there may be', untilEvents(2 ** 31 - 1), null],
    ['of events in a week', untilEvents(1, 10_080), null],
    ['of events in more than a week', untilEvents(1, 10_081), { reason: 'window_out_of_range', of: 'events', minutes: 10_081, max: 10_080 }],
    ['of events in no time', untilEvents(1, 0), { reason: 'window_out_of_range', of: 'events', minutes: 0, max: 10_080 }],
    ['of no user', untilUsers(0), { reason: 'count_out_of_range', of: 'users', count: 0, max: 2 ** 31 - 1 }],
    ['of users in more than a week', untilUsers(1, 10_081), { reason: 'window_out_of_range', of: 'users', minutes: 10_081, max: 10_080 }],
    ['of a thousand users in a window', untilUsers(1000, 60), null],
    ['of more users in a window', untilUsers(1001, 60), { reason: 'too_many_users_in_window', count: 1001, max: 1000 }],
    ['of as many users without one', untilUsers(1001), null],
  ])('%s is checked', (_, request, error) => {
    expect(checkArchive(request)).toEqual(error ? { ok: false, error } : { ok: true, value: request });
  });

  it('that was not checked is a bug', () => {
    expect(() => beginArchive(untilUsers(1001, 60))).toThrow('too_many_users_in_window');
  });
});

function untilEvents(count: number, windowMinutes: number | null = null): ArchiveRequest {
  return { type: 'until_condition_met', until: null, events: { count, windowMinutes }, users: null };
}

function untilUsers(count: number, windowMinutes: number | null = null): ArchiveRequest {
  return { type: 'until_condition_met', until: null, events: null, users: { count, windowMinutes } };
}
