import { expect, it } from 'vitest';
import { readSetupToken } from './setup-token.ts';

it.each([
  ['?token=abc', '', 'abc'],
  ['', '#abc', 'abc'],
  ['', '#token=abc', 'abc'],
  ['', '#a%2Bb', 'a+b'],
  ['?other=1', '', ''],
  ['', '', ''],
  ['', '#50%', '50%'],
])('finds the token in %s%s', (search, hash, token) => {
  expect(readSetupToken(search, hash)).toBe(token);
});
