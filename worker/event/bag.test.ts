import { describe, expect, it } from 'vitest';
import { copyValue } from './bag.ts';
import { Repairs } from './repairs.ts';

function copied(value: unknown, limits?: { maxDepth: number; maxBytes: number }) {
  const repairs = new Repairs();
  return { value: copyValue(value, repairs.root.at('bag'), limits), meta: repairs.toTree() };
}

function nested(levels: number): unknown {
  return levels === 0 ? 'bottom' : { [`key${levels}`]: nested(levels - 1) };
}

describe('free data', () => {
  it('is kept as it is within the limits', () => {
    const data = { a: [1, true, null, 'x'], b: { c: 1.5 } };
    expect(copied(data)).toEqual({ value: data, meta: undefined });
  });

  it('becomes JSON text where it is too deep', () => {
    expect(copied(nested(4), { maxDepth: 2, maxBytes: 1000 })).toEqual({
      value: { key4: { key3: '{"key2":{"key1":"bottom"}}' } },
      meta: { bag: { key4: { key3: { '': { rem: [['!limit', 's', 0, 26]] } } } } },
    });
  });

  it('loses entries of a list that are too many', () => {
    const { value, meta } = copied(
      Array.from({ length: 1000 }, () => 'entry'),
      { maxDepth: 5, maxBytes: 100 },
    );
    expect(value).toHaveLength(13);
    expect(meta).toMatchObject({ bag: { '': { rem: [['!limit', 'x']], len: 1000 } } });
  });

  it('loses keys that are too many, and says which', () => {
    const { value, meta } = copied({ first: 'x'.repeat(60), second: 'y'.repeat(60), third: 'z' }, { maxDepth: 5, maxBytes: 100 });
    expect(value).toEqual({ first: 'x'.repeat(60), second: `${'y'.repeat(18)}...` });
    expect(meta).toMatchObject({ bag: { second: { '': { len: 60 } }, third: { '': { rem: [['!limit', 'x']] } } } });
  });

  it('has clean keys and texts and only finite numbers', () => {
    expect(copied({ '\ud800': '\0', huge: Infinity }).value).toEqual({ '\uFFFD': '\uFFFD', huge: null });
  });

  it('is the same when copied again', () => {
    const limits = { maxDepth: 3, maxBytes: 200 };
    const once = copied({ list: Array.from({ length: 100 }, (_, index) => ({ index })), deep: nested(6), text: 'x'.repeat(500) }, limits).value;
    expect(copied(once, limits).value).toEqual(once);
  });
});
