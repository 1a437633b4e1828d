import { describe, expect, it } from 'vitest';
import { normalized } from './normalize.fixture.ts';
import { parseEvent } from './parse.ts';

function parse(text: string) {
  return parseEvent(new TextEncoder().encode(text));
}

describe('parseEvent', () => {
  it.each([
    ['a byte order mark', '\uFEFF{"a":1}', { a: 1 }],
    ['bare NaN and Infinity', '{"a":NaN,"b":-Infinity,"c":[Infinity,1]}', { a: null, b: null, c: [null, 1] }],
    ['the same words in strings', '{"a":NaN,"b":"NaN, \\"Infinity\\" \\\\"}', { a: null, b: 'NaN, "Infinity" \\' }],
    [
      'integers that a float cannot hold, as text',
      '{"id":12345678901234567890,"n":[-9007199254740993]}',
      { id: '12345678901234567890', n: ['-9007199254740993'] },
    ],
    ['long digits in a string', '{"id":"[1234567890123456789"}', { id: '[1234567890123456789' }],
    ['a key that occurs twice, the last one', '{"a":1,"a":2}', { a: 2 }],
    ['white space around', ' {"a":1}\n', { a: 1 }],
  ])('reads %s', (_name, text, expected) => expect(parse(text)).toEqual({ ok: true, value: expected }));

  it('replaces bytes that are not UTF-8', () => {
    const bytes = new Uint8Array([...new TextEncoder().encode('{"a":"'), 0xff, 0xc3, ...new TextEncoder().encode('"}')]);
    expect(parseEvent(bytes)).toEqual({ ok: true, value: { a: '\uFFFD\uFFFD' } });
  });

  it.each([['[1]'], ['"text"'], ['null'], ['1'], [''], ['{"a":'], ['{"a":NaN'], ['{a:1}']])('refuses %s', (text) => {
    expect(parse(text)).toMatchObject({ ok: false, error: { reason: 'invalid_json' } });
  });

  it('is not hurt by 100,000 nested brackets, nor is what comes after', () => {
    const text = `{"extra":${'['.repeat(100_000)}${']'.repeat(100_000)},"exception":{"values":[{"type":"E","value":${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}}]}}`;
    const parsed = parse(text);
    if (!parsed.ok) throw new Error('expected JSON');
    const event = normalized(parsed.value);
    expect(event.exception?.values[0]?.type).toBe('E');
    expect(JSON.stringify(event).length).toBeLessThan(20_000);
  });

  it('is not hurt by them beside a long integer either, which is then rounded', () => {
    const parsed = parse(`{"id":12345678901234567890,"extra":${'['.repeat(100_000)}${']'.repeat(100_000)},"message":"kept"}`);
    expect(parsed).toMatchObject({ ok: true, value: { id: 12345678901234567000, message: 'kept' } });
  });

  it('leaves prototypes alone, wherever a client writes __proto__', () => {
    const proto = '"__proto__":{"polluted":true}';
    const parsed = parse(
      `{${proto},"tags":{${proto},"a":"b"},"extra":{${proto},"deep":{${proto}}},"contexts":{${proto},"x":{${proto}}},"user":{${proto}},"modules":{${proto}},` +
        `"request":{"headers":{${proto}},"data":"{\\"__proto__\\":{\\"polluted\\":true}}"},"_meta":{${proto}},"exception":{"values":[{"type":"E","stacktrace":{"frames":[{"vars":{${proto}}}],"registers":{"__proto__":"0x1"}}}]}}`,
    );
    if (!parsed.ok) throw new Error('expected JSON');
    const event = normalized(parsed.value);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(allObjects(event).filter((object) => Reflect.get(object, 'polluted') !== undefined)).toEqual([]);
  });
});

function allObjects(value: unknown): object[] {
  return typeof value === 'object' && value !== null ? [value, ...Object.values(value).flatMap(allObjects)] : [];
}
