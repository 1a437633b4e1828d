import * as z from 'zod/mini';
import { EventSummary } from './event.ts';
import { Person } from './participation.ts';
import { DateTime, Id } from './values.ts';

/** How a hash came to its issue. */
export const HashOrigin = z.discriminatedUnion('type', [
  /** It is the one that names the issue. */
  z.object({ type: z.literal('own') }),
  /** `user` is null for who has left. */
  z.object({ type: z.literal('merged'), user: z.nullable(Person), dateCreated: DateTime }),
  /** When its first event came, it had another hash of the issue as well, such as that of its system frames. */
  z.object({ type: z.literal('shared') }),
]);
export type HashOrigin = z.infer<typeof HashOrigin>;

/** Items of GET /organizations/{org}/issues/{id}/hashes/: what an issue was merged of. That of the issue itself comes first. */
export const IssueHash = z.object({
  /** The hash: 32 hex digits. */
  id: z.string(),
  latestEvent: z.nullable(EventSummary),
  /** Of the events of this hash alone, as the next two. */
  eventCount: z.number(),
  firstSeen: DateTime,
  lastSeen: DateTime,
  state: z.literal('unlocked'),
  origin: HashOrigin,
});
export type IssueHash = z.infer<typeof IssueHash>;

/**
 * PUT or DELETE /organizations/{org}/issues/{id}/hashes/?id={hash}&id=… → 202: these hashes are an issue of their own again, together. 400 where nothing would stay
 * or one is not of this issue.
 */
export const Unmerged = z.object({
  /** The issue that was parted from the one of the address: where its own hash was named, it keeps that one and the others go. */
  newIssueId: Id,
});
export type Unmerged = z.infer<typeof Unmerged>;
