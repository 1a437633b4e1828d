import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Event } from '../event/event.ts';
import { isObject } from '../event/parse.ts';
import { normalized } from '../event/normalize.fixture.ts';
import { compileScrubber } from './compile.ts';
import { findMatches } from './pattern-machine.ts';
import { compilePattern } from './pattern.ts';
import { scrubEvent } from './scrub-event.ts';
import { aScrubber, defaults } from './scrubbing.fixture.ts';
import { parseSelector } from './selector.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

/** Nothing else in these events looks like it, and no rule finds it by its form. */
const secret = 'hunterxyzzy';
const sensitiveKeys = ['password', 'my_secret', 'apiKey', 'x-api-key', 'Authorization', 'token', 'credentials', 'private_key', 'mysql_pwd', 'PassWd'];
const otherKeys = ['a', 'foo', 'name', 'type', 'value', '0', '', '__proto__', 'constructor', 'a.b', 'user', 'id', 'x'.repeat(300)];
const otherTexts = [
  '',
  'hello',
  '4571234567890111',
  'me@example.com',
  '::1',
  'Bearer x',
  '//a:b@c',
  '🦊'.repeat(50),
  '\ud800',
  '[Filtered]',
  '-----BEGIN RSA PRIVATE KEY-----\nabc',
];

/** Free data in which the secret stands under sensitive keys only, at whatever depth: also so deep or so long that normalization repairs it. */
const { value: freeData } = fc.letrec<{ value: unknown; hidden: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'medium', withCrossShrink: true },
    fc.constantFrom<unknown>(...otherTexts, 7, -0.5, true, null, NaN),
    fc.dictionary(fc.constantFrom(...otherKeys), tie('value'), { maxKeys: 4 }),
    fc.tuple(fc.constantFrom(...sensitiveKeys), tie('hidden')).map(([key, value]) => ({ [key]: value })),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.tuple(fc.constantFrom(...sensitiveKeys), tie('hidden')).map((pair) => [pair]),
  ),
  hidden: fc.oneof(
    { weight: 20, arbitrary: fc.constant(secret) },
    { weight: 1, arbitrary: fc.constant(`${'long '.repeat(3_000)}${secret}`) },
    { weight: 1, arbitrary: fc.constant(`${secret}${' long'.repeat(3_000)}`) },
    { weight: 4, arbitrary: fc.constant({ [secret.slice(0, 3)]: { deep: [secret] } }) },
  ),
}));
const freeObject = fc.tuple(freeData, freeData).map(([one, other]) => ({ one, ...(isObject(other) ? other : {}) }));

const payloads = fc
  .record(
    {
      extra: freeObject,
      user: freeObject,
      contexts: fc.record({ mine: freeObject, device: freeObject }, { requiredKeys: [] }),
      request: fc.record({ data: freeData, headers: freeData, cookies: freeData, env: freeObject, query_string: freeData }, { requiredKeys: [] }),
      breadcrumbs: fc.array(fc.record({ data: freeObject, message: fc.constantFrom(...otherTexts) }), { maxLength: 2 }),
      vars: freeObject,
      mechanism: freeObject,
      // Without a placeholder: in the text of a message names of fields are not looked for, as in Sentry.
      logentry: fc.record({ message: fc.constant('hi'), params: freeData }),
      csp: freeObject,
    },
    { requiredKeys: [] },
  )
  .map(({ vars, mechanism, ...rest }) => ({
    ...rest,
    exception: { values: [{ type: 'E', value: 'boom', mechanism: { type: 'm', data: mechanism }, stacktrace: { frames: [{ function: 'f', vars }] } }] },
  }));

describe('whatever a client sends', () => {
  it('leaves no secret under a sensitive key, neither in the event nor in what is noted about it', () => {
    const scrubber = aScrubber();
    fc.assert(
      fc.property(payloads, (payload) => {
        expect(JSON.stringify(scrubEvent(normalized(payload), scrubber))).not.toContain(secret);
      }),
      { seed: 20261124, numRuns },
    );
  });

  it('is the same when it is scrubbed once more', () => {
    const scrubbers = [
      aScrubber(),
      aScrubber({ scrubIPAddresses: true, sensitiveFields: ['foo', 'a.b'], safeFields: ['token'] }),
      aScrubber({ relayPiiConfig: JSON.stringify({ applications: { $string: ['@email:filter', '@creditcard:filter'], 'extra.**': ['@anything:filter'] } }) }),
    ];
    fc.assert(
      fc.property(payloads, fc.constantFrom(...scrubbers), (payload, scrubber) => {
        const event = normalized(payload);
        // What was nested too deeply became one text, in which what stands for one thing may then be a part of another.
        fc.pre(!JSON.stringify(event).includes('\\"'));
        const once: Event = JSON.parse(JSON.stringify(scrubEvent(event, scrubber)));
        const twice = scrubEvent(structuredClone(once), scrubber);
        expect(JSON.parse(JSON.stringify(twice))).toEqual(once);
      }),
      { seed: 20261125, numRuns },
    );
  });
});

