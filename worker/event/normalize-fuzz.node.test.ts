import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../grouping/describe.ts';
import { groupEvent } from '../grouping/group.ts';
import type { Event } from './event.ts';
import { normalized } from './normalize.fixture.ts';
import { parseEvent } from './parse.ts';
import { summarizeEvent } from './summarize.ts';

const numRuns = Number(process.env.PICKET_FUZZ_RUNS ?? 10_000);

/** Names that mean something somewhere, so that fuzz gets past the first field. */
const names = (
  'values type value mechanism stacktrace frames filename abs_path function vars pre_context exception threads breadcrumbs timestamp level request url headers ' +
  'cookies data query_string user id ip_address contexts os name version raw_description tags logentry message formatted params sdk settings debug_meta images ' +
  'extra fingerprint release dist environment transaction platform logger csp _meta __proto__ constructor sentry.interfaces.Http'
).split(' ');
const texts = [
  '',
  '{{auto}}',
  '{{ default }}',
  '\ud800',
  '\0',
  '%s %(a)s',
  '{} {0}',
  'a=b&c',
  '{"a":',
  '2026-11-23T12:00:00Z',
  '0x10',
  '🦊'.repeat(200),
  'x'.repeat(9000),
];

const scalar = fc.oneof(
  fc.constantFrom<unknown>(...texts),
  fc.string({ unit: 'binary' }),
  fc.double(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom('java', 'javascript', 'python', 'native', 'transaction', 'error'),
);
const payloads = fc.letrec<{ value: unknown; object: Record<string, unknown> }>((tie) => ({
  value: fc.oneof({ depthSize: 'medium', withCrossShrink: true }, scalar, tie('object'), fc.array(tie('value'), { maxLength: 4 })),
  object: fc.dictionary(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: fc.string() }), tie('value'), { maxKeys: 8 }),
})).object;

const lone = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|\0/;

describe('whatever a client sends', () => {
  it('becomes an event that can be named, grouped, summarized and stored', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const event = normalized(payload, { clientIp: '203.0.113.7' });
        const description = describeEvent(event);
        expect(description.title).not.toBe('');
        expect(groupEvent(event).hashes[0]).toMatch(/^[0-9a-f]{32}$/);
        const text = JSON.stringify([event, summarizeEvent(event, description)]);
        // JSON.stringify spells what is not well-formed as an escape.
        expect(text).not.toMatch(/\\u0000|\\ud[89a-f]/);
        expect(text).not.toMatch(lone);
      }),
      { seed: 20261123, numRuns },
    );
  });

  it('stays the same event when it is normalized again', () => {
    fc.assert(
      fc.property(payloads, (payload) => {
        const once = stored(normalized(payload));
        const twice = stored(normalized({ ...once }));
        const { errors: _errors, _meta, ...rest } = once;
        expect(twice).toMatchObject(rest);
      }),
      { seed: 20261124, numRuns },
    );
  });

  it('is parsed or refused, but never breaks the parser', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const parsed = parseEvent(bytes);
        const event = parsed.ok ? normalized(parsed.value) : undefined;
        expect(event?.errors ?? []).toBeInstanceOf(Array);
      }),
      { seed: 20261125, numRuns },
    );
  });
});

/** As it is kept. What is derived from fields may move among the tags, so these are sorted. */
function stored(event: Event): Record<string, unknown> {
  return Object(JSON.parse(JSON.stringify({ ...event, tags: event.tags.toSorted(([one], [other]) => (one < other ? -1 : 1)) })));
}
