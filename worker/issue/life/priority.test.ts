import { describe, expect, it } from 'vitest';
import type { Level } from '../../event/event.ts';
import { dayMs } from '../trend.ts';
import { after, aLife, aTrend, command, minuteMs, noon, occurrences, quiet, told } from './life.fixture.ts';
import type { PriorityLevel } from './life.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';
import { age } from './time.ts';

const few = { eventCount: 999, userCount: 99, trend: aTrend(0, 999) };
const manyUsers = { ...few, userCount: 100 };
const manyEvents = { eventCount: 1000, userCount: 0, trend: aTrend(0, 1000) };
const manyOverTime = { eventCount: 100_000, userCount: 0, trend: aTrend(1000, 999) };

describe('priority of its own accord', () => {
  it.each<[level: Level, isUnhandled: boolean, usual: PriorityLevel, atVolume: PriorityLevel]>([
    ['fatal', false, 'high', 'high'],
    ['fatal', true, 'high', 'high'],
    ['error', true, 'high', 'high'],
    ['error', false, 'medium', 'high'],
    ['warning', false, 'medium', 'high'],
    ['warning', true, 'medium', 'high'],
    ['info', false, 'low', 'medium'],
    ['debug', true, 'low', 'medium'],
  ])('of %s, unhandled %s, is %s, with many users or events %s', (level, isUnhandled, usual, atVolume) => {
    const levelWith = (totals: typeof few) => aLife({ level, isUnhandled, totals }).priority.level;
    expect([few, manyOverTime, manyUsers, manyEvents].map(levelWith)).toEqual([usual, usual, atVolume, atVolume]);
  });

  it('rises with graver events and does not fall with lighter ones', () => {
    const low = aLife({ level: 'info' });
    const risen = liveThrough(low, occurrences({ level: 'warning', eventId: 'abc' }));
    expect(risen.happened).toEqual([
      { activity: { type: 'set_priority', data: { priority: 'medium', reason: 'events' } }, effect: null, eventId: 'abc', userId: null, at: noon + minuteMs },
    ]);
    expect(liveThrough(risen.life, occurrences({ level: 'debug' })).life).toBe(risen.life);
  });

  it('is counted anew when the issue comes back', () => {
    const solved = after(aLife({ level: 'fatal' }), { type: 'resolve', resolution: { type: 'now' } });
    const back = liveThrough(solved, occurrences({ level: 'info' }));
    expect(back.life.priority).toEqual({ level: 'low', isSetByMember: false, automatic: 'low' });
    expect(told(back)).toEqual(['set_regression/regressed', 'set_priority/']);
  });

  it('is high while escalating, and falls back after it', () => {
    const escalating = after(aLife({ level: 'info' }), { type: 'reopen', substatus: 'escalating' });
    expect(escalating.priority.level).toBe('high');
    const calm = age(escalating, noon + 7 * dayMs);
    expect(calm.life.priority.level).toBe('low');
    expect(calm.happened[1]?.activity).toEqual({ type: 'set_priority', data: { priority: 'low', reason: 'ongoing' } });
    const [, reviewed] = obey(escalating, command({ type: 'markReviewed' }), quiet).happened;
    // The member reviewed; nobody set a priority.
    expect(reviewed).toMatchObject({ activity: { type: 'set_priority', data: { priority: 'low' } }, userId: null });
    const resolved = after(escalating, { type: 'resolve', resolution: { type: 'now' } });
    expect(resolved.priority.level).toBe('high');
  });
});

describe('priority that a member set', () => {
  const set = after(aLife({ level: 'info' }), { type: 'setPriority', level: 'medium' });

  it('is not overruled by events, escalation or the clock', () => {
    expect(liveThrough(set, occurrences({ level: 'fatal' }))).toMatchObject({ life: { priority: { level: 'medium', automatic: 'high' } }, happened: [] });
    expect(after(set, { type: 'reopen', substatus: 'escalating' }).priority.level).toBe('medium');
    expect(obey(set, command({ type: 'setPriority', level: 'high' }, { userId: null }), quiet).life).toBe(set);
    expect(obey(set, command({ type: 'setPriority', level: null }, { userId: null }), quiet).life).toBe(set);
  });

  it('is given back to the events', () => {
    const graver = liveThrough(set, occurrences({ level: 'fatal' })).life;
    expect(after(graver, { type: 'setPriority', level: null }).priority).toEqual({ level: 'high', isSetByMember: false, automatic: 'high' });
    const escalating = after(set, { type: 'reopen', substatus: 'escalating' }, { type: 'setPriority', level: null });
    expect(escalating.priority).toEqual({ level: 'high', isSetByMember: false, automatic: 'low' });
  });

  it('is told of once', () => {
    const again = obey(set, command({ type: 'setPriority', level: 'medium' }), quiet);
    expect(again).toEqual({ life: set, happened: [] });
    expect(again.life).toBe(set);
    const affirmed = obey(aLife(), command({ type: 'setPriority', level: 'medium' }), quiet);
    expect(affirmed).toMatchObject({ life: { priority: { level: 'medium', isSetByMember: true } }, happened: [] });
  });
});

it('nobody in particular can set a priority that no member set', () => {
  const set = obey(aLife(), command({ type: 'setPriority', level: 'low' }, { userId: null }), quiet);
  expect(set.life.priority).toEqual({ level: 'low', isSetByMember: false, automatic: 'low' });
});
