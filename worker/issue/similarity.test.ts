import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, findSimilar } from './similarity.ts';

const issue = (issueId: number, ...features: string[]): Candidate => ({ issueId, features });

const own = issue(1, 'f:shop.cart checkout', 'f:shop.cart total', 'w:carterror', 'w:cart', 'w:empty');
const ids = (candidates: Candidate[], of: Candidate[] = [own]) => findSimilar(of, candidates, 10).map(({ issueId }) => issueId);

it('says which functions and words both have, the rarest first', () => {
  const candidates = [issue(2, 'f:shop.cart total', 'w:cart', 'w:empty'), issue(3, 'w:cart', 'w:unrelated', 'f:web dispatch')];
  expect(findSimilar([own], candidates, 10)).toEqual([{ issueId: 2, score: expect.closeTo(0.611, 3), frames: ['shop.cart total'], words: ['empty', 'cart'] }]);
});

it.each([
  ['an equal one before one that has more beside', issue(2, ...own.features), issue(3, ...own.features, 'f:web dispatch', 'w:other')],
  [
    'shared functions before shared words',
    issue(2, 'f:shop.cart checkout', 'f:shop.cart total', 'w:timeout'),
    issue(3, 'f:web dispatch', 'w:carterror', 'w:cart', 'w:empty'),
  ],
  ['more shared functions before fewer', issue(2, 'f:shop.cart checkout', 'f:shop.cart total'), issue(3, 'f:shop.cart checkout', 'f:web dispatch')],
])('ranks %s', (_, first, second) => {
  expect(ids([second, first])[0]).toBe(2);
  expect(ids([first, second])[0]).toBe(2);
});

it('counts a word that few say for more than one that all say', () => {
  const crowd = Array.from({ length: 50 }, (_, index) => issue(100 + index, 'w:error', `w:own${index}`));
  const asked = issue(1, 'w:error', 'w:deadlock', 'w:waiting');
  const found = findSimilar([asked], [...crowd, issue(2, 'w:deadlock', 'w:retry', 'w:queue'), issue(3, 'w:error', 'w:retry', 'w:queue')], 10);
  expect(found.map(({ issueId }) => issueId)).toEqual([2]);
});

describe('does not find', () => {
  it.each([
    ['what has nothing in common', issue(2, 'f:web dispatch', 'w:timeout')],
    ['what has no features', issue(2)],
    ['the issue itself', own],
    ['another hash of the issue', issue(1, 'f:shop.cart checkout')],
    ['what shares one common word of many', issue(2, 'f:web dispatch', 'f:web handle', 'w:cart', 'w:timeout')],
  ])('%s', (_, candidate) => {
    expect(ids([candidate, issue(9, 'w:cart'), issue(10, 'w:cart', 'w:rest')].filter(({ issueId }) => issueId < 9))).toEqual([]);
  });
});

it('names an issue of several hashes once, for the one that is most like any hash of the other', () => {
  const candidates = [issue(2, 'w:timeout', 'f:web dispatch'), issue(2, 'f:shop.order place', 'w:order'), issue(3, 'w:nothing')];
  expect(findSimilar([own, issue(1, 'f:shop.order place', 'w:order')], candidates, 10)).toEqual([
    { issueId: 2, score: 1, frames: ['shop.order place'], words: ['order'] },
  ]);
});

it('gives at most as many as are asked for, in an order that does not hang on that of the candidates', () => {
  const feature = fc.constantFrom('f:a', 'f:b', 'f:c', 'w:a', 'w:b', 'w:c', 'w:d');
  const candidate = fc.record({ issueId: fc.integer({ min: 1, max: 30 }), features: fc.uniqueArray(feature) });
  fc.assert(
    fc.property(fc.uniqueArray(candidate, { selector: ({ issueId }) => issueId, minLength: 1, maxLength: 20 }), ([first, ...others]) => {
      if (!first) return;
      const found = findSimilar([first], others, 3);
      expect(found.length).toBeLessThanOrEqual(3);
      expect(found).toEqual(findSimilar([first], others.toReversed(), 3));
      for (const { score, frames, words } of found) {
        expect(score).toBeGreaterThan(0);
        expect(score).toBeLessThanOrEqual(1.000001);
        expect(frames.length + words.length).toBeGreaterThan(0);
      }
    }),
    { seed: 4, numRuns: 300 },
  );
});
