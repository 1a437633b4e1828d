import { expect, it } from 'vitest';
import { iconNames } from './icon-names.ts';

const sources: Record<string, string> = import.meta.glob(['../**/*.ts', '../**/*.tsx', '!./icon-names.ts', '!../**/*.test.ts'], {
  query: '?raw',
  import: 'default',
  eager: true,
});

it('has no icon that nobody uses', () => {
  const code = Object.values(sources).join('\n');
  expect(iconNames.filter((name) => !code.includes(`'${name}'`) && !code.includes(`"${name}"`))).toEqual([]);
});
