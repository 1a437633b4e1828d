import type { Level } from '../event/event.ts';
import type { EventSummary } from '../event/summarize.ts';

/** Events of one release that a merged hash received: what may change the life of the issue it is a part of. */
export interface News {
  /** Of the part's state after the last of them. */
  version: number;
  release: string | null;
  count: number;
  /** Of the last one. */
  eventId: string;
  receivedAt: number;
  level: Level;
  isUnhandled: boolean;
  /** `user:1` or `team:2`: whose code it is, by the project's rules. */
  owner: string | null;
}

const maxReleases = 20;

/** One more event; beyond 20 releases those that were met first are told as one. */
export function addToNews(news: readonly News[], event: EventSummary, owner: string | null, version: number): News[] {
  const { release, eventId, receivedAt, level, isUnhandled } = event;
  const before = news.find((each) => each.release === release);
  const others = news.filter((each) => each !== before);
  const next = [
    ...others,
    { version, release, count: (before?.count ?? 0) + 1, eventId, receivedAt, level, isUnhandled, owner: owner ?? before?.owner ?? null },
  ];
  const [first, second, ...rest] = next;
  if (next.length <= maxReleases || !first || !second) return next;
  return [{ ...second, count: first.count + second.count }, ...rest];
}
