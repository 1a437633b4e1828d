/** One report or an array of them; null where it is no JSON. */
export function parseReports(payload: Uint8Array): unknown[] | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(payload));
    return Array.isArray(value) ? value : [value];
  } catch {
    return null;
  }
}
