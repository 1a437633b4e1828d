/** An event id as clients write it, with dashes or without, in any case; null for anything else. The result is 32 lower-case hex digits. */
export function readEventId(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const id = value.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

export function newEventId(): string {
  return crypto.randomUUID().replaceAll('-', '');
}

/** As text with dashes, which crash reporters expect. */
export function hyphenated(eventId: string): string {
  return eventId.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
