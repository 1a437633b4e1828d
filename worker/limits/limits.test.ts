import { describe, expect, it } from 'vitest';
import { grant } from './grant.ts';
import { type Limit, limitHeaders, limitsOf, unitsOf } from './limits.ts';

const quota = { categories: ['error'], limit: 100, windowSeconds: 3600, reason: '' };
const aLimit = (parts: Partial<Limit> = {}): Limit => ({
  id: '1',
  scope: 'project',
  categories: ['error'],
  limit: 1,
  isUsual: false,
  windowSeconds: 60,
  reason: 'project_quota',
  ...parts,
});

it('puts the limit of the key before the quotas of the project, and the protection against spikes last', () => {
  const limits = limitsOf({
    publicKey: 'k',
    projectId: 7,
    rateLimit: { count: 5, windowSeconds: 60 },
    options: { quotas: [quota], spikeProtection: true, spikeFloor: 9 },
  });
  expect(limits).toEqual([
    { id: '7:key:k:60:5', scope: 'key', categories: ['default', 'error', 'security'], limit: 5, isUsual: false, windowSeconds: 60, reason: 'key_quota' },
    { id: '7:project:error:3600:100', scope: 'project', categories: ['error'], limit: 100, isUsual: false, windowSeconds: 3600, reason: 'project_quota' },
    { id: '7:spike', scope: 'project', categories: ['default', 'error', 'security'], limit: 9, isUsual: true, windowSeconds: 3600, reason: 'spike_protection' },
  ]);
});

it.each([
  [['error'], 'error', 1, 1],
  [['error'], 'log_item', 3, 0],
  [[], 'log_item', 3, 3],
  [[], 'attachment', 5000, 1],
  [['attachment'], 'attachment', 5000, 5000],
  [['attachment'], 'attachment', 0, 1],
  [[], 'attachment', 0, 1],
  [['attachment', 'error'], 'attachment', 5000, 1],
] as const)('a limit of %j counts %s × %d as %d', (categories, category, quantity, units) => {
  expect(unitsOf(aLimit({ categories }), category, quantity)).toBe(units);
});

describe('limitHeaders', () => {
  it('says how long, of what, whose and why', () => {
    const spent = [
      { limit: aLimit({ categories: ['default', 'error'], scope: 'key', reason: 'key_quota' }), until: 60_000 },
      { limit: aLimit({ categories: [] }), until: 2_001 },
    ];
    expect(limitHeaders(spent, 1_000)).toEqual({
      'retry-after': '59',
      'x-sentry-rate-limits': '59:default;error:key:key_quota, 2::project:project_quota',
    });
  });

  it('says nothing where nothing is spent, and never zero seconds', () => {
    expect(limitHeaders([], 0)).toEqual({});
    expect(limitHeaders([{ limit: aLimit(), until: 0 }], 5)).toMatchObject({ 'retry-after': '1' });
  });
});

it.each([
  [0, 1, 1, 0],
  [5, 6, 6, 0],
  [5, 5, 5, 5],
  [1000, 1, 1, 1],
  [1000, 1, 64, 64],
  [1000, 1, 1000, 125],
  [3, 1, 100, 1],
])('of %d units left, with %d needed and %d wanted, a lease carries %d', (left, needed, wanted, expected) => {
  expect(grant(left, needed, wanted)).toBe(expected);
});
