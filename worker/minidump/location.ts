/** Where something stands in a dump. */
export interface Location {
  bytes: number;
  at: number;
}

/** Some writers put four bytes between the length of a list and its entries, so that these are aligned. */
export function padding(stream: Location, head: DataView, entryBytes: number): 0 | 4 {
  return stream.bytes === 8 + entryBytes * head.getUint32(0, true) ? 4 : 0;
}
