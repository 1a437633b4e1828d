import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addTags, cutTags, noTagCounts, sizeOfTags, sumTags, type TagCounts, totalOf } from './tag-counts.ts';
import type { Tag } from '../event/event.ts';

interface Tagged {
  tags: Tag[];
  at: number;
}

const count = (events: readonly Tagged[]) => events.reduce((counts, { tags, at }) => addTags(counts, tags, at), noTagCounts);

/** Whatever order values and keys are in. */
const plain = (counts: TagCounts) =>
  Object.fromEntries(
    Object.entries(counts).map(([key, { values, others }]) => [
      key,
      { others, values: Object.fromEntries(values.map(([value, ...rest]) => [`=${value}`, rest])) },
    ]),
  );

const totals = (counts: TagCounts) => Object.fromEntries(Object.entries(counts).map(([key, values]) => [key, totalOf(values)]));

/** Fewer values than are kept. */
const few = eventsOf(fc.constantFrom('browser', 'os', '__proto__', 'constructor'), fc.constantFrom('Chrome', 'Firefox', '', '__proto__', 'toString'));
/** More of everything than is kept. */
const many = eventsOf(
  fc.integer({ min: 0, max: 3 }).map((number) => `key ${number}`),
  fc.integer({ min: 0, max: 120 }).map((number) => `value ${number}`),
);

function eventsOf(key: fc.Arbitrary<string>, value: fc.Arbitrary<string>): fc.Arbitrary<Tagged[]> {
  const tags = fc.uniqueArray(fc.tuple(key, value), { selector: ([name]) => name, maxLength: 4 });
  return fc.array(fc.record({ tags, at: fc.integer({ min: 1, max: 1_000_000 }) }), { maxLength: 200 });
}

it('counts values of each key, with first and last sight, whatever order the events come in', () => {
  const counts = count([
    {
      tags: [
        ['browser', 'Chrome'],
        ['os', 'Linux'],
      ],
      at: 20,
    },
    { tags: [['browser', 'Chrome']], at: 10 },
    { tags: [['browser', 'Firefox']], at: 30 },
  ]);
  expect(counts).toEqual({
    browser: {
      values: [
        ['Chrome', 2, 10, 20],
        ['Firefox', 1, 30, 30],
      ],
      others: 0,
    },
    os: { values: [['Linux', 1, 20, 20]], others: 0 },
  });
});

describe('below its limits', () => {
  it('does not change what was counted before', () => {
    const before = count([{ tags: [['browser', 'Chrome']], at: 1 }]);
    const copy = structuredClone(before);
    addTags(before, [['browser', 'Chrome']], 2);
    sumTags([before, before]);
    expect(before).toEqual(copy);
  });

  it('counts what a simple count counts', () => {
    fc.assert(
      fc.property(few, (events) => {
        const expected = new Map<string, number>();
        for (const { tags } of events) for (const tag of tags) expected.set(tag.join('='), (expected.get(tag.join('=')) ?? 0) + 1);
        const counted = Object.entries(cutTags(count(events))).flatMap(([key, { values }]) =>
          values.map(([value, times]) => [`${key}=${value}`, times] as const),
        );
        expect(new Map(counted)).toEqual(expected);
      }),
      { seed: 4 },
    );
  });

  it('is the same for every order of the events and every way to add them up', () => {
    fc.assert(
      fc.property(few, fc.nat(), (events, at) => {
        const whole = plain(count(events));
        expect(plain(count(events.toReversed()))).toEqual(whole);
        const [one, other] = [events.slice(0, at % (events.length + 1)), events.slice(at % (events.length + 1))].map(count);
        expect(plain(sumTags([one ?? {}, other ?? {}]))).toEqual(whole);
        expect(plain(sumTags([cutTags(other ?? {}), cutTags(one ?? {})]))).toEqual(whole);
      }),
      { seed: 4 },
    );
  });
});

describe('beyond its limits', () => {
  it('never loses an event of a key, however often it is cut and added up', () => {
    fc.assert(
      fc.property(many, many, (one, other) => {
        const cut = cutTags(sumTags([cutTags(count(one)), cutTags(count(other))]));
        expect(totals(cut)).toEqual(totals(count([...one, ...other])));
      }),
      { seed: 4 },
    );
  });

  it('is of bounded size', () => {
    fc.assert(
      fc.property(many, (events) => {
        const cut = cutTags(count(events));
        for (const { values } of Object.values(cut)) expect(values.length).toBeLessThanOrEqual(40);
      }),
      { seed: 4 },
    );
    const keys = Array.from({ length: 80 }, (_, index): Tag => [`key ${index}`, 'value']);
    const cut = cutTags(
      count([
        { tags: keys, at: 1 },
        { tags: keys.slice(40), at: 2 },
      ]),
    );
    expect(sizeOfTags(cut)).toBe(50);
    expect(Object.keys(cut)).toEqual(expect.arrayContaining(keys.slice(40).map(([key]) => key)));
  });

  it('keeps the most frequent values and the newest', () => {
    const frequent = Array.from({ length: 30 }, (_, index): Tagged[] => Array.from({ length: 2 }, () => ({ tags: [['url', `frequent ${index}`]], at: 1 })));
    const rare = Array.from({ length: 50 }, (_, index): Tagged => ({ tags: [['url', `rare ${index}`]], at: 10 + index }));
    const { url } = cutTags(count([...frequent.flat(), ...rare]));
    const kept = url?.values.map(([value]) => value) ?? [];
    expect(kept.filter((value) => value.startsWith('frequent'))).toHaveLength(30);
    expect(kept.filter((value) => value.startsWith('rare')).toSorted()).toEqual(Array.from({ length: 10 }, (_, index) => `rare ${index + 40}`));
    expect(url?.others).toBe(40);
  });
});
