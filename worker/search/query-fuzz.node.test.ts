import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keys, type QueryKind } from './keys.ts';
import { parseQuery } from './parse-query.ts';
import { printQuery } from './print-query.ts';
import { readTokens } from './read-tokens.ts';

const values =
  String.raw`a|*|a*b|\*|"x y"|":b"|"//c"|"=d"|"|\"|\|"\\"|C:\*|>5|<=2.5k|-24h|+3d|0|-0|2024-02-29|2024-01-01T10:00:00.5+01:00|2m|1.5kib|5%|true|1234567890123456789012345b|0.0000000123|[a, "b c",*]|[1,2k]`.split(
    '|',
  );
const signs = ' |  |\t|\n|(|)|()|AND|or|OR|:|!|[|]|,|=|"|\u00a0|\uD83D|\uF00DContains\uF00D|\uF00DEndsWith\uF00D'.split('|');
const words = 'foo|é|Foo::bar|Error: x|https://x/y|f(x)|has:"a b"|is:constructor|constructor:|main(args):'.split('|');
const starts =
  'tags[level]:|tags[a:b,number]:|flags["x"]:|"a:b":|unknown:|count():|p95(transaction.duration):|failure_rate():|last_seen():|count_if(a,"b c", 3):|measurements.lcp:';
const known = keys.flatMap(({ name, words: those }) => [`${name}:`, ...those.map((word) => `${name}:${word}`)]);
const pieces = [values, signs, words, starts.split('|'), known].flat();

/** Half are made of what the language knows, of which some mean something; half of characters that matter in it. */
const anyQuery = fc.oneof(
  fc.array(fc.constantFrom(...pieces), { maxLength: 12 }).map((parts) => parts.join('')),
  fc
    .array(
      fc.tuple(
        fc.constantFrom('', '!'),
        fc.oneof(fc.constantFrom('tag', 'tags[level]', 'p50(span.duration)'), fc.constantFrom(...keys.map(({ name }) => name))),
        fc.constantFrom(...values),
      ),
      { maxLength: 5 },
    )
    .map((filters) => filters.map(([sign, key, value]) => `${sign}${key}:${value}`).join(' ')),
  fc.string({ unit: fc.constantFrom(...'ab:*\\"()[]<>=!, \t.1-\uF00D'), maxLength: 30 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const anyKind = fc.constantFrom<QueryKind>('issues', 'events');
const runs = { numRuns: 10_000, seed: 5 };

describe('any text', () => {
  it('is cut into tokens that cover it in order, and errors within it', () => {
    fc.assert(
      fc.property(anyQuery, anyKind, (text, kind) => {
        const { tokens, errors } = readTokens(text, { kind });
        let end = 0;
        for (const token of tokens) {
          expect(text.slice(end, token.start)).toMatch(/^\s*$/);
          expect(token.end).toBeGreaterThan(token.start);
          if (token.type === 'filter') expectNested(token, token.key, token.operator, token.value);
          ({ end } = token);
        }
        expect(text.slice(end)).toMatch(/^\s*$/);
        const whole = { start: 0, end: text.length };
        for (const error of [...errors, ...tokens.flatMap((token) => ('error' in token && token.error) || [])]) expectNested(whole, error);
      }),
      runs,
    );
  });

  it('means the same when printed and read again', () => {
    let valid = 0;
    fc.assert(
      fc.property(anyQuery, anyKind, (text, kind) => {
        const query = parseQuery(text, { kind });
        if (!query.ok) return;
        if (query.value.root) valid += 1;
        const printed = printQuery(query.value);
        const again = parseQuery(printed, { kind });
        expect({ printed, again: meaning(again) }).toEqual({ printed, again: meaning(query) });
        expect(again.ok && printQuery(again.value)).toBe(printed);
      }),
      runs,
    );
    // Else the property would say little.
    expect(valid).toBeGreaterThan(2000);
  });
});

interface Span {
  start: number;
  end: number;
}

/** The spans lie in the outer one, one after the other. */
function expectNested({ start, end }: Span, ...spans: readonly Span[]): void {
  const places = [start, ...spans.flatMap((span) => [span.start, span.end]), end];
  expect([...places].sort((a, b) => a - b)).toEqual(places);
}

function meaning(result: unknown): unknown {
  return JSON.parse(JSON.stringify(result, (name, value: unknown) => (name === 'start' || name === 'end' ? undefined : value)));
}
