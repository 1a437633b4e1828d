import { describe, expect, it } from 'vitest';
import type { Tag, TagValue } from '../../../worker/api/contract/tag.ts';
import { cardTags, distributionOf, restText, shareText, sortTags, valuesText } from './distribution.ts';

const aValue = (value: string, count: number): TagValue => ({
  key: 'release',
  name: value,
  value,
  count,
  firstSeen: '2026-11-20T10:00:00Z',
  lastSeen: '2026-11-23T15:44:52Z',
});

function aTag(fields: Partial<Tag> = {}): Tag {
  return { key: 'release', name: 'release', uniqueValues: 3, totalValues: 10, otherValues: 0, isCut: false, topValues: [], ...fields };
}

describe('the distribution of a tag', () => {
  it('adds up to the events that have it, with the rest as one', () => {
    const tag = aTag({ totalValues: 100, topValues: [aValue('1.2', 60), aValue('1.1', 20), aValue('1.0', 10)] });
    expect(distributionOf(tag, 2).map(({ value, count, share }) => [value?.value ?? null, count, share])).toEqual([
      ['1.2', 60, 0.6],
      ['1.1', 20, 0.2],
      [null, 20, 0.2],
    ]);
  });

  it('has no rest where all is shown, and is empty where nothing is', () => {
    expect(distributionOf(aTag({ totalValues: 5, topValues: [aValue('1.0', 5)] }), 5).map(({ value }) => value?.value)).toEqual(['1.0']);
    expect(distributionOf(aTag({ totalValues: 0 }), 5)).toEqual([]);
  });

  it('never has shares of more than all, even where the counts of values ran ahead of the total', () => {
    const shares = distributionOf(aTag({ totalValues: 5, topValues: [aValue('a', 4), aValue('b', 4)] }), 5).map(({ share }) => share);
    expect(shares).toEqual([0.5, 0.5]);
  });
});

it.each([
  [0, '0 %'],
  [0.001, '< 1 %'],
  [0.006, '1 %'],
  [0.624, '62 %'],
  [0.9951, '> 99 %'],
  [1, '100 %'],
])('writes the share %d as %s', (share, text) => {
  expect(shareText(share)).toBe(text);
});

describe('the rest', () => {
  it.each([
    ['values that are known but not shown', aTag({ uniqueValues: 15 }), { shown: 5, rest: 20 }, '10 more values'],
    ['one value', aTag({ uniqueValues: 6 }), { shown: 5, rest: 1 }, '1 more value'],
    ['values no longer told apart', aTag({ uniqueValues: 10, otherValues: 40, isCut: true }), { shown: 10, rest: 40 }, 'values that are not told apart'],
    ['both', aTag({ uniqueValues: 15, otherValues: 30, isCut: true }), { shown: 5, rest: 40 }, 'at least 10 more values, some not told apart'],
  ])('of %s says so', (_name, tag, shown, text) => {
    expect(restText(tag, shown)).toBe(text);
  });
});

it('counts values, and says where there are more', () => {
  expect(valuesText({ uniqueValues: 1, isCut: false })).toBe('1 value');
  expect(valuesText({ uniqueValues: 7, isCut: true })).toBe('7+ values');
});

it('puts the tags that tell where it happens first, then those of most events', () => {
  const tags = [
    { key: 'plan', totalValues: 9 },
    { key: 'os', totalValues: 1 },
    { key: 'cart', totalValues: 20 },
    { key: 'environment', totalValues: 2 },
  ];
  expect(sortTags(tags).map(({ key }) => key)).toEqual(['environment', 'os', 'cart', 'plan']);
});

it('shows beside the event only the telling tags that the issue has', () => {
  const tags = [aTag({ key: 'plan', topValues: [aValue('pro', 1)] }), aTag({ topValues: [aValue('1.0', 1)] }), aTag({ key: 'os' })];
  expect(cardTags(tags).map(({ key }) => key)).toEqual(['release']);
});
