import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digest } from './digest.ts';
import { compareReleases } from './release.ts';

const seed = 20_261_124;
const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

const number = fc.constantFrom('1', '2', '02', '10', '9007199254740993');
const word = fc.constantFrom('rc', 'rc1', '1', '2', '11', '1a');
const version = fc
  .tuple(
    fc.array(number, { minLength: 1, maxLength: 2 }),
    fc.option(fc.array(word, { minLength: 1, maxLength: 3 })),
    fc.option(fc.constantFrom('1', '2', '11', '01', 'abc', '1.2', '2f3a')),
  )
  .map(([numbers, prerelease, build]) => `${numbers.join('.')}${prerelease ? `-${prerelease.join('.')}` : ''}${build ? `+${build}` : ''}`);
const release = fc.oneof(
  { weight: 8, arbitrary: version.map((name) => `shop@${name}`) },
  { weight: 1, arbitrary: version.map((name) => `@till@${name}`) },
  { weight: 1, arbitrary: version },
  { weight: 1, arbitrary: fc.string({ maxLength: 300, unit: 'binary' }) },
);

describe('the order of releases', () => {
  it('compares a release to itself as equal, or not at all', () => {
    fc.assert(
      fc.property(release, (a) => {
        expect(compareReleases(a, a) ?? 0).toBe(0);
      }),
      { seed, numRuns },
    );
  });

  it('is the reverse the other way round', () => {
    fc.assert(
      fc.property(release, release, (a, b) => {
        const [forth, back] = [compareReleases(a, b), compareReleases(b, a)];
        expect(forth === null || back === null ? [forth, back] : forth + back).toEqual(forth === null ? [null, null] : 0);
      }),
      { seed, numRuns },
    );
  });

  it('carries over: what is comparable, older or equal twice is so at once', () => {
    fc.assert(
      fc.property(release, release, release, (a, b, c) => {
        const [ab, bc, ac] = [compareReleases(a, b), compareReleases(b, c), compareReleases(a, c)];
        if (ab === null || bc === null) return;
        const isOneWay = ab === bc || ab === 0 || bc === 0;
        expect(ac).toBe(isOneWay ? Math.sign(ab + bc) : (ac ?? 'comparable'));
      }),
      { seed, numRuns: numRuns * 2 },
    );
  });
});

describe('a digest', () => {
  it('is short, and another for another of a hundred thousand names alike', () => {
    const names = Array.from({ length: 100_000 }, (_, index) => (index % 2 ? `shop@1.0.${index}` : `ip:10.0.${index >> 8}.${index & 255}`));
    const digests = names.map(digest);
    expect(new Set(digests).size).toBe(new Set(names).size);
    expect(Math.max(...digests.map((text) => text.length))).toBeLessThanOrEqual(11);
  });
});
