import { describe, expect, it } from 'vitest';
import { dayMs } from '../trend.ts';
import { aLife, after, aTrend, command, minuteMs, noon, occurrences, quiet, told } from './life.fixture.ts';
import type { Life } from './life.ts';
import type { LifeRequest } from './life-command.ts';
import type { Lived, Occurrences } from './lived.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';
import { age, passTime } from './time.ts';

const two = { release: 'shop@2.0', olderReleases: ['shop@1.0'] };
const byCommit = { repository: 'shop', commit: 'c0ffee' };
const untilMet = {
  type: 'until_condition_met',
  until: noon + 60 * minuteMs,
  events: { count: 10, windowMinutes: null },
  users: { count: 5, windowMinutes: null },
} as const;

const fresh = aLife();
const states: Record<string, Life> = {
  new: fresh,
  ong: after(fresh, { type: 'markReviewed' }),
  esc: after(fresh, { type: 'reopen', substatus: 'escalating' }),
  reg: after(fresh, { type: 'reopen', substatus: 'regressed' }),
  now: after(fresh, { type: 'resolve', resolution: { type: 'now' } }),
  age: after(fresh, { type: 'resolve', resolution: { type: 'by_age', hours: 1 } }),
  rel: after(fresh, { type: 'resolve', resolution: { type: 'in_release', ...two } }),
  nxt: after(fresh, { type: 'resolve', resolution: { type: 'in_next_release', ...two } }),
  com: after(fresh, { type: 'resolve', resolution: { type: 'in_commit', ...byCommit } }),
  cor: after(fresh, { type: 'resolve', resolution: { type: 'in_commit', ...byCommit } }, { type: 'releaseCommit', ...byCommit, ...two }),
  esc_: after(fresh, { type: 'archive', condition: { type: 'until_escalating' } }),
  met_: after(fresh, { type: 'archive', condition: untilMet }),
  evr_: after(fresh, { type: 'archive', condition: { type: 'forever' } }),
};

/** The state that a life is in, by the names above. */
function nameOf({ substatus, resolution }: Life): string {
  switch (substatus) {
    case 'new':
      return 'new';
    case 'ongoing':
      return 'ong';
    case 'escalating':
      return 'esc';
    case 'regressed':
      return 'reg';
    case 'archived_until_escalating':
      return 'esc_';
    case 'archived_until_condition_met':
      return 'met_';
    case 'archived_forever':
      return 'evr_';
    case null:
      if (resolution?.type === 'in_commit') return resolution.release ? 'cor' : 'com';
      return resolution?.type === 'in_release' ? 'rel' : resolution?.type === 'in_next_release' ? 'nxt' : resolution?.type === 'by_age' ? 'age' : 'now';
  }
}

const commandOf = (request: LifeRequest) => (life: Life) => obey(life, command(request, { at: noon + minuteMs }), quiet);
const eventOf = (parts: Partial<Occurrences>) => (life: Life) => liveThrough(life, occurrences(parts));
const busy = { ...quiet, eventCount: 200, trend: aTrend(15, 142) };

