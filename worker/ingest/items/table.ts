import type { DataCategory } from '../../envelope/data-category.ts';
import { itemTypes } from '../../envelope/item-types.ts';

/** What this version does with an item of a type. Which types there are, and how large they may be, says envelope/item-types.ts. */
export type Handling =
  /** An error or message: the payload is kept in memory and recorded by its issue. */
  | { kind: 'event' }
  /** Bytes that go to storage as they arrive. */
  | { kind: 'attachment' }
  /** What the client says it dropped itself. */
  | { kind: 'client_report' }
  /** Read over and counted as invalid with this reason. */
  | { kind: 'skipped'; category: DataCategory; reason: string }
  /** Read over; there is nothing in it that a category counts. */
  | { kind: 'ignored' };

/** Never fails: a type that nobody knows is counted as such, and the rest of its envelope goes on. */
export function handlingOf(type: string): Handling {
  if (type === 'event') return { kind: 'event' };
  if (type === 'attachment') return { kind: 'attachment' };
  if (type === 'client_report') return { kind: 'client_report' };
  const known = itemTypes.get(type);
  if (!known) return { kind: 'skipped', category: 'default', reason: 'unknown_item_type' };
  return known.category === null ? { kind: 'ignored' } : { kind: 'skipped', category: known.category, reason: 'feature_disabled' };
}
