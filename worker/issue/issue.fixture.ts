import type { EventSummary } from '../event/summarize.ts';
import type { Circumstances, IssueState, Origin } from './issue.ts';
import type { LifeRequest } from './life/life-command.ts';

export const noon = Date.UTC(2026, 10, 24, 12);

let made = 0;

/** A summary as summarizeEvent makes it; what a test does not care about is filled in. Every one has an id of its own. */
export function anEventSummary(parts: Partial<EventSummary> = {}): EventSummary {
  made += 1;
  const receivedAt = parts.receivedAt ?? noon;
  return {
    eventId: made.toString(16).padStart(32, '0'),
    occurredAt: receivedAt,
    receivedAt,
    title: 'TypeError: boom',
    culprit: 'app/cart.js in total',
    level: 'error',
    type: 'error',
    platform: 'javascript',
    logger: null,
    release: null,
    environment: 'production',
    dist: null,
    userKey: null,
    user: null,
    tags: [['environment', 'production']],
    fields: {},
    metadata: { type: 'TypeError', value: 'boom' },
    isUnhandled: false,
    ...parts,
  };
}

export const origin: Origin = { organizationId: 1, projectId: 7, shard: 0, hash: 'a'.repeat(32), furtherHashes: [], mechanism: 'picket:2026-11' };

/** What an event of an issue of one hash meets; `userCount` is enough where only the state before tells it. */
export function circumstances(state: IssueState | null, isNewUser: boolean, parts: Partial<Circumstances> = {}): Circumstances {
  const userCount = (state?.userCount ?? 0) + (isNewUser ? 1 : 0);
  return { isNewUser, isNewUserOfHash: isNewUser, userCount, owner: null, merged: null, isPart: false, likeness: [], stack: null, ...parts };
}

/** The commands of a member who does the usual thing. */
export const commands = {
  resolve: { type: 'resolve', resolution: { type: 'now' } },
  archive: { type: 'archive', condition: { type: 'forever' } },
  reopen: { type: 'reopen', substatus: null },
} satisfies Record<string, LifeRequest>;
