import { env } from 'cloudflare:workers';
import { type SQL, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/d1';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { allOf, anyOf, containsText, matches } from './text-sql.ts';

async function holds(condition: SQL): Promise<boolean> {
  const [row] = await drizzle(env.DB).all<{ holds: number }>(sql`select ${condition} as holds`);
  return row?.holds === 1;
}

/** The same by another way, for letters from A to Z. */
function fits(text: string, literals: readonly string[]): boolean {
  const pattern = literals.map((literal) => literal.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('[^]*');
  return new RegExp(`^${pattern}$`, 'i').test(text);
}

it.each([
  ['short', 3],
  ['longer than a pattern of D1', 40],
])('tells whether a text fits a pattern that is %s', async (_, length) => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'A', '*', '[', '?', 'é'), maxLength: length });
  await fc.assert(
    fc.asyncProperty(
      fc.array(letters, { minLength: 2, maxLength: 5 }),
      fc.array(letters, { maxLength: 6 }),
      fc.boolean(),
      async (literals, between, isMade) => {
        const text = isMade ? literals.map((literal, at) => `${literal}${between[at] ?? ''}`).join('') : between.join('');
        expect(await holds(matches(sql`${text}`, literals))).toBe(fits(text, literals));
      },
    ),
    { numRuns: 150, seed: 5 },
  );
});

it('looks for a text anywhere, without regard to the case of letters from A to Z', async () => {
  const at = { start: 0, end: 0 };
  expect(await holds(containsText(sql`${'The Disk is 100% full'}`, { type: 'text', text: 'dISK is 100%', ...at }))).toBe(true);
  expect(await holds(containsText(sql`${'The Disk'}`, { type: 'wildcard', literals: ['the', 'sk'], ...at }))).toBe(true);
  expect(await holds(containsText(sql`${'The Disk'}`, { type: 'wildcard', literals: ['sk', 'the'], ...at }))).toBe(false);
});

it('joins more conditions than an expression may be deep', async () => {
  const conditions = Array.from({ length: 90 }, (_, nth) => sql`${nth} = 89`);
  expect(await holds(anyOf(conditions))).toBe(true);
  expect(await holds(allOf(conditions))).toBe(false);
  expect([await holds(anyOf([])), await holds(allOf([]))]).toEqual([false, true]);
});
