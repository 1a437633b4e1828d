import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { levels } from '../../event/event.ts';
import { addToTrend, dayMs, emptyTrend, hourMs, type Trend } from '../trend.ts';
import { beginLife } from './begin.ts';
import { IssueOnPaper, names, order, type PaperEvent } from './life-model.fixture.ts';
import { minuteMs, noon } from './life.fixture.ts';
import type { Life } from './life.ts';
import type { LifeRequest } from './life-command.ts';
import type { Lived, Occurrences, Totals } from './lived.ts';
import { liveThrough } from './live.ts';
import { obey } from './obey.ts';
import { age, passTime, timerOf } from './time.ts';

const seed = 20_261_124;
const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

/** Every time is a multiple of it and so are the slices of the windows, for on paper windows are exact. */
const stepMs = 2 * minuteMs;
const steps = [0, 0, stepMs, 5 * stepMs, hourMs, 3 * hourMs, dayMs, 7 * dayMs, 9 * dayMs];

const release = fc.option(fc.constantFrom(...order, ...names), { freq: 6 });
const event = fc.record({
  /** On its way for so long. */
  lateMs: fc.constantFrom(0, 0, 0, stepMs, hourMs),
  count: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 1, max: 3 }) },
    { weight: 2, arbitrary: fc.integer({ min: 4, max: 60 }) },
    { weight: 1, arbitrary: fc.constant(1000) },
  ),
  release,
  users: fc.subarray(['id:1', 'id:2', 'id:3', 'ip:1', 'email:1']),
  level: fc.constantFrom(...levels),
  isUnhandled: fc.boolean(),
  owner: fc.option(fc.constantFrom('team:7', 'user:3'), { freq: 2 }),
});
const limit = (max: number) => fc.option(fc.record({ count: fc.integer({ min: 1, max }), windowMinutes: fc.constantFrom(null, 60, 120) }));
const conditions = fc
  .record({ untilMs: fc.option(fc.constantFrom(0, stepMs, hourMs, 7 * dayMs)), events: limit(100), users: limit(5) })
  .filter(({ untilMs, events, users }) => untilMs !== null || events !== null || users !== null);
const named = fc.constantFrom(...order, ...names);
const who = fc.constantFrom(5, null);

const action = fc.oneof(
  { weight: 10, arbitrary: fc.record({ do: fc.constant('event' as const), event }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.constantFrom(...steps) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('age' as const) }) },
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constant('resolve' as const),
      kind: fc.constantFrom('now' as const, 'by age' as const, 'in release' as const, 'in next release' as const, 'in commit' as const),
      name: named,
      hours: fc.constantFrom(1, 24),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('releaseCommit' as const), commit: fc.constantFrom('monday', 'c0ffee', 'shop@1.0'), name: named }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('reopen' as const),
      substatus: fc.constantFrom(null, null, 'new' as const, 'ongoing' as const, 'escalating' as const, 'regressed' as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('archive' as const),
      kind: fc.constantFrom('forever' as const, 'until escalating' as const, 'until met' as const, 'until met' as const),
      conditions,
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('review' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('assign' as const), assignee: fc.constantFrom(null, 'user:3', 'team:7'), who }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('lose' as const), assignee: fc.constantFrom('user:3', 'team:7') }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('prioritize' as const), level: fc.constantFrom(null, 'low' as const, 'medium' as const, 'high' as const), who }),
  },
);
type Action = typeof action extends fc.Arbitrary<infer Value> ? Value : never;

const plainEvent = { lateMs: 0, count: 1, release: null, users: [], level: 'debug' as const, isUnhandled: false, owner: null };

/** A user comes late, after an event without one: once a matter of opinion between the twins. */
const lateUser: [typeof plainEvent, Action[]] = [
  plainEvent,
  [
    { do: 'archive', kind: 'until met', conditions: { untilMs: null, events: null, users: { count: 1, windowMinutes: 60 } } },
    { do: 'wait', ms: 3 * hourMs },
    { do: 'event', event: plainEvent },
    { do: 'event', event: { ...plainEvent, lateMs: hourMs, users: ['id:1'] } },
  ],
];

/** Both are told the same, one after the other. */
class Twins {
  now = noon;
  life: Life;
  paper: IssueOnPaper;
  told: string[] = [];
  /** The releases of the project, oldest first. */
  releases: string[] = [];
  users = new Set<string>();
  totals: Totals = { eventCount: 0, userCount: 0, trend: emptyTrend };

  constructor(first: typeof event extends fc.Arbitrary<infer Value> ? Value : never) {
    const [seen, written] = this.arrive({ ...first, lateMs: 0 });
    this.paper = new IssueOnPaper(written);
    const lived = beginLife(seen);
    this.life = lived.life;
    this.tell(lived);
  }

