import { describe, expect, it } from 'vitest';
import { compareReleases, parseRelease } from './release.ts';

describe('the version of a release', () => {
  it.each<[name: string, numbers: number[], prerelease: string[], build: number | null]>([
    ['shop@1.2.3', [1, 2, 3, 0], [], null],
    ['shop@1', [1, 0, 0, 0], [], null],
    ['com.example.Shop@1.2.3.4+567', [1, 2, 3, 4], [], 567],
    ['@scope.shop@1.2.3-beta.11+2f3a', [1, 2, 3, 0], ['beta', '11'], null],
    ['shop@1.0rc1+20200101100', [1, 0, 0, 0], ['rc1'], 20_200_101_100],
    ['shop@1-alpha', [1, 0, 0, 0], ['alpha'], null],
    ['shop@1.0-', [1, 0, 0, 0], [], null],
    ['shop@2024.11.3', [2024, 11, 3, 0], [], null],
    ['1.2', [1, 2, 0, 0], [], null],
    ['1.2.3-rc.1', [1, 2, 3, 0], ['rc', '1'], null],
  ])('is read from %s', (name, numbers, prerelease, build) => {
    expect(parseRelease(name)).toMatchObject({ numbers: numbers.map(BigInt), prerelease, build: build === null ? null : BigInt(build) });
  });

  it.each([
    '',
    'shop',
    'shop@',
    '@1.0.0',
    'a@b@1.0.0',
    'shop@1a',
    'shop@v1.2.3',
    'shop@1.2.3.4.5',
    'shop@1.2.3+',
    '20241124',
    '1234567',
    `shop@${'1'.repeat(40)}`,
    'shop@123456789012',
    'c0ffee00c0ffee00c0ffee00c0ffee00c0ffee00',
    `1.${'1'.repeat(300)}`,
    'shop@1.0.0 ',
  ])('is not read from %j', (name) => {
    expect(parseRelease(name)).toBeNull();
  });
});

describe('releases', () => {
  it('stand in the order of semver, numbered builds and fourth numbers included', () => {
    const inOrder = [
      '1.0.0-alpha',
      '1.0.0-alpha.1',
      '1.0.0-alpha.beta',
      '1.0.0-beta',
      '1.0.0-beta.2',
      '1.0.0-beta.11',
      '1.0.0-rc.1',
      '1.0.0',
      '1.0.0+7',
      '1.0.0+12',
      '1.0.0.1',
      '1.0.2',
      '1.0.10',
      '1.2',
      '1.10',
      '2.0a1',
      '2.0',
      '9007199254740993.0',
      '9007199254740994.0',
    ];
    const orders = inOrder.flatMap((a, index) => inOrder.map((b, other) => [`${a} ${b}`, compareReleases(`shop@${a}`, `shop@${b}`), Math.sign(index - other)]));
    expect(orders.filter(([, found, expected]) => found !== expected)).toEqual([]);
  });

  it.each([
    ['shop@1.0', 'shop@1.0.0.0'],
    ['shop@1.0+abc', 'shop@1.0+def'],
    ['shop@1.0dev', 'shop@1.0.0-dev'],
  ])('%s and %s are of one version', (a, b) => {
    expect(compareReleases(a, b)).toBe(0);
  });

  it.each([
    ['shop@1.0', 'till@2.0'],
    ['shop@1.0', '2.0'],
    ['shop@1.0', 'c0ffee'],
    ['monday', 'tuesday'],
  ])('%s and %s cannot be told apart by version', (a, b) => {
    expect([compareReleases(a, b), compareReleases(b, a)]).toEqual([null, null]);
  });
});
