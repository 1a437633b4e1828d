import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { describeEvent } from '../grouping/describe.ts';
import type { Event } from './event.ts';
import { normalizeEvent } from './normalize.ts';
import { isObject, parseEvent } from './parse.ts';
import { contextOf, receivedAt } from './normalize.fixture.ts';

const cases = join(process.env.PICKET_SHARED ?? '../shared', 'cases');
const isPresent = existsSync(cases);
if (!isPresent) console.warn(`No cases in ${cases}: their tests are skipped. PICKET_SHARED says where to look.`);

const Check = z.object({
  absentTags: z.optional(z.record(z.string(), z.string())),
  tagMaxLength: z.optional(z.record(z.string(), z.number())),
  tagKeyMaxLength: z.optional(z.number()),
  userIpIsClientIp: z.optional(z.boolean()),
  timestampNearNow: z.optional(z.boolean()),
  receivedNearNow: z.optional(z.boolean()),
});
const NormalizeCase = z.object({
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  expected: z.record(z.string(), z.unknown()),
  check: z.optional(Check),
});

const clientIp = '203.0.113.7';

describe.skipIf(!isPresent)('cases of normalization', () => {
  const list = isPresent ? z.object({ cases: z.array(NormalizeCase) }).parse(readJson(join(cases, 'normalize/normalize.json'))).cases : [];

  it.each(list)('$name', ({ input, expected, check = {} }) => {
    const timestamp = input.timestamp === '+120s' ? receivedAt / 1000 + 120 : input.timestamp;
    const event = normalizeEvent({ ...input, timestamp }, contextOf({ clientIp }));
    // The cases speak of the API's reply, to which it adds the text of the log entry as `message`.
    const reply = { ...event, message: event.logentry?.formatted };
    expect([...differences(reply, expected, 'event'), ...failedChecks(event, check)]).toEqual([]);
  });
});

describe.skipIf(!isPresent)('sample events', () => {
  const files = isPresent ? readdirSync(join(cases, 'events')).filter((file) => file.endsWith('.json')) : [];

  it.each(files)('%s is normalized, described and survives JSON', (file) => {
    const parsed = parseEvent(readFileSync(join(cases, 'events', file)));
    // Two samples are envelopes, and one holds a list: not JSON objects.
    if (!parsed.ok) return;
    const event = normalizeEvent(parsed.value, contextOf({}));
    expect(describeEvent(event).title).not.toBe('');
    expect(JSON.parse(JSON.stringify(event))).toEqual(withoutUndefined(event));
  });
});

const Expectation = z.object({ title: z.nullable(z.string()) });

describe.skipIf(!isPresent)('titles of sample events', () => {
  const expected = isPresent ? z.record(z.string(), Expectation).parse(readJson(join(cases, 'grouping/expected.json'))) : {};
  const titles = Object.entries(expected).flatMap(([name, { title }]) => (title === null ? [] : [{ name, title }]));

  it.each(titles)('$name: $title', ({ name, title }) => {
    const input = readJson(join(cases, 'grouping/inputs', `${name}.json`));
    const event = normalizeEvent(isObject(input) ? input : {}, contextOf({}));
    // The list was made when titles ended after 100 characters.
    const [start = ''] = title.split(/\.\.\.$/);
    expect(describeEvent(event).title.slice(0, start.length)).toBe(start);
  });
});

/** Paths at which the event is not as expected. Expected is a subset; null means absent; a list of pairs may have any order and further pairs. */
function differences(found: unknown, expected: unknown, path: string): string[] {
  if (expected === null) return found == null ? [] : [path];
  if (isPairs(expected)) return expected.every((pair) => isDeepStrictEqual(pair, pairsOf(found).get(String(pair[0])))) ? [] : [path];
  // Of the one list whose only exception is bad, nothing is left.
  if (isDeepStrictEqual(expected, { values: [null] })) return found === undefined ? [] : [path];
  if (typeof expected !== 'object') return found === expected ? [] : [path];
  return Object.entries(expected).flatMap(([key, value]) => differences(Object(found)[key], value, `${path}.${key}`));
}

function failedChecks(event: Event, check: z.infer<typeof Check>): string[] {
  const tags = new Map(event.tags);
  const nowSeconds = receivedAt / 1000;
  const isMet: Record<keyof typeof check, boolean> = {
    absentTags: Object.keys(check.absentTags ?? {}).every((key) => !tags.has(key)),
    tagMaxLength: Object.entries(check.tagMaxLength ?? {}).every(([key, length]) => (tags.get(key)?.length ?? 0) <= length),
    tagKeyMaxLength: event.tags.every(([key]) => key.length <= (check.tagKeyMaxLength ?? Infinity)),
    userIpIsClientIp: !check.userIpIsClientIp || event.user?.ip_address === clientIp,
    timestampNearNow: !check.timestampNearNow || event.timestamp === nowSeconds,
    receivedNearNow: !check.receivedNearNow || event.received === nowSeconds,
  };
  return Object.entries(isMet).flatMap(([name, met]) => (met ? [] : [name]));
}

function isPairs(value: unknown): value is unknown[][] {
  return Array.isArray(value) && value.length > 0 && value.every((entry) => Array.isArray(entry) && entry.length === 2);
}

function pairsOf(found: unknown): Map<string, unknown> {
  return new Map(isPairs(found) ? found.map((pair) => [String(pair[0]), pair]) : []);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, entry]) => entry !== undefined)
      .map(([key, entry]) => [key, withoutUndefined(entry)]),
  );
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(path, 'utf8'));
}