/** What can befall an issue, and what its history then tells of it and whom it concerns. */
const causes: Record<string, { happen: (life: Life) => Lived; tells: string }> = {
  'resolve now': { happen: commandOf({ type: 'resolve', resolution: { type: 'now' } }), tells: 'set_resolved/resolved' },
  'resolve by_age': { happen: commandOf({ type: 'resolve', resolution: { type: 'by_age', hours: 1 } }), tells: 'set_resolved_by_age/resolved' },
  'resolve in_release': { happen: commandOf({ type: 'resolve', resolution: { type: 'in_release', ...two } }), tells: 'set_resolved_in_release/resolved' },
  'resolve in_next_release': {
    happen: commandOf({ type: 'resolve', resolution: { type: 'in_next_release', ...two } }),
    tells: 'set_resolved_in_release/resolved',
  },
  'resolve in_commit': { happen: commandOf({ type: 'resolve', resolution: { type: 'in_commit', ...byCommit } }), tells: 'set_resolved_in_commit/resolved' },
  'release of the commit': { happen: commandOf({ type: 'releaseCommit', ...byCommit, ...two }), tells: '' },
  'release of a namesake': { happen: commandOf({ type: 'releaseCommit', ...byCommit, repository: 'till', ...two }), tells: '' },
  'release of another': { happen: commandOf({ type: 'releaseCommit', ...byCommit, commit: 'b0bb1e', ...two }), tells: '' },
  reopen: { happen: commandOf({ type: 'reopen', substatus: null }), tells: 'set_unresolved/reopened' },
  'archive until_escalating': { happen: commandOf({ type: 'archive', condition: { type: 'until_escalating' } }), tells: 'set_ignored/archived' },
  'archive until_condition': { happen: commandOf({ type: 'archive', condition: untilMet }), tells: 'set_ignored/archived' },
  'archive forever': { happen: commandOf({ type: 'archive', condition: { type: 'forever' } }), tells: 'set_ignored/archived' },
  markReviewed: { happen: commandOf({ type: 'markReviewed' }), tells: 'mark_reviewed/' },
  'event of a newer release': { happen: eventOf({ release: 'shop@3.0' }), tells: 'set_regression/regressed' },
  'event of the release': { happen: eventOf({ release: 'shop@2.0' }), tells: 'set_regression/regressed' },
  'event of an older release': { happen: eventOf({ release: 'shop@1.0' }), tells: 'set_regression/regressed' },
  'event without release': { happen: eventOf({ release: null }), tells: 'set_regression/regressed' },
  'event received before': { happen: eventOf({ release: 'shop@3.0', receivedAt: noon - 1, count: 10, newUsers: 5, totals: busy }), tells: '' },
  'event beyond forecast': { happen: eventOf({ totals: busy }), tells: 'set_escalating/escalating' },
  'nine events': { happen: eventOf({ count: 9 }), tells: '' },
  'ten events': { happen: eventOf({ count: 10 }), tells: 'set_escalating/escalating' },
  'four new users': { happen: eventOf({ count: 4, newUsers: 4 }), tells: '' },
  'five new users': { happen: eventOf({ count: 5, newUsers: 5 }), tells: 'set_escalating/escalating' },
  '59 minutes': { happen: (life) => passTime(life, noon + 59 * minuteMs, quiet), tells: '' },
  '60 minutes': { happen: (life) => passTime(life, noon + 60 * minuteMs, quiet), tells: 'set_unresolved/reopened' },
  'event after 60 minutes': { happen: eventOf({ receivedAt: noon + 60 * minuteMs }), tells: 'set_unresolved/reopened' },
  'almost 7 days': { happen: (life) => age(life, noon + 7 * dayMs - 1), tells: '' },
  '7 days': { happen: (life) => age(life, noon + 7 * dayMs), tells: 'auto_set_ongoing/' },
};