  take(step: Action): void {
    switch (step.do) {
      case 'event': {
        const [seen, written] = this.arrive(step.event);
        this.apply(liveThrough(this.life, seen));
        return this.paper.event(written);
      }
      case 'wait':
        this.now += step.ms;
        this.apply(passTime(this.life, this.now, this.totals));
        return this.paper.time(this.now);
      case 'age':
        this.apply(age(this.life, this.now));
        return this.paper.grow(this.now);
      case 'resolve': {
        const name = step.kind === 'in next release' ? (this.releases.at(-1) ?? step.name) : step.name;
        const before = step.kind === 'in commit' ? [] : this.before(name);
        const mark = { release: name, olderReleases: before };
        const resolution = {
          now: { type: 'now' as const },
          'by age': { type: 'by_age' as const, hours: step.hours },
          'in release': { type: 'in_release' as const, ...mark },
          'in next release': { type: 'in_next_release' as const, ...mark },
          'in commit': { type: 'in_commit' as const, repository: 'shop', commit: name },
        }[step.kind];
        this.obey({ type: 'resolve', resolution });
        return this.paper.resolve(step.kind, this.now, name, before, step.hours);
      }
      case 'releaseCommit': {
        const before = this.before(step.name);
        this.obey({ type: 'releaseCommit', repository: 'shop', commit: step.commit, release: step.name, olderReleases: before });
        return this.paper.releaseCommit(step.commit, step.name, before);
      }
      case 'reopen':
        this.obey({ type: 'reopen', substatus: step.substatus });
        return this.paper.reopen(step.substatus, this.now);
      case 'archive': {
        const { untilMs, events, users } = step.conditions;
        const limits = { until: untilMs === null ? null : this.now + untilMs, events, users };
        const condition = {
          forever: { type: 'forever' as const },
          'until escalating': { type: 'until_escalating' as const },
          'until met': { type: 'until_condition_met' as const, ...limits },
        }[step.kind];
        this.obey({ type: 'archive', condition });
        return this.paper.archive(step.kind, this.now, limits);
      }
      case 'review':
        this.obey({ type: 'markReviewed' });
        return this.paper.review(this.now);
      case 'assign':
        this.obey({ type: 'assign', assignee: step.assignee }, step.who);
        return this.paper.assign(step.assignee, step.who !== null);
      case 'lose':
        this.obey({ type: 'loseAssignee', assignee: step.assignee });
        return this.paper.lose(step.assignee);
      case 'prioritize':
        this.obey({ type: 'setPriority', level: step.level }, step.who);
        return this.paper.prioritize(step.level, step.who !== null);
    }
  }

  private arrive({ lateMs, count, ...rest }: typeof event extends fc.Arbitrary<infer Value> ? Value : never): [Occurrences, PaperEvent] {
    const at = this.now - lateMs;
    if (rest.release !== null && !this.releases.includes(rest.release)) this.releases.push(rest.release);
    const newUsers = rest.users.filter((user) => !this.users.has(user)).length;
    for (const user of rest.users) this.users.add(user);
    let trend: Trend = this.totals.trend;
    for (let added = 0; added < count; added += 1) trend = addToTrend(trend, at);
    this.totals = { eventCount: this.totals.eventCount + count, userCount: this.users.size, trend };
    const { users, ...both } = { ...rest, count, newUsers };
    return [
      { ...both, eventId: 'e', receivedAt: at, userKeys: users, totals: this.totals },
      { ...both, at, users },
    ];
  }

  /** Releases made before this one, which is made now if it was not. */
  private before(name: string): string[] {
    if (!this.releases.includes(name)) this.releases.push(name);
    return this.releases.slice(0, this.releases.indexOf(name));
  }

  private obey(request: LifeRequest, userId: number | null = 5): void {
    this.apply(obey(this.life, { ...request, userId, at: this.now }, this.totals));
  }

  private apply(lived: Lived): void {
    const isSame = lived.life === this.life;
    // Only archiving until something happens begins anew where it already was.
    if (!isSame && isDeepStrictEqual(lived.life, this.life) && lived.life.substatus !== 'archived_until_condition_met')
      throw new Error('made anew what did not change');
    if (isSame && lived.happened.length > 0) throw new Error('told of a change that was none');
    this.life = lived.life;
    this.tell(lived);
  }

  private tell({ happened }: Lived): void {
    for (const { activity, effect } of happened) this.told.push(`${activity?.type ?? ''}/${effect ?? ''}`);
  }
}

/** The one word that the paper has for it. */
function wordOf({ substatus, resolution }: Life): string {
  if (resolution) return `resolved ${resolution.type.replaceAll('_', ' ')}`;
  return (substatus ?? 'nothing').replace('archived_until_condition_met', 'archived until met').replaceAll('_', ' ');
}

