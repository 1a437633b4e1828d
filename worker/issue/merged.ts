import type { EventSummary } from '../event/summarize.ts';
import { addTrends, emptyTrend, type Trend } from './trend.ts';

/** As the newest event says. */
export type Appearance = Pick<EventSummary, 'title' | 'culprit' | 'level' | 'type' | 'platform' | 'logger' | 'metadata' | 'isUnhandled'>;

/** What the events of some hashes add up to; users are counted elsewhere, since one may have met several. */
export interface Figures extends Appearance {
  eventCount: number;
  firstSeenAt: number;
  lastSeenAt: number;
  firstRelease: string | null;
  lastRelease: string | null;
  trend: Trend;
}

/** What a merged hash tells the issue it is a part of: absolute figures, so that telling them twice changes nothing. */
export interface Snapshot extends Figures {
  /** Of the state it was taken from. */
  version: number;
  /** Null until its first projection. */
  issueId: number | null;
}

/** The figures of both as those of one. */
export function addFigures(one: Figures, other: Figures): Figures {
  const [older, newer] = [one.firstSeenAt <= other.firstSeenAt ? one : other, one.lastSeenAt >= other.lastSeenAt ? one : other];
  const { title, culprit, level, type, platform, logger, metadata, isUnhandled, lastSeenAt, lastRelease } = newer;
  return {
    title,
    culprit,
    level,
    type,
    platform,
    logger,
    metadata,
    isUnhandled,
    lastSeenAt,
    lastRelease,
    eventCount: one.eventCount + other.eventCount,
    firstSeenAt: older.firstSeenAt,
    firstRelease: older.firstRelease,
    trend: addTrends(one.trend, other.trend, 1),
  };
}

export function sumFigures(all: readonly Figures[]): Figures | null {
  const [first, ...others] = all;
  return first ? others.reduce(addFigures, first) : null;
}

/** `merged` with a newer snapshot of one of its parts: figures of a hash only ever grow, so that none of the other parts need be looked at. */
export function renewFigures(merged: Figures | null, before: Snapshot | null, after: Snapshot): Figures {
  if (!merged) return after;
  const grown: Figures = {
    ...after,
    eventCount: after.eventCount - (before?.eventCount ?? 0),
    trend: addTrends(after.trend, before?.trend ?? emptyTrend, -1),
  };
  return addFigures(merged, grown);
}
