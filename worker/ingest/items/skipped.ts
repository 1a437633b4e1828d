import type { ItemHeader } from '../../envelope/envelope.ts';
import { itemTypes } from '../../envelope/item-types.ts';
import type { Outcome } from '../outcomes.ts';
import type { ItemHandler } from './handler.ts';

/** Items that are read over, and counted as invalid where a category counts them. */
export const skippedHandler: ItemHandler = {
  needsEventId: false,
  disposal: () => ({ kind: 'skip' }),
  async settle({ limiter }, { header, bytes }) {
    const type = itemTypes.get(header.type);
    if (type?.category === null) return [];
    const category = type?.category ?? 'default';
    const quantity = quantityOf(header);
    const limited = await limiter.take(category, quantity);
    const reason = type ? 'feature_disabled' : 'unknown_item_type';
    const outcome: Outcome = limited === null ? { outcome: 'invalid', reason } : { outcome: 'rate_limited', reason: limited };
    return [{ outcome, category, quantity, bytes }];
  },
};

/** Things in an item: containers say how many, all others are one. */
function quantityOf({ type, all }: ItemHeader): number {
  const count = all.item_count;
  return itemTypes.get(type)?.isContainer && typeof count === 'number' && Number.isSafeInteger(count) && count > 0 && count <= 1_000_000 ? count : 1;
}
