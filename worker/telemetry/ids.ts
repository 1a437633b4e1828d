/** Hex digits with or without dashes, not all of them zero → lower case without dashes. Undefined for anything else. */
export function readHexId(value: unknown, digits: 16 | 32): string | undefined {
  if (typeof value !== 'string' || value.length > 64) return undefined;
  const id = value.replaceAll('-', '').toLowerCase();
  return id.length === digits && /^[0-9a-f]+$/.test(id) && !/^0+$/.test(id) ? id : undefined;
}

/** Of a UUID; the nil one, by which SDKs mean none, is null. Undefined for what is none. */
export function readUuid(value: unknown): string | null | undefined {
  if (value === undefined || value === null) return null;
  if (typeof value !== 'string') return undefined;
  return /^[-0]{32,36}$/.test(value) ? null : readHexId(value, 32);
}
