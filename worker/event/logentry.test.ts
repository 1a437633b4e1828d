import { describe, expect, it } from 'vitest';
import { formatMessage } from './format-message.ts';
import { normalized } from './normalize.fixture.ts';

describe('messages', () => {
  it.each([
    [{ message: 'plain' }, { formatted: 'plain' }],
    [{ logentry: 'plain' }, { formatted: 'plain' }],
    [{ logentry: 42 }, { formatted: '42' }],
    [{ logentry: { formatted: 42 } }, { formatted: '42' }],
    [{ message: { message: 'a %s', params: ['b'] } }, { formatted: 'a b', message: 'a %s', params: ['b'] }],
    [{ 'sentry.interfaces.Message': { message: 'old' } }, { formatted: 'old' }],
    [{ logentry: { message: 'same', formatted: 'same' } }, { formatted: 'same' }],
    [{ logentry: { message: 'a %s', formatted: 'a c', params: ['b'] } }, { formatted: 'a c', message: 'a %s', params: ['b'] }],
    [{ logentry: { message: 'a %s %s', params: ['b'] } }, { formatted: 'a %s %s', params: ['b'] }],
    [{ logentry: { message: 'a', params: 'b' } }, { formatted: 'a' }],
    [{ logentry: 'first', message: 'second' }, { formatted: 'first' }],
  ])('of %j are %j', (payload, expected) => expect(normalized(payload).logentry).toEqual(expected));

  it.each([[false], [null], [''], [{}], [{ params: [1] }], [{ message: '' }]])('are absent in %j', (logentry) => {
    expect(normalized({ logentry }).logentry).toBeUndefined();
  });

  it('are cut at 8192 characters', () => {
    expect(normalized({ message: 'x'.repeat(9000) }).logentry?.formatted).toHaveLength(8192);
  });
});

describe('formatMessage', () => {
  it.each([
    ['%s is %d', ['a', 1], 'a is 1'],
    ['%(name)s: 100%%', { name: 'a' }, 'a: 100%'],
    ['%5.2f and %r', [1.5, true], '1.5 and True'],
    ['{} of {}', [1, 2], '1 of 2'],
    ['{1} before {0}', ['a', 'b'], 'b before a'],
    ['{name!r:>10} {{x}}', { name: 'n' }, 'n {x}'],
    ['%s', [{ a: 1 }], '{"a":1}'],
    ['%s', [null], 'None'],
    ['%s %s', ['a'], undefined],
    ['%(missing)s', { name: 'a' }, undefined],
    ['{constructor}', {}, undefined],
    ['nothing to fill', ['a'], undefined],
    ['50% sure', ['a'], undefined],
  ])('%s with %j is %s', (template, params, expected) => expect(formatMessage(template, params)).toBe(expected));
});
