/** Every body of the first so many events that an issue receives in an hour is kept. */
export const fullyKeptPerHour = 1_000;

/**
 * Whether to keep the body of the `nth` event of an issue in an hour (from 1). All of the first 1,000, then every tenth up to 10,000, every hundredth up to
 * 100,000, and so on: a spike costs requests, not storage. Counts are exact either way, and the newest event and turning points are kept besides.
 */
export function isBodyKept(nth: number): boolean {
  if (nth <= fullyKeptPerHour) return true;
  const step = 10 ** Math.ceil(Math.log10(nth / fullyKeptPerHour));
  return nth % step === 0;
}
