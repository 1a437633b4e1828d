import type { Level } from '../../event/event.ts';
import { lastDay } from './forecast.ts';
import type { Life, Priority, PriorityLevel, Substatus } from './life.ts';
import type { Occurrences } from './lived.ts';

/** From so many users on, or so many events in 24 hours, what happens is one step graver than its level says. */
export const manyUsers = 100;
export const manyEvents = 1000;

const ranks: Record<PriorityLevel, number> = { low: 0, medium: 1, high: 2 };

/**
 * What the events say by themselves: `high` for a crash (fatal, or an error that nobody handled), `medium` for errors and warnings, `low` for the rest; one
 * step up where many users or many events are concerned. While an issue is escalating it is `high` whatever they say. A member's choice overrules both.
 */
export function automaticPriority({
  level,
  isUnhandled,
  receivedAt,
  totals,
}: Pick<Occurrences, 'level' | 'isUnhandled' | 'receivedAt' | 'totals'>): PriorityLevel {
  const byLevel = priorityOfLevel(level, isUnhandled);
  if (byLevel === 'high') return byLevel;
  // Few have so many events at all, and nobody else's hours need to be added up.
  const isMuch = totals.userCount >= manyUsers || (totals.eventCount >= manyEvents && lastDay(totals.trend, receivedAt) >= manyEvents);
  return !isMuch ? byLevel : byLevel === 'low' ? 'medium' : 'high';
}

/** The graver of the two: among the events of an issue a debug message does not take back what a crash said. */
export function graver(a: PriorityLevel, b: PriorityLevel): PriorityLevel {
  return ranks[a] >= ranks[b] ? a : b;
}

/** What a change of the substatus, or of what the events say, makes of the priority. */
export function priorityIn(substatus: Substatus | null, automatic: PriorityLevel, { priority }: Pick<Life, 'priority'>): Priority {
  const level = priority.isSetByMember ? priority.level : substatus === 'escalating' ? 'high' : automatic;
  return priority.level === level && priority.automatic === automatic ? priority : { ...priority, level, automatic };
}

function priorityOfLevel(level: Level, isUnhandled: boolean): PriorityLevel {
  switch (level) {
    case 'fatal':
      return 'high';
    case 'error':
      return isUnhandled ? 'high' : 'medium';
    case 'warning':
      return 'medium';
    case 'info':
    case 'debug':
      return 'low';
  }
}
