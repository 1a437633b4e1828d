/** More than any browser gathers before it sends. */
const maxReports = 100;

/** One report or an array of them; null where it is no JSON. */
export function parseReports(payload: Uint8Array): unknown[] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return Array.isArray(value) ? value.slice(0, maxReports) : [value];
  } catch {
    return null;
  }
}
