import type { ExploreLines, ExploreRow, ExploreSeries } from '../../worker/api/contract/explore.ts';

/** A line of the chart. */
export interface Line {
  /** Values of the group; empty for all events together. */
  label: string;
  /** One for each piece of time; null where there is none. */
  values: readonly (number | null)[];
}

export interface Timeline {
  /** Beginnings of the pieces of time in Unix milliseconds, and the end of the last. */
  starts: readonly number[];
  lines: readonly Line[];
}

/** What the API answers, in the order of the groups. */
export function timelineOf(reply: ExploreLines): Timeline {
  const series: [label: string, series: ExploreSeries][] = isSeries(reply)
    ? [['', reply]]
    : Object.entries(reply).toSorted(([, one], [, other]) => one.order - other.order);
  const times = series[0]?.[1].data.map(([at]) => at * 1000) ?? [];
  const step = times.length < 2 ? 60_000 : (times[1] ?? 0) - (times[0] ?? 0);
  return {
    starts: times.length === 0 ? [] : [...times, (times.at(-1) ?? 0) + step],
    lines: series.map(([label, { data }]) => ({ label, values: data.map(([, [point]]) => point?.count ?? null) })),
  };
}

/** What the API calls the line of a group. */
export function labelOf(row: ExploreRow, groups: readonly string[]): string {
  return groups
    .map((field) => row[field] ?? null)
    .map((value) => (value === null || value === '' ? '(none)' : String(value)))
    .join(',');
}

/** A group may be called as any of its fields. */
function isSeries(reply: ExploreLines): reply is ExploreSeries {
  return Array.isArray(reply.data);
}

export function totalOf({ values }: Line): number {
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
}

/** Counts of groups add up to the whole, so that they may stand on each other; averages and unique values do not. */
export function addsUp(axis: string): boolean {
  return /^(count|count_if|sum|epm|eps)\(/.test(axis);
}