/** Names of what does not hold. */
function brokenInvariants(life: Life): string[] {
  const { status, substatus, resolution, archive, priority } = life;
  const usual = substatus === 'escalating' ? 'high' : priority.automatic;
  const invariants = {
    'a resolution exactly while resolved': (resolution !== null) === (status === 'resolved'),
    'a condition exactly while ignored': (archive !== null) === (status === 'ignored'),
    'no substatus exactly while resolved': (substatus === null) === (status === 'resolved'),
    'the substatus of the condition': archive === null ? !substatus?.startsWith('archived') : substatus === `archived_${archive.type}`,
    'a forecast only where it is asked': life.forecast === null || substatus === 'ongoing' || substatus === 'archived_until_escalating',
    'the priority of the substatus': priority.isSetByMember || status !== 'unresolved' || priority.level === usual,
    'a timer exactly with a time': timerOf(life) === (archive?.type === 'until_condition_met' ? archive.until : null),
    'the same after a round trip through JSON': isDeepStrictEqual(JSON.parse(JSON.stringify(life)), life),
  };
  return Object.entries(invariants).flatMap(([name, holds]) => (holds ? [] : [name]));
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
}

describe('the life of an issue', () => {
  it('is what it would be on paper, whatever happens in whatever order', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(event, fc.array(action, { maxLength: 30, size: 'max' }), (first, actions) => {
        const twins = new Twins(first);
        for (const step of actions) {
          const before = wordOf(twins.life);
          deepFreeze(twins.life);
          twins.take(step);
          const { life, paper, told } = twins;
          const { level, isSetByMember, automatic } = life.priority;
          const found = {
            word: wordOf(life),
            since: life.since,
            assignee: [life.assignee, life.isAssignedByMember],
            priority: [level, isSetByMember, automatic],
            forecast: life.forecast,
            told,
            broken: brokenInvariants(life),
          };
          const written = {
            word: paper.word,
            since: paper.since,
            assignee: [paper.assignee, paper.isMembersChoice],
            priority: [paper.level, paper.byMember !== null, paper.automatic],
            forecast: paper.forecast,
            told: paper.log,
            broken: [],
          };
          // `expect` explains a difference well, but takes its time to find none.
          const isEqual = isDeepStrictEqual(found, written);
          expect(isEqual || found).toEqual(isEqual || written);
          const path = `${before} ${step.do} ${wordOf(life)}`;
          seen.set(path, (seen.get(path) ?? 0) + 1);
        }
      }),
      { seed, numRuns, examples: [lateUser] },
    );
    // Each way that events, time and age can lead must have been taken often, which a short run cannot promise.
    const least = numRuns < 10_000 ? 0 : 10;
    const ways = [
      ...['now', 'by age', 'in release', 'in next release', 'in commit'].map((kind) => `resolved ${kind} event regressed`),
      ...['in release', 'in next release', 'in commit'].map((kind) => `resolved ${kind} event resolved ${kind}`),
      ...['ongoing', 'archived until escalating', 'archived until met'].flatMap((word) => [`${word} event escalating`, `${word} event ${word}`]),
      'archived until met event ongoing',
      'archived until met wait ongoing',
      'archived forever event archived forever',
      ...['new', 'regressed', 'escalating'].map((word) => `${word} age ongoing`),
      ...['new', 'regressed', 'escalating', 'ongoing'].map((word) => `${word} resolve resolved by age`),
    ];
    expect(ways.filter((way) => (seen.get(way) ?? 0) < least)).toEqual([]);
  }, 300_000);

  it('is tiny as a rule, and bounded at its worst', () => {
    const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length;
    const longest = 'ﷺ"'.repeat(100);
    const occurrences = (parts: Partial<Occurrences>): Occurrences => ({
      count: 1,
      release: longest,
      eventId: 'e',
      receivedAt: noon,
      newUsers: 1,
      userKeys: [],
      owner: 'team:1234567890',
      level: 'error',
      isUnhandled: false,
      totals: { eventCount: 1, userCount: 1, trend: emptyTrend },
      ...parts,
    });
    const { life, happened } = beginLife(occurrences({}));
    expect(bytes(life)).toBeLessThan(400);
    expect(happened.length).toBe(2);

    const obeyed = (request: LifeRequest) => obey(life, { ...request, userId: 5, at: noon }, occurrences({}).totals).life;
    const olderReleases = Array.from({ length: 5000 }, (_, index) => `${longest}${index}`);
    expect(bytes(obeyed({ type: 'resolve', resolution: { type: 'in_release', release: longest, olderReleases } }))).toBeLessThan(8000);

    const most = {
      type: 'until_condition_met' as const,
      until: noon + 30 * dayMs,
      events: { count: 2 ** 31 - 1, windowMinutes: 10_080 },
      users: { count: 1000, windowMinutes: 10_080 },
    };
    let archived = obeyed({ type: 'archive', condition: most });
    for (let index = 0; index < 3000; index += 1) {
      const receivedAt = noon + index * 4 * minuteMs;
      archived = liveThrough(archived, occurrences({ receivedAt, count: 100_000, userKeys: [`${longest}${index % 999}`] })).life;
    }
    expect(archived.archive?.type === 'until_condition_met' && archived.archive.users?.seen).toHaveLength(999);
    expect(archived.archive?.type === 'until_condition_met' && archived.archive.events?.seen).toHaveLength(60);
    expect(bytes(archived)).toBeLessThan(32_000);
  });
});
