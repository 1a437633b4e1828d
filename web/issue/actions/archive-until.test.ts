import { describe, expect, it } from 'vitest';
import { archiveText, readUntil, spanText, type Until, type UntilFields } from './archive-until.ts';

const now = Date.parse('2026-11-24T12:00:00Z');
const untouched: UntilFields = { time: '', events: '', eventsWindow: '', eventsUnit: '60', users: '', usersWindow: '', usersUnit: '60' };
const read = (fields: Partial<UntilFields>) => readUntil({ ...untouched, ...fields }, now);

describe('what somebody entered', () => {
  it.each<[fields: Partial<UntilFields>, until: Until]>([
    [{ time: '2026-11-25T12:00:00Z' }, { ignoreUntil: '2026-11-25T12:00:00.000Z' }],
    [{ events: '100' }, { ignoreCount: 100 }],
    [
      { events: '100', eventsWindow: '2' },
      { ignoreCount: 100, ignoreWindow: 120 },
    ],
    [
      { users: '10', usersWindow: '0.5', usersUnit: '60' },
      { ignoreUserCount: 10, ignoreUserWindow: 30 },
    ],
    [
      { events: '5', users: '7' },
      { ignoreCount: 5, ignoreUserCount: 7 },
    ],
  ])('%j is %j', (fields, until) => {
    expect(read(fields)).toEqual({ ok: true, until });
  });

  it.each<[fields: Partial<UntilFields>, field: string]>([
    [{}, 'form'],
    [{ time: '2026-11-24T11:00:00Z' }, 'time'],
    [{ events: '0' }, 'events'],
    [{ events: '1.5' }, 'events'],
    [{ events: 'many' }, 'events'],
    [{ eventsWindow: '1' }, 'events'],
    [{ events: '1', eventsWindow: '8', eventsUnit: '1440' }, 'eventsWindow'],
    [{ users: '1001', usersWindow: '1' }, 'users'],
    [{ usersWindow: '3' }, 'users'],
  ])('%j has a fault at %s', (fields, field) => {
    const answer = read(fields);
    expect(answer.ok ? [] : Object.keys(answer.faults)).toEqual([field]);
  });
});

it.each<[until: Until, text: string]>([
  [{}, 'forever'],
  [{ ignoreDuration: 60 }, 'for 1 hour'],
  [{ ignoreCount: 1 }, 'until 1 more event'],
  [{ ignoreCount: 1000, ignoreWindow: 90 }, 'until 1,000 more events in 90 minutes'],
  [{ ignoreCount: 100, ignoreWindow: 60, ignoreUserCount: 10 }, 'until 100 more events in 1 hour or 10 more users'],
  [{ ignoreDuration: 1440, ignoreCount: 3 }, 'for 1 day or until 3 more events'],
])('%j reads as archived %s', (until, text) => {
  expect(archiveText(until)).toBe(text);
});

it('names a span in the largest unit that fits evenly', () => {
  expect([1, 60, 61, 1440, 10_080, 20_160].map(spanText)).toEqual(['1 minute', '1 hour', '61 minutes', '1 day', '1 week', '2 weeks']);
});