describe('whatever a team enters', () => {
  const pieces = fc.constantFrom(
    '(',
    ')',
    '[',
    ']',
    '^',
    '$',
    '.',
    '*',
    '+',
    '?',
    '{2}',
    '{1,3}',
    '|',
    '\\d',
    '\\b',
    '\\',
    'a',
    'é',
    '🦊',
    '-',
    '(?i)',
    '(?:',
    '[^',
    '\\p{L}',
  );

  it('is a pattern that works in bounded time, or is refused', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 12 }), fc.string({ unit: 'binary', maxLength: 40 }), (parts, text) => {
        const compiled = compilePattern(parts.join(''));
        const budget = { steps: 1_000_000, searches: 1_000_000 };
        for (const [start = -1, end = -1] of compiled.ok ? findMatches(compiled.value, text + 'aaé', budget) : []) expect(end).toBeGreaterThan(start);
        expect(budget.steps).toBeGreaterThan(0);
      }),
      { seed: 20261126, numRuns },
    );
  });

  it('finds what the engine of the platform finds, in patterns that both know', () => {
    const shared = fc.constantFrom('a', 'b', '[ab]', '.', '\\d', '(?:a|ab)', '(a)', 'a*', 'b+', 'a?', 'b{1,2}', '^', '$', '\\b', '|', 'a*?', '(?:ab)+');
    fc.assert(
      fc.property(fc.array(shared, { minLength: 1, maxLength: 6 }), fc.stringMatching(/^[ab1 ]{0,12}$/), (parts, text) => {
        const compiled = compilePattern(parts.join(''));
        if (!compiled.ok) throw new Error(compiled.error.message);
        const [found] = findMatches(compiled.value, text, { steps: 1_000_000 });
        const native = [...text.matchAll(new RegExp(parts.join(''), 'gu'))].find(([match]) => match !== '');
        expect(found && text.slice(found[0], found[1])).toBe(native?.[0]);
      }),
      { seed: 20261127, numRuns },
    );
  });

  it('is a selector or is refused', () => {
    const parts = fc.constantFrom('$string', '$frame', '**', '*', 'foo', "'a b'", '.', '&&', '|', '!', '~', '(', ')', ' ', '7', "'", '$', 'é');
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(parts, { maxLength: 12 }).map((list) => list.join('')),
          fc.string({ unit: 'binary' }),
        ),
        (text) => {
          const parsed = parseSelector(text);
          expect(parsed.ok || parsed.error.message).not.toBe('');
        },
      ),
      { seed: 20261128, numRuns },
    );
  });

  it('is a configuration that scrubs, or is refused with a place', () => {
    const json = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>('0', 'a', '@ip', '@email:mask', 'pattern', 'multiple', 'alias', 'anything', 'hash', '(a', 'a+', 1, null, true),
        fc.dictionary(
          fc.constantFrom('0', 'a', 'type', 'pattern', 'rules', 'rule', 'redaction', 'method', 'text', 'replaceGroups', 'keyPattern', 'hideInner', '__proto__'),
          tie('value'),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    })).value;
    const config = fc.record({
      rules: fc.dictionary(fc.constantFrom('0', 'a', 'b'), json),
      applications: fc.dictionary(fc.constantFrom('$string', '**', 'extra.foo', '(', 'a'), json),
    });
    fc.assert(
      fc.property(fc.oneof(config, json), (written) => {
        const compiled = compileScrubber({ ...defaults, relayPiiConfig: JSON.stringify(written) });
        if (compiled.ok) scrubEvent(normalized({ extra: { foo: 'me@example.com', a: [1] } }), compiled.value);
        expect(compiled.ok || compiled.error.length).not.toBe(0);
      }),
      { seed: 20261129, numRuns },
    );
  });
});
