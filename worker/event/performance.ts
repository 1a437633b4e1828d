import { KiB, type BagLimits } from './bag.ts';
import type { Event } from './event.ts';
import type { Fields } from './fields.ts';

const spanLimits: BagLimits = { maxDepth: 9, maxBytes: 800 * KiB };

/** What only transactions have. */
export function readPerformance(fields: Fields): Pick<Event, 'spans' | 'measurements' | 'breakdowns' | 'transaction_info'> {
  const spans = fields.value('spans', spanLimits);
  return {
    spans: Array.isArray(spans) ? spans : undefined,
    measurements: fields.bag('measurements'),
    breakdowns: fields.bag('breakdowns'),
    transaction_info: fields.bag('transaction_info'),
  };
}
