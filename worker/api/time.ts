/** ISO 8601 in UTC with microseconds, as Sentry writes times. `at` in Unix milliseconds. */
export function isoTime(at: number): string {
  return new Date(at).toISOString().replace('Z', '000Z');
}
