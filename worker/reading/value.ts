/*
 * Reads the values of an event, which may be anything in spite of the contract: they come from clients. Nothing here throws, so one
 * odd field costs that field and not the page.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** What a person would read: text as it is, nothing for null, JSON for what has parts. */
export function asText(value: unknown): string {
  if (typeof value === 'string') return value;
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  try {
    return JSON.stringify(value) ?? '';
  } catch {
    return '(nested too deeply to show)';
  }
}

/** As text, and null where there is none to show. */
export function asLabel(value: unknown): string | null {
  const text = asText(value);
  return text.trim() === '' ? null : text;
}

export function asNumber(value: unknown): number | null {
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (typeof value !== 'string' || value.trim() === '') return null;
  const number = Number(value);
  return Number.isFinite(number) ? number : null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}

export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** Name and text of each pair in either form that SDKs use: `[[name, value], …]` or `{ name: value }`. */
export function asPairs(value: unknown): [name: string, value: unknown][] {
  if (!Array.isArray(value)) return Object.entries(asFields(value));
  return value.flatMap((pair): [string, unknown][] => (Array.isArray(pair) && pair.length > 0 ? [[asText(pair[0]), pair[1]]] : []));
}

/** The address, if it is one that may be followed: http or https. Event text never becomes another kind of link. */
export function asWebAddress(value: unknown): string | null {
  if (typeof value !== 'string' || !/^https?:\/\//i.test(value)) return null;
  return URL.canParse(value) ? value : null;
}
