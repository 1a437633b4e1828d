import { isObject } from '../event/parse.ts';
import { parseTimestamp } from '../event/timestamps.ts';
import { readMsgpack } from '../msgpack/read-msgpack.ts';

type Payload = Record<string, unknown>;

/** Files that a crash handler keeps beside the dump, since the process can tell nothing any more: MessagePack, the last one of each cut anywhere. */
export interface AttachedFiles {
  event: Uint8Array | null;
  breadcrumbs: readonly Uint8Array[];
}

/**
 * The event that crash handlers keep in files: one has all but the breadcrumbs, which are written to two others in turn. Null where nothing in them can be read.
 *
 * Source: relay-server/src/processing/errors/errors/utils/attachment.rs
 */
export function attachedEvent({ event, breadcrumbs }: AttachedFiles): Payload | null {
  const [payload] = event ? readMsgpack(event).values : [];
  const rotated = inTurn(breadcrumbs.map((file) => readMsgpack(file).values));
  if (!isObject(payload)) return rotated.length > 0 ? { breadcrumbs: rotated } : null;
  return rotated.length > 0 ? { ...payload, breadcrumbs: rotated } : payload;
}

/**
 * A file is written until it is full, which is when the other one is begun anew. So the one with the older end comes first, and no more counts than a full file
 * holds.
 */
function inTurn(files: readonly unknown[][]): unknown[] {
  const [first = [], second = []] = files;
  const all = endOf(first) > endOf(second) ? [...second, ...first] : [...first, ...second];
  return all.slice(-Math.max(first.length, second.length, 1));
}

/** Unix seconds of the last breadcrumb that has a time. */
function endOf(breadcrumbs: readonly unknown[]): number {
  const last = breadcrumbs.findLast((breadcrumb) => timeOf(breadcrumb) !== undefined);
  return timeOf(last) ?? -Infinity;
}

function timeOf(breadcrumb: unknown): number | undefined {
  return isObject(breadcrumb) ? parseTimestamp(breadcrumb.timestamp) : undefined;
}
