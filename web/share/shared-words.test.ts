import { expect, it } from 'vitest';
import type { SharedEvent } from '../../worker/api/contract/share.ts';
import { sharedExceptions, sharedWords } from './shared-words.ts';

const anEvent = (...types: (string | null)[]): SharedEvent => ({
  dateCreated: '2026-11-23T15:44:52Z',
  message: null,
  exceptions: types.map((type, index) => ({ type, value: `value ${index}`, module: null, handled: index === 0, stacktrace: null })),
  stacktrace: null,
});

it.each([
  ['TypeError: x is undefined', anEvent('TypeError'), { name: 'TypeError', value: 'x is undefined' }],
  ['KeyError: a', anEvent('KeyError', 'Wrapper'), { name: 'KeyError', value: 'a' }],
  ['TypeError', anEvent('TypeError'), { name: 'TypeError', value: '' }],
  ['TypeErrors: many', anEvent('TypeError'), { name: 'TypeErrors: many', value: '' }],
  ['Checkout broke', null, { name: 'Checkout broke', value: '' }],
  [' ', anEvent(null), { name: '(No message)', value: '' }],
])('calls %j by the type of its error, where it has one', (title, latestEvent, words) => {
  expect(sharedWords({ title, latestEvent })).toEqual(words);
});

it('shows what broke first, then what caused it, and whether it was handled', () => {
  expect(sharedExceptions({ latestEvent: anEvent('Cause', 'Outer') })).toMatchObject([
    { type: 'Outer', relation: 'first', isHandled: false },
    { type: 'Cause', relation: 'cause', isHandled: true },
  ]);
  expect(sharedExceptions({ latestEvent: null })).toEqual([]);
});
