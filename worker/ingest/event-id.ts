/** An event id as clients write it, with dashes or without, in any case; null for anything else. The result is 32 lower-case hex digits. */
export function readEventId(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const id = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

export function newEventId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}
