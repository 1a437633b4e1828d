import { expect, it } from 'vitest';
import { Slug } from './contract/values.ts';
import { freeSlug, slugOf } from './slug.ts';

it.each([
  ['Web', 'web'],
  ['Acme Inc.', 'acme-inc'],
  ['  Über—Café 2 ', 'uber-cafe-2'],
  ['日本', 'project'],
  ['42', 'project-42'],
  ['__init__', 'init'],
  ['-', 'project'],
  [`${'a'.repeat(49)} b`, 'a'.repeat(49)],
])('makes a slug of %j', (name, expected) => {
  const slug = slugOf(name, 'project');
  expect(slug).toBe(expected);
  expect(Slug.safeParse(slug).success).toBe(true);
});

it.each([
  ['web', [], 'web'],
  ['web', ['web'], 'web-2'],
  ['web', ['web', 'web-2', 'web-4'], 'web-3'],
  ['a'.repeat(50), ['a'.repeat(50)], `${'a'.repeat(48)}-2`],
])('finds a free slug for %s', (slug, taken, expected) => {
  expect(freeSlug(slug, taken)).toBe(expected);
});
