import { describe, expect, it } from 'vitest';
import { readExceptions, readThreads } from './exceptions.ts';

describe('exceptions', () => {
  it('shows what broke first, then what caused it', () => {
    const exceptions = readExceptions({
      values: [
        { type: 'KeyError', value: "'GB'" },
        { type: 'TaxRateMissing', value: 'no rate', mechanism: { handled: false, type: 'wsgi' } },
      ],
    });
    expect(exceptions).toMatchObject([
      { number: 1, type: 'TaxRateMissing', relation: 'first', isHandled: false, mechanism: 'wsgi' },
      { number: 2, type: 'KeyError', relation: 'cause', isHandled: null },
    ]);
  });

  it('tells a cause from what was being handled', () => {
    const [, second] = readExceptions({ values: [{ type: 'A', mechanism: { source: '__context__' } }, { type: 'B' }] });
    expect(second?.relation).toBe('context');
  });

  it('sets the members of a group, and what caused them, deeper than the group', () => {
    const exceptions = readExceptions({
      values: [
        { type: 'Cause', mechanism: { exception_id: 3, parent_id: 2, source: '__cause__' } },
        { type: 'B', mechanism: { exception_id: 2, parent_id: 0, source: 'exceptions[1]' } },
        { type: 'A', mechanism: { exception_id: 1, parent_id: 0, source: 'exceptions[0]' } },
        { type: 'ExceptionGroup', mechanism: { exception_id: 0, is_exception_group: true } },
      ],
    });
    expect(exceptions.map(({ type, relation, depth }) => [type, relation, depth])).toEqual([
      ['ExceptionGroup', 'first', 0],
      ['A', 'member', 1],
      ['B', 'member', 1],
      ['Cause', 'cause', 1],
    ]);
  });

  it('survives values of any type', () => {
    expect(readExceptions({ values: [null, 7, { type: ['x'], value: { a: 1 }, mechanism: 'm', stacktrace: 3 }] })).toMatchObject([
      { type: '["x"]', value: '{"a":1}', mechanism: null, trace: null },
      { type: 'Error' },
      { type: 'Error' },
    ]);
    expect(readExceptions(null)).toEqual([]);
  });
});

it('puts the crashed thread first, then the current one', () => {
  const threads = readThreads({
    values: [
      { id: 1, name: 'io' },
      { id: 2, current: true },
      { id: 3, crashed: true },
    ],
  });
  expect(threads.map((thread) => thread.id)).toEqual(['3', '2', '1']);
});
