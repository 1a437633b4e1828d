import type { DataCategory } from '../envelope/data-category.ts';
import type { KeyRateLimit, Quota } from '../settings/options.ts';

/** At most `limit` units of some categories in each window of fixed length. */
export interface Limit {
  /** Names what is counted, in the whole installation: another limit or window is another count. */
  id: string;
  scope: 'project' | 'key';
  /** Counted together; none: every category. */
  categories: readonly string[];
  /** Units in a window; 0 refuses all. Of a usual limit the least: it grows with what the project usually has. */
  limit: number;
  isUsual: boolean;
  windowSeconds: number;
  /** What the header and the outcome say. */
  reason: string;
}

/** What a key has to do with limits. */
export interface LimitedKey {
  publicKey: string;
  projectId: number;
  /** Sentry's limit of a key; null for none. */
  rateLimit: KeyRateLimit | null;
  options: { quotas: readonly Quota[]; spikeProtection: boolean; spikeFloor: number };
}

/** What a limit of a key counts: errors in all their forms, as in Sentry. */
const errorCategories: readonly DataCategory[] = ['default', 'error', 'security'];

/** Every limit that what a key sends must keep to: the key's own first, the protection against spikes last. */
export function limitsOf({ publicKey, projectId, rateLimit, options }: LimitedKey): Limit[] {
  const limits = options.quotas.map(({ categories, limit, windowSeconds, reason }): Limit => {
    const id = `${projectId}:project:${[...categories].sort().join('+')}:${windowSeconds}:${limit}`;
    return { id, scope: 'project', categories, limit, isUsual: false, windowSeconds, reason: reason || 'project_quota' };
  });
  if (rateLimit) {
    const { count: limit, windowSeconds } = rateLimit;
    limits.unshift({
      id: `${projectId}:key:${publicKey}:${windowSeconds}:${limit}`,
      scope: 'key',
      categories: errorCategories,
      limit,
      isUsual: false,
      windowSeconds,
      reason: 'key_quota',
    });
  }
  if (options.spikeProtection) {
    limits.push({
      id: `${projectId}:spike`,
      scope: 'project',
      categories: errorCategories,
      limit: options.spikeFloor,
      isUsual: true,
      windowSeconds: 3600,
      reason: 'spike_protection',
    });
  }
  return limits;
}

/**
 * How much an item takes of a limit: `quantity` of its category, 0 where the limit is not about it. Where all categories are counted together, an attachment is one;
 * an empty one is a byte, since it is kept like any other.
 */
export function unitsOf({ categories }: Limit, category: DataCategory, quantity: number): number {
  if (categories.length > 0 && !categories.includes(category)) return 0;
  if (category !== 'attachment') return quantity;
  return categories.length === 1 ? Math.max(1, quantity) : 1;
}

/** A limit that holds until a time, Unix milliseconds. */
export interface SpentLimit {
  limit: Limit;
  until: number;
}

/**
 * The headers that tell a client to wait. `Retry-After` is for those who know nothing else. Seconds are whole, since the Python SDK fails on others.
 *
 * Source: https://develop.sentry.dev/sdk/expected-features/rate-limiting/
 */
export function limitHeaders(spent: readonly SpentLimit[], now: number): Record<string, string> {
  if (spent.length === 0) return {};
  const seconds = (until: number) => Math.max(1, Math.ceil((until - now) / 1000));
  return {
    'retry-after': String(Math.max(...spent.map(({ until }) => seconds(until)))),
    'x-sentry-rate-limits': spent
      .map(({ limit: { categories, scope, reason }, until }) => [seconds(until), categories.join(';'), scope, reason].join(':'))
      .join(', '),
  };
}
