import type { Tag, TagValue } from '../../../worker/api/contract/tag.ts';

/** A stretch of the bar of a tag. */
export interface Stretch {
  /** Null for what stands together at the end: values that are not shown, and those that are no longer told apart. */
  value: TagValue | null;
  /** Events. */
  count: number;
  /** 0 to 1, of the events that have the tag. */
  share: number;
}

/** The most frequent values, at most `max`, and the rest together: all of it adds up to the events that have the tag. */
export function distributionOf({ topValues, totalValues }: Pick<Tag, 'topValues' | 'totalValues'>, max: number): Stretch[] {
  const shown = topValues.slice(0, max);
  const counted = shown.reduce((sum, { count }) => sum + count, 0);
  const total = Math.max(totalValues, counted);
  const stretches = shown.map((value): Stretch => ({ value, count: value.count, share: shareOf(value.count, total) }));
  const rest = total - counted;
  return rest > 0 ? [...stretches, { value: null, count: rest, share: shareOf(rest, total) }] : stretches;
}

export function shareOf(count: number, total: number): number {
  return total > 0 ? count / total : 0;
}

/** `62 %`; never 0 for something, and never 100 for less than all. */
export function shareText(share: number): string {
  if (share > 0 && share < 0.005) return '< 1 %';
  if (share < 1 && share > 0.995) return '> 99 %';
  return `${Math.round(share * 100)} %`;
}

/** What the rest of a tag is, said honestly: `12 more values`, `events of 500 or more further values, which are not told apart`. */
export function restText(
  { uniqueValues, otherValues, isCut }: Pick<Tag, 'uniqueValues' | 'otherValues' | 'isCut'>,
  { shown, rest }: { shown: number; rest: number },
): string {
  const further = Math.max(uniqueValues - shown, 0);
  // What is not told apart has no number of values.
  if (otherValues >= rest) return 'values that are not told apart';
  const more = `${isCut ? 'at least ' : ''}${further.toLocaleString()} more ${further === 1 ? 'value' : 'values'}`;
  return otherValues > 0 ? `${more}, some not told apart` : more;
}

/** `37 values`, `500+ values` where some are no longer told apart. */
export function valuesText({ uniqueValues, isCut }: Pick<Tag, 'uniqueValues' | 'isCut'>): string {
  return `${uniqueValues.toLocaleString()}${isCut ? '+' : ''} ${uniqueValues === 1 && !isCut ? 'value' : 'values'}`;
}

/** Tags that tell most about where something happens, in the order in which they help. */
const tellingKeys = [
  'environment',
  'release',
  'browser',
  'os',
  'user',
  'transaction',
  'url',
  'server_name',
  'device',
  'runtime',
  'level',
  'handled',
  'mechanism',
];

/** The telling ones first, then those of most events. */
export function sortTags<Key extends Pick<Tag, 'key' | 'totalValues'>>(tags: readonly Key[]): Key[] {
  const rank = ({ key }: Key): number => {
    const position = tellingKeys.indexOf(key);
    return position < 0 ? tellingKeys.length : position;
  };
  return tags.toSorted((a, b) => rank(a) - rank(b) || b.totalValues - a.totalValues || (a.key < b.key ? -1 : 1));
}

/** What the card beside the event shows. */
const cardKeys = ['environment', 'release', 'browser', 'os'];

export function cardTags(tags: readonly Tag[]): Tag[] {
  return cardKeys.flatMap((key) => tags.find((tag) => tag.key === key && tag.topValues.length > 0) ?? []);
}
