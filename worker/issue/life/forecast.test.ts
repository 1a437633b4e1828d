import { describe, expect, it } from 'vitest';
import { dayMs, emptyTrend, hourMs, type Trend } from '../trend.ts';
import { findEscalation, forecastSeen, lastDay } from './forecast.ts';
import { after, aLife, aTrend, command, noon, occurrences, quiet, told } from './life.fixture.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';
import { passTime } from './time.ts';

const noForecast = { forecast: null, since: noon - 30 * dayMs };
const [day, hour] = [Math.floor(noon / dayMs), Math.floor(noon / hourMs)];

describe('an issue escalates', () => {
  it.each<[what: string, trend: Trend, found: { events: number; forecast: number } | null]>([
    ['beyond twice its busiest day', aTrend(15, 31), { events: 31, forecast: 30 }],
    ['not at twice its busiest day', aTrend(15, 30), null],
    ['beyond twenty events, where it had few', aTrend(1, 21), { events: 21, forecast: 20 }],
    ['not at twenty', aTrend(1, 20), null],
    ['not without a week behind it', { ...aTrend(15, 142), days: aTrend(15, 142).days.slice(3) }, null],
    ['with a week behind it', { ...aTrend(15, 142), days: aTrend(15, 142).days.slice(2) }, { events: 142, forecast: 30 }],
    ['by the busiest day of seven', { ...aTrend(0, 142), days: [[day - 8, 70]] }, { events: 142, forecast: 140 }],
    ['not by the day before those', { ...aTrend(0, 142), days: [[day - 9, 70]] }, { events: 142, forecast: 20 }],
    [
      'not by the day in which the last 24 hours began',
      {
        ...aTrend(0, 142),
        days: [
          [day - 8, 1],
          [day - 1, 70],
        ],
      },
      { events: 142, forecast: 20 },
    ],
    [
      'by all of the last 24 hours',
      {
        hours: [
          [hour - 24, 100],
          [hour - 23, 11],
          [hour, 10],
          [hour + 1, 100],
        ],
        days: [[day - 8, 1]],
      },
      { events: 21, forecast: 20 },
    ],
    ['never without an event', emptyTrend, null],
  ])('%s', (_, trend, found) => {
    expect(findEscalation(noForecast, trend, noon)).toEqual(found);
  });

  it('by days that ended before the last 24 hours began, whatever the hour', () => {
    const at = (hours: number, busy: number) =>
      findEscalation(
        noForecast,
        {
          hours: [[hour + hours, 142]],
          days: [
            [day - 20, 1],
            [day - busy, 70],
          ],
        },
        noon + hours * hourMs,
      );
    // At 22 o'clock the 24 hours began yesterday, at 23 o'clock today.
    expect([at(10, 1), at(11, 1)]).toEqual([
      { events: 142, forecast: 20 },
      { events: 142, forecast: 140 },
    ]);
    expect([at(10, 8), at(11, 8)]).toEqual([
      { events: 142, forecast: 140 },
      { events: 142, forecast: 20 },
    ]);
  });

  it('beyond what somebody saw who looked, until the days tell by themselves', () => {
    const seen = { forecast: 300, since: noon };
    const at = (days: number, events: number): Trend => ({ hours: [[hour + days * 24, events]], days: [[day - 20, 1]] });
    expect(findEscalation(seen, at(0, 300), noon)).toBeNull();
    expect(findEscalation(seen, at(0, 301), noon)).toEqual({ events: 301, forecast: 300 });
    expect(findEscalation(seen, at(8, 300), noon + 8 * dayMs)).toBeNull();
    expect(findEscalation(seen, at(9, 300), noon + 9 * dayMs)).toEqual({ events: 300, forecast: 20 });
  });

  it('beyond the days, where they are higher than what somebody saw', () => {
    expect(findEscalation({ forecast: 21, since: noon }, aTrend(50, 100), noon)).toBeNull();
  });

  it('tells its numbers to its history', () => {
    const ongoing = after(aLife(), { type: 'markReviewed' });
    const lived = liveThrough({ ...ongoing, forecast: null }, occurrences({ eventId: 'abc', totals: { ...quiet, eventCount: 300, trend: aTrend(15, 142) } }));
    expect(lived.happened[0]).toMatchObject({
      activity: { type: 'set_escalating', data: { event_id: 'abc', events: 142, forecast: 30, hours: 24 } },
      effect: 'escalating',
      eventId: 'abc',
      userId: null,
    });
  });
});

describe('who archives until it escalates', () => {
  it('has seen the events of today, so that the next one does not undo it', () => {
    const totals = { eventCount: 500, userCount: 0, trend: aTrend(0, 500) };
    const archived = obey(aLife(), command({ type: 'archive', condition: { type: 'until_escalating' } }), totals).life;
    expect(archived.forecast).toBe(1000);
    expect(told(liveThrough(archived, occurrences({ totals: { ...totals, trend: aTrend(0, 1000) } })))).toEqual([]);
    expect(told(liveThrough(archived, occurrences({ totals: { ...totals, trend: aTrend(0, 1001) } })))).toEqual(['set_escalating/escalating', 'set_priority/']);
  });

  it.each([
    ['reviews', (totals: typeof quiet) => obey(after(aLife(), { type: 'reopen', substatus: 'escalating' }), command({ type: 'markReviewed' }), totals).life],
    [
      'reopens',
      (totals: typeof quiet) =>
        obey(after(aLife(), { type: 'archive', condition: { type: 'forever' } }), command({ type: 'reopen', substatus: null }), totals).life,
    ],
    [
      'lets the time run out',
      (totals: typeof quiet) =>
        passTime(after(aLife(), { type: 'archive', condition: { type: 'until_condition_met', until: noon, events: null, users: null } }), noon, totals).life,
    ],
  ])('has as little to hear as one who %s', (_, ongoing) => {
    const totals = { eventCount: 500, userCount: 0, trend: aTrend(1, 500) };
    const life = ongoing(totals);
    expect(life.substatus).toBe('ongoing');
    expect(told(liveThrough(life, occurrences({ totals: { ...totals, trend: aTrend(1, 501) } })))).toEqual([]);
  });
});

it('the events of a day are those of this hour and of the 23 before', () => {
  const trend: Trend = {
    hours: [
      [hour - 24, 1],
      [hour - 23, 10],
      [hour - 1, 100],
      [hour, 1000],
      [hour + 1, 10_000],
    ],
    days: [],
  };
  expect(lastDay(trend, noon)).toBe(1110);
  expect(forecastSeen(trend, noon)).toBe(2220);
});
