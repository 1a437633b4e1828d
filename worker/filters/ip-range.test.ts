import { expect, it } from 'vitest';
import { isInRanges, parseIpRange } from './ip-range.ts';

it.each([
  ['192.0.2.7', '192.0.2.7', true],
  ['192.0.2.7', '192.0.2.8', false],
  ['10.20.30.40', '10.0.0.0/8', true],
  ['11.20.30.40', '10.0.0.0/8', false],
  ['1.2.3.4', '0.0.0.0/0', true],
  ['2001:db8::1', '2001:db8::/32', true],
  ['2001:DB8:0:0:0:0:0:1', '2001:db8::1', true],
  ['2001:db9::1', '2001:db8::/32', false],
  ['::1', '0.0.0.0/0', false],
  ['::ffff:10.1.2.3', '10.0.0.0/8', true],
  ['10.1.2.3', 'nonsense', false],
  ['nonsense', '0.0.0.0/0', false],
])('%s in %s: %j', (address, range, expected) => {
  expect(isInRanges(address, [range])).toBe(expected);
});

it.each(['', '10.0.0.0/33', '10.0.0/8', '::1/129', '1.2.3.4/8/8', '1.2.3.256', ':::', '1:2:3:4:5:6:7:8:9', '::1/x'])('knows that %j is none', (text) => {
  expect(parseIpRange(text)).toBeNull();
});
