import { expect, it } from 'vitest';
import { dateRange } from './date-range.ts';
import { parseQuery } from './parse-query.ts';

const now = Date.UTC(2024, 4, 10, 12);
const at = Date.UTC(2024, 0, 1);

it.each([
  ['-24h', { from: now - 86_400_000, before: null }],
  ['+24h', { from: null, before: now - 86_400_000 + 1 }],
  ['2024-01-01', { from: at, before: at + 86_400_000 }],
  ['2024-01-01T00:00:00', { from: at - 300_000, before: at + 360_000 }],
  ['>2024-01-01', { from: at + 1, before: null }],
  ['>=2024-01-01', { from: at, before: null }],
  ['<2024-01-01', { from: null, before: at }],
  ['<=2024-01-01T00:00:00Z', { from: null, before: at + 1 }],
])('takes %s for a range', (typed, range) => {
  const query = parseQuery(`lastSeen:${typed}`, { kind: 'issues' });
  const node = query.ok ? query.value.root : null;
  if (node?.type !== 'filter' || (node.value.type !== 'date' && node.value.type !== 'relative_date')) throw new Error(`${typed} was read as ${node?.type}`);
  expect(dateRange(node.operator, node.value, now)).toEqual(range);
});
