import { dayMs, emptyTrend, hourMs, type Trend } from '../trend.ts';
import { beginLife } from './begin.ts';
import type { Life } from './life.ts';
import type { LifeCommand, LifeRequest } from './life-command.ts';
import type { Lived, Occurrences, Totals } from './lived.ts';
import { obey } from './obey.ts';

export const noon = Date.UTC(2026, 10, 24, 12);
export const minuteMs = 60_000;

export const quiet: Totals = { eventCount: 1, userCount: 0, trend: emptyTrend };

/** One event, a minute after noon, as quiet as can be; what a test does not care about is filled in. */
export function occurrences(parts: Partial<Occurrences> = {}): Occurrences {
  return {
    count: 1,
    release: null,
    eventId: 'e'.repeat(32),
    receivedAt: noon + minuteMs,
    newUsers: 0,
    userKeys: [],
    owner: null,
    level: 'error',
    isUnhandled: false,
    totals: quiet,
    ...parts,
  };
}

/** Life of an issue whose first event came at noon. */
export function aLife(parts: Partial<Occurrences> = {}): Life {
  return beginLife(occurrences({ receivedAt: noon, ...parts })).life;
}

/** By member 5 at noon. */
export function command(request: LifeRequest, parts: Partial<Pick<LifeCommand, 'userId' | 'at'>> = {}): LifeCommand {
  return { ...request, userId: 5, at: noon, ...parts };
}

export function after(life: Life, ...requests: LifeRequest[]): Life {
  return requests.reduce((before, request) => obey(before, command(request), quiet).life, life);
}

/** `perDay` on each of the ten days before noon, and `today` in the hour of noon. */
export function aTrend(perDay: number, today: number): Trend {
  const [day, hour] = [Math.floor(noon / dayMs), Math.floor(noon / hourMs)];
  const days = Array.from({ length: 10 }, (_, index): [number, number] => [day - 10 + index, perDay]);
  return { hours: [[hour, today]], days: [...days, [day, today]] };
}

export function told({ happened }: Lived): string[] {
  return happened.map(({ activity, effect }) => `${activity?.type ?? ''}/${effect ?? ''}`);
}
