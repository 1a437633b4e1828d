import { KiB, type BagLimits } from './bag.ts';
import type { Breadcrumb, Values } from './event.ts';
import type { Fields } from './fields.ts';
import { readLevel } from './level.ts';
import { parseTimestamp, shifted } from './timestamps.ts';

/** SDKs keep 100, unless told otherwise. */
const maxBreadcrumbs = 1000;
const dataLimits: BagLimits = { maxDepth: 5, maxBytes: 2 * KiB };

/** In the order sent. `shiftSeconds` corrects the client's clock. */
export function readBreadcrumbs(fields: Fields, shiftSeconds: number): Values<Breadcrumb> | undefined {
  return fields.values('breadcrumbs', maxBreadcrumbs, (breadcrumb) => readBreadcrumb(breadcrumb, shiftSeconds));
}

function readBreadcrumb(breadcrumb: Fields, shiftSeconds: number): Breadcrumb | undefined {
  const sent = breadcrumb.get('timestamp');
  const timestamp = parseTimestamp(sent);
  if (sent !== undefined && timestamp === undefined) {
    breadcrumb.place.at('timestamp').noteInvalid('expected a timestamp', sent);
    if (typeof sent === 'number' && sent < 0) return undefined;
  }
  return {
    timestamp: shifted(timestamp, shiftSeconds),
    type: breadcrumb.text('type', 128) || 'default',
    category: breadcrumb.text('category', 128),
    level: readLevel(breadcrumb, 'level') ?? 'info',
    message: breadcrumb.jsonText('message', 8192),
    data: breadcrumb.bag('data', dataLimits),
    event_id: breadcrumb.text('event_id', 36),
    origin: breadcrumb.text('origin', 128),
  };
}