/** The state after it; `.` for the very same life, `=` for the same state with something counted in it. A regression tells of itself whatever its cause. */
const table = `
                             new  ong  esc  reg  now  age  rel  nxt  com  cor  esc_ met_ evr_
  resolve now                now  now  now  now  .    .    .    .    .    .    now  now  now
  resolve by_age             age  age  age  age  .    .    .    .    .    .    .    .    .
  resolve in_release         rel  rel  rel  rel  rel  rel  .    rel  rel  rel  rel  rel  rel
  resolve in_next_release    nxt  nxt  nxt  nxt  nxt  nxt  nxt  .    nxt  nxt  nxt  nxt  nxt
  resolve in_commit          com  com  com  com  com  com  com  com  .    .    com  com  com
  release of the commit      .    .    .    .    .    .    .    .    cor  .    .    .    .
  release of a namesake      .    .    .    .    .    .    .    .    .    .    .    .    .
  release of another         .    .    .    .    .    .    .    .    .    .    .    .    .
  reopen                     .    .    .    .    ong  ong  ong  ong  ong  ong  ong  ong  ong
  archive until_escalating   esc_ esc_ esc_ esc_ esc_ esc_ esc_ esc_ esc_ esc_ .    esc_ esc_
  archive until_condition    met_ met_ met_ met_ met_ met_ met_ met_ met_ met_ met_ met_ met_
  archive forever            evr_ evr_ evr_ evr_ evr_ evr_ evr_ evr_ evr_ evr_ evr_ evr_ .
  markReviewed               ong  .    ong  ong  .    .    .    .    .    .    .    .    .
  event of a newer release   .    .    .    .    reg  reg  reg  reg  reg  reg  .    =    .
  event of the release       .    .    .    .    reg  reg  reg  .    reg  reg  .    =    .
  event of an older release  .    .    .    .    reg  reg  .    .    reg  .    .    =    .
  event without release      .    .    .    .    reg  reg  .    .    reg  .    .    =    .
  event received before      .    .    .    .    .    .    .    .    .    .    .    .    .
  event beyond forecast      .    esc  .    .    reg  reg  .    .    reg  .    esc  =    .
  nine events                .    .    .    .    reg  reg  .    .    reg  .    .    =    .
  ten events                 .    .    .    .    reg  reg  .    .    reg  .    .    esc  .
  four new users             .    .    .    .    reg  reg  .    .    reg  .    .    =    .
  five new users             .    .    .    .    reg  reg  .    .    reg  .    .    esc  .
  59 minutes                 .    .    .    .    .    .    .    .    .    .    .    .    .
  60 minutes                 .    .    .    .    .    .    .    .    .    .    .    ong  .
  event after 60 minutes     .    .    .    .    reg  reg  .    .    reg  .    .    ong  .
  almost 7 days              .    .    .    .    .    .    .    .    .    .    .    .    .
  7 days                     ong  .    ong  ong  .    .    .    .    .    .    .    .    .
`;

const [heads, ...rows] = table
  .trim()
  .split('\n')
  .map((line) => line.trim().split(/\s{2,}|(?<=\S_)\s(?=\S)/));

describe('the life of an issue', () => {
  it('has the states and causes of the table', () => {
    expect(heads).toEqual(Object.keys(states));
    expect(Object.values(states).map(nameOf)).toEqual(heads);
    expect(rows.map(([cause]) => cause)).toEqual(Object.keys(causes));
  });

  it.each(rows)('takes "%s" in every state as the table says', (what, ...cells) => {
    const cause = causes[what ?? ''];
    const found = Object.entries(states).map(([state, life]) => {
      const lived = cause?.happen(life);
      if (lived === undefined || lived.life === life) return lived?.happened.length === 0 ? '.' : 'told without a change';
      const name = nameOf(lived.life);
      if (name === state && lived.happened.length === 0) return '=';
      const tells = name === 'reg' ? 'set_regression/regressed' : cause?.tells;
      expect(told(lived).filter((line) => line !== 'set_priority/')).toEqual(tells ? [tells] : []);
      return name;
    });
    expect(found).toEqual(cells);
  });

  it.each(Object.entries(states))('reopens %s in the way that is asked for', (name, life) => {
    const asked = ['new', 'ongoing', 'escalating', 'regressed'] as const;
    const found = asked.map((substatus) => {
      const lived = obey(life, command({ type: 'reopen', substatus }), quiet);
      return lived.life === life ? '.' : nameOf(lived.life);
    });
    expect(found).toEqual(['new', 'ong', 'esc', 'reg'].map((other) => (other === name ? '.' : other)));
  });

  it.each(Object.entries(states))('assigns and prioritizes %s without changing where it stands', (name, life) => {
    const assigned = obey(life, command({ type: 'assign', assignee: 'team:9' }), quiet);
    const prioritized = obey(assigned.life, command({ type: 'setPriority', level: 'low' }), quiet);
    expect([told(assigned), told(prioritized)]).toEqual([['assigned/assigned'], ['set_priority/']]);
    expect(prioritized.life).toEqual({
      ...life,
      assignee: 'team:9',
      isAssignedByMember: true,
      priority: { level: 'low', isSetByMember: true, automatic: 'medium' },
    });
    expect(nameOf(prioritized.life)).toBe(name);
  });
});
