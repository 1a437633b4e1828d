import { describe, expect, it } from 'vitest';
import { droppedNames, hasMarks, marksOf, markText, metaAt, metaOfPair } from './meta.ts';

const at = (entry: unknown) => ({ '': entry });

describe('what happened to a value', () => {
  it.each([
    [{ rem: [['@creditcard:filter', 's', 1, 11]], len: 21 }, 'scrubbed', 'Replaced by rule @creditcard:filter'],
    [{ rem: [['@password', 'x']] }, 'scrubbed', 'Removed by rule @password'],
    [{ rem: [['project:pin', 'm', 0, 4]] }, 'scrubbed', 'Masked by rule pin of the project'],
    [{ rem: [['organization:a:b', 'p', 0, 4]] }, 'scrubbed', 'Made a pseudonym by rule a:b of the organization'],
    [{ rem: [['strip-fields', 's', 0, 10]] }, 'scrubbed', 'Replaced by the list of sensitive fields'],
    [{ rem: [['!limit', 's', 8189, 8192]], len: 20_000 }, 'trimmed', 'Trimmed from 20,000 to 8,192 characters'],
    [{ rem: [['!limit', 's', 0, 44]] }, 'trimmed', 'Nested too deeply: written as text'],
    [{ rem: [['!limit', 'x']], len: 300 }, 'trimmed', 'Only some of 300 entries were kept'],
    [{ rem: [['!limit', 'x']] }, 'trimmed', 'Left out: the event was too large'],
    [{ err: [['invalid_data', { reason: 'expected a date' }]], val: 'yesterday' }, 'invalid', 'Invalid: expected a date, was “yesterday”'],
    [{ err: ['invalid_data'] }, 'invalid', 'Invalid'],
    [{ err: [['clock_drift', {}]] }, 'invalid', 'Clock drift'],
    [{ len: 9_000 }, 'trimmed', 'Was 9,000 characters long'],
  ])('%j is said in plain words', (entry, kind, text) => {
    expect(marksOf(at(entry)).map((mark) => [mark.kind, markText(mark)])).toEqual([[kind, text]]);
  });

  it('may be several things, and is nothing where nothing is noted', () => {
    expect(
      marksOf(
        at({
          rem: [
            ['!limit', 's', 0, 9],
            ['@email', 's', 0, 7],
          ],
          len: 90,
        }),
      ),
    ).toHaveLength(2);
    for (const meta of [undefined, null, 'x', [], {}, at(null), at('x'), at({ rem: 'x', err: 7 }), { inner: at({ len: 1 }) }])
      expect(marksOf(meta)).toEqual([]);
  });

  it('stays a line, whatever a client wrote there', () => {
    expect(marksOf(at({ rem: Array.from({ length: 5_000 }, () => ['x']) }))).toHaveLength(20);
    expect(markText({ kind: 'invalid', text: 'Invalid', original: 'y'.repeat(10_000) }).length).toBeLessThan(250);
    expect(marksOf(at({ rem: [null, 7, { a: 1 }] })).map(({ text }) => text)).toEqual(Array.from({ length: 3 }, () => 'Scrubbed by rule '));
  });
});

describe('the place of what happened', () => {
  const meta = { request: { headers: { 3: { 1: at({ len: 5 }) } } }, extra: { '(empty)': at({ len: 1 }), '(__proto__)': at({ len: 2 }) } };

  it('is found by the path of the value, as the server spells it', () => {
    expect(marksOf(metaAt(meta, 'request', 'headers', 3, 1))).toHaveLength(1);
    expect(marksOf(metaAt(meta, 'extra', ''))).toHaveLength(1);
    expect(marksOf(metaAt(meta, 'extra', '__proto__'))).toHaveLength(1);
    expect(metaAt(meta, 'extra', 'toString', 'constructor')).toBeUndefined();
  });

  it('is told for a container by what is inside', () => {
    expect([hasMarks(metaAt(meta, 'request')), hasMarks(metaAt(meta, 'nothing'))]).toEqual([true, false]);
  });

  it('is told for fields that are gone', () => {
    const user = { id: at({ err: [['invalid_data', {}]] }), email: at({ rem: [['@email', 'x']] }), data: { a: at({ len: 1 }) } };
    expect(droppedNames(user, ['email'])).toEqual(['id']);
    expect(droppedNames('x', [])).toEqual([]);
  });
});

describe('what happened to a pair', () => {
  it('stands at its number, or at its name where a client noted it', () => {
    const numbered = { 2: { 1: at({ rem: [['@email', 's', 0, 7]], len: 14 }) } };
    expect(marksOf(metaOfPair(numbered, 'order', 2, '[email]'))).toHaveLength(1);
    expect(marksOf(metaOfPair({ order: at({ rem: [['@email', 's', 0, 7]] }) }, 'order', 2, '[email]'))).toHaveLength(1);
  });

  it('is not what happened to a pair that is gone', () => {
    const dropped = { 2: { 1: at({ err: [['invalid_data', {}]], val: 'a\nb' }) } };
    expect(marksOf(metaOfPair(dropped, 'order', 2, 'fine'))).toEqual([]);
  });

  it('is not what happened to another pair that was longer', () => {
    expect(marksOf(metaOfPair({ 2: { 1: at({ rem: [['!limit', 's', 197, 200]], len: 300 }) } }, 'order', 2, 'short'))).toEqual([]);
    expect(marksOf(metaOfPair({ 2: { 1: at({ rem: [['@email', 's', 20, 27]] }) } }, 'order', 2, 'short'))).toEqual([]);
  });
});
