import { assert, constantFrom, json, oneof, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPlace, offsetInString, positionOf, readJsonPlaces } from './json-places.ts';

describe('a text that is no JSON', () => {
  it.each([
    ['', 0, 'A value is missing here.'],
    ['{', 1, 'A name in double quotes is missing here.'],
    ['{"a" 1}', 5, 'A colon is missing here.'],
    ['{"a": 1 "b": 2}', 8, 'A comma or } is missing here.'],
    ['{"a": 1,}', 8, 'A name in double quotes is missing here.'],
    ['[1, 2', 5, 'A comma or ] is missing here.'],
    ['[1,]', 3, 'A value is missing here.'],
    ['{"a": "b\n"}', 6, 'The string that begins here has no end.'],
    ['["\\x"]', 1, 'This string has an escape that JSON does not know.'],
    ['{} {}', 3, 'Nothing may follow here.'],
    ['[01]', 1, 'A value is missing here.'],
    ["{'a': 1}", 1, 'A name in double quotes is missing here.'],
    [`${'['.repeat(5_000)}`, 101, 'This is nested too deeply.'],
  ])('%j goes wrong at %i', (text, at, message) => {
    expect(readJsonPlaces(text)).toEqual({ root: null, fault: { at, message } });
  });

  it('is told from JSON as the platform tells it', () => {
    const signs = string({ unit: constantFrom(...'{}[],:"\\ua0-.1etrufalsn \n'), maxLength: 12 });
    assert(
      property(oneof(signs, json({ maxDepth: 5 })), (text) => {
        expect(readJsonPlaces(text).fault === null).toBe(isJson(text));
      }),
      { numRuns: 10_000, seed: 7 },
    );
  });
});

describe('the place of a value', () => {
  const text = '{\n  "rules": {"a.b": {"pattern": "x"}},\n  "applications": {"extra": ["0"], "extra.mail": ["1", 2]}\n}';
  const at = (path: string) => {
    const { root } = readJsonPlaces(text);
    if (!root) throw new Error('not read');
    const { node, keyStart } = findPlace(root, path);
    return [text.slice(node.start, node.start + 3), keyStart === null ? null : text.slice(keyStart, keyStart + 6)];
  };

  it.each([
    ['', '{\n ', null],
    ['rules', '{"a', '"rules'],
    ['rules.a.b.pattern', '"x"', '"patte'],
    ['applications.extra', '["0', '"extra'],
    ['applications.extra.mail', '["1', '"extra'],
    ['applications.extra.mail.1', '2]}', '2]}\n}'.slice(0, 6)],
    ['rules.a.b.redaction.method', '{"p', '"a.b":'],
    ['nowhere', '{\n ', null],
  ])('%j is found, or what holds it', (path, value, key) => {
    expect(at(path)).toEqual([value, key]);
  });

  it('is found inside a string, past escapes', () => {
    const escaped = '["a\\n\\u00e9b"]';
    expect([0, 1, 2, 3, 4, 9].map((index) => escaped[offsetInString(escaped, 1, index)])).toEqual(['a', '\\', '\\', 'b', '"', '"']);
  });

  it('is told as line and column', () => {
    expect([0, 1, 2, 3].map((offset) => positionOf('a\nbc', offset))).toEqual([
      { line: 1, column: 1 },
      { line: 1, column: 2 },
      { line: 2, column: 1 },
      { line: 2, column: 2 },
    ]);
  });
});

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
