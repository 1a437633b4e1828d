import { describe, expect, it } from 'vitest';
import { bytesText, readContexts } from './contexts.ts';
import { readErrors, readRemarks } from './repairs.ts';
import { asFields, asNumber, asPairs, asText, asWebAddress } from '../../../worker/reading/value.ts';

describe('values of any type', () => {
  const deep: unknown[] = [];
  let inner = deep;
  for (let level = 0; level < 100_000; level += 1) {
    const next: unknown[] = [];
    inner.push(next);
    inner = next;
  }

  it.each([
    ['text', 'text'],
    [null, ''],
    [undefined, ''],
    [0, '0'],
    [false, 'false'],
    [{ a: [1] }, '{"a":[1]}'],
  ])('become text: %j', (value, text) => {
    expect(asText(value)).toBe(text);
  });

  it('become text however deep they are', () => {
    expect(asText(deep)).toContain('(');
  });

  it('become numbers only where they are numbers', () => {
    expect([asNumber('12'), asNumber(''), asNumber(Number.NaN), asNumber('x'), asNumber([])]).toEqual([12, null, null, null, null]);
  });

  it('become pairs in either form, without reaching into prototypes', () => {
    expect(asPairs([['a', 1], 'x', [], [2, 3]])).toEqual([
      ['a', 1],
      ['2', 3],
    ]);
    expect(asPairs({ __proto__: null, a: 1 })).toEqual([['a', 1]]);
    expect(asFields([1])).toEqual({});
  });

  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    ['HTTP://a.example', 'HTTP://a.example'],
    ['javascript:alert(1)', null],
    [' https://a.example', null],
    ['https://', null],
    ['data:text/html,x', null],
    [7, null],
  ])('are links only where they are web addresses: %j', (value, address) => {
    expect(asWebAddress(value)).toBe(address);
  });
});

describe('contexts', () => {
  it('stand in the order in which they help, without empty ones', () => {
    const contexts = readContexts({ shop: { plan: 'gold' }, trace: { type: 'trace', trace_id: 'c1' }, os: {}, browser: { name: 'Firefox', version: '140' } });
    expect(contexts.map((context) => context.title)).toEqual(['Browser', 'Trace', 'shop']);
    expect(contexts[1]?.rows).toEqual([['trace_id', 'c1']]);
  });

  it('say sizes as people do, and flags by name', () => {
    expect(readContexts({ device: { memory_size: 8_321_499_136, model: 'x' } })[0]?.rows).toEqual([
      ['memory_size', '7.8 GB'],
      ['model', 'x'],
    ]);
    expect(readContexts({ flags: { values: [{ flag: 'quote-v2', result: false }, 'odd'] } })[0]?.rows).toEqual([
      ['quote-v2', false],
      ['(unnamed)', null],
    ]);
  });

  it('may be anything', () => {
    expect(readContexts({ note: 'text', none: null, list: [1] }).map((context) => context.rows)).toEqual([[['value', 'text']], [['value', [1]]]]);
    expect(readContexts('x')).toEqual([]);
  });

  it.each([
    [0, '0 bytes'],
    [900, '900 bytes'],
    [1_536, '1.5 kB'],
    [5e13, '45 TB'],
    [5e16, '45475 TB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(bytesText(bytes)).toBe(text);
  });
});

describe('repairs', () => {
  it('say what was dropped, where, and what stood there', () => {
    expect(readErrors([{ type: 'invalid_data', message: 'Discarded invalid value', data: { name: 'user.id', value: {} } }, 7])).toEqual([
      { path: 'user.id', text: 'Discarded invalid value', original: '{}' },
      { path: null, text: 'Something could not be read', original: null },
    ]);
  });

  it('read the remarks of _meta wherever they stand', () => {
    const meta = {
      request: { headers: { 3: { 1: { '': { rem: [['@password:filter', 's', 0, 10]], len: 40 } } } } },
      extra: { big: { '': { rem: [['!limit', 's', 0, 5]], len: 9_000 } }, odd: { '': { err: [['invalid_data', { reason: 'expected text' }]], val: 7 } } },
      nonsense: 'x',
    };
    expect(readRemarks(meta)).toEqual([
      { path: 'request.headers.3.1', text: 'Replaced by rule @password:filter', original: null },
      { path: 'extra.big', text: 'Trimmed from 9,000 to 5 characters', original: null },
      { path: 'extra.odd', text: 'Invalid: expected text', original: '7' },
    ]);
  });

  it('stop counting where an event is broken all over', () => {
    const meta = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`f${index}`, { '': { err: ['invalid_data'] } }]));
    expect(readRemarks(meta)).toHaveLength(200);
  });
});
