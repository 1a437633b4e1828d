import type { Tag } from '../event/event.ts';

/** How often each value of a tag was met, by key. Cut to what can travel with the issue. */
export interface TagCounts {
  [key: string]: TagValues;
}

export interface TagValues {
  /** `[value, events, first seen, last seen]`, times in Unix milliseconds. */
  values: TagValue[];
  /** Events whose value was cut. */
  others: number;
}

export type TagValue = [value: string, count: number, firstSeenAt: number, lastSeenAt: number];

/** Kept of a key: those met most often, and those met last, so that a value that begins to spread is there to be counted. */
const maxFrequent = 30;
const maxRecent = 10;
const maxKeys = 50;

export const noTagCounts: TagCounts = {};

/** Counts the tags of one event. */
export function addTags(counts: TagCounts, tags: readonly Tag[], at: number): TagCounts {
  if (tags.length === 0) return counts;
  const sum = new Map(Object.entries(counts));
  for (const [key, value] of tags) sum.set(key, addValue(sum.get(key), [value, 1, at, at]));
  return Object.fromEntries(sum);
}

/** The counts of several issues, or of several times, as those of one. */
export function sumTags(all: readonly TagCounts[]): TagCounts {
  const sum = new Map<string, TagValues>();
  for (const counts of all) {
    for (const [key, { values, others }] of Object.entries(counts)) {
      const known = new Map((sum.get(key)?.values ?? []).map((value) => [value[0], value]));
      for (const value of values) known.set(value[0], sumOf(known.get(value[0]), value));
      sum.set(key, { values: [...known.values()], others: (sum.get(key)?.others ?? 0) + others });
    }
  }
  return Object.fromEntries(sum);
}

/** At most 50 keys with 40 values each, what is cut counted in `others`. Exact as long as a key has no more. */
export function cutTags(counts: TagCounts): TagCounts {
  const keys = Object.entries(counts);
  const kept = keys.length <= maxKeys ? keys : keys.sort(([, one], [, other]) => totalOf(other) - totalOf(one)).slice(0, maxKeys);
  return Object.fromEntries(kept.map(([key, values]) => [key, cutValues(values)]));
}

/** How many values are told apart. */
export function sizeOfTags(counts: TagCounts): number {
  return Object.values(counts).reduce((sum, { values }) => sum + values.length, 0);
}

/** Events that had the key. */
export function totalOf({ values, others }: TagValues): number {
  return values.reduce((sum, [, count]) => sum + count, others);
}

function cutValues({ values, others }: TagValues): TagValues {
  if (values.length <= maxFrequent + maxRecent) return { values, others };
  const byCount = values.toSorted((one, other) => other[1] - one[1]);
  const recent = byCount.slice(maxFrequent).sort((one, other) => other[3] - one[3]);
  const cut = recent.slice(maxRecent);
  return {
    values: [...byCount.slice(0, maxFrequent), ...recent.slice(0, maxRecent)],
    others: cut.reduce((sum, [, count]) => sum + count, others),
  };
}

function addValue(before: TagValues | undefined, added: TagValue): TagValues {
  if (!before) return { values: [added], others: 0 };
  const at = before.values.findIndex(([value]) => value === added[0]);
  const values = at < 0 ? [...before.values, added] : before.values.with(at, sumOf(before.values[at], added));
  return { values, others: before.others };
}

function sumOf(one: TagValue | undefined, other: TagValue): TagValue {
  return one ? [one[0], one[1] + other[1], Math.min(one[2], other[2]), Math.max(one[3], other[3])] : other;
}
