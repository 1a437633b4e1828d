/** An hour is a spike when it has this many times what an hour of the last week had on average. */
const spikeFactor = 10;
export const rememberedWindows = 168;

/** Units of earlier windows, by their start in Unix milliseconds. */
export type History = Readonly<Record<string, number>>;

/**
 * What a window may hold, judged by the windows before it. A mean and not a peak: daily peaks stay well below ten times the mean, while one hour of a spike,
 * cut off at its limit, barely moves it. A load that stays is usual after some days.
 */
export function usualLimit(history: History, floor: number): number {
  const sum = Object.values(history).reduce((total, units) => total + units, 0);
  return Math.max(floor, Math.ceil((spikeFactor * sum) / rememberedWindows));
}

/** The history with a window that ended, without what is too old for the window that begins at `startsAt`. */
export function remember(history: History, ended: { startsAt: number; used: number }, startsAt: number, windowMs: number): History {
  const oldest = startsAt - rememberedWindows * windowMs;
  return Object.fromEntries([...Object.entries(history), [String(ended.startsAt), ended.used] as const].filter(([at]) => Number(at) >= oldest));
}
