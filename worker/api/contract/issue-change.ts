import * as z from 'zod/mini';
import { DateTime, Id, IssueStatus, IssueSubstatus, Priority } from './values.ts';

/** Who has an issue. Sent back, the type and the id are enough. */
export const Assignee = z.object({
  type: z.enum(['user', 'team']),
  id: Id,
  /** Of a team its slug. */
  name: z.string(),
  /** Of a member. */
  email: z.optional(z.string()),
});
export type Assignee = z.infer<typeof Assignee>;

/** A member. */
export const Actor = z.object({ id: Id, name: z.string(), email: z.string() });

const Version = z.string().check(z.minLength(1), z.maxLength(200));
const Commit = z.object({
  commit: z.string().check(z.minLength(1), z.maxLength(64)),
  /** `owner/name`, as the commit's releases will name it. */
  repository: z.string().check(z.minLength(1), z.maxLength(200)),
});
const Count = z.int().check(z.minimum(1), z.maximum(2_147_483_647));
/** Minutes, a week at most. */
const WindowMinutes = z.int().check(z.minimum(1), z.maximum(10_080));

/**
 * How an issue was resolved, or until when it is archived; of others it is empty. It may be sent back as it is and leads to the same state: counts without a window
 * are those that are left.
 */
export const StatusDetails = z.object({
  /** Resolved in this release: older ones do not reopen it. */
  inRelease: z.optional(Version),
  /** Resolved in whatever comes after `currentReleaseVersion`, the newest release when somebody said so. */
  inNextRelease: z.optional(z.literal(true)),
  currentReleaseVersion: z.optional(Version),
  /** `id` is the commit again, as Sentry names it. Once a release has it, `inRelease` stands in its place. */
  inCommit: z.optional(z.extend(Commit, { id: z.optional(z.string()) })),
  /** Nothing was seen of it for as long as its project says. */
  autoResolved: z.optional(z.literal(true)),
  /** Whatever of these comes first ends the archiving. */
  ignoreUntil: z.optional(z.nullable(DateTime)),
  ignoreCount: z.optional(z.nullable(z.number())),
  /** Minutes in which the events have to come. */
  ignoreWindow: z.optional(z.nullable(z.number())),
  ignoreUserCount: z.optional(z.nullable(z.number())),
  ignoreUserWindow: z.optional(z.nullable(z.number())),
  /** Whoever said so; absent where nobody did, or somebody who has left. */
  actor: z.optional(Actor),
});
export type StatusDetails = z.infer<typeof StatusDetails>;

/** What a change may say of them. Null is as good as absent. */
export const StatusDetailsChange = z.object({
  /** A version, or `latest` for the newest. */
  inRelease: z.nullish(Version),
  inNextRelease: z.nullish(z.boolean()),
  /** With `inNextRelease`: the newest release then, for a change that is taken back. Absent, the newest of all. */
  currentReleaseVersion: z.nullish(Version),
  inCommit: z.nullish(Commit),
  autoResolved: z.nullish(z.boolean()),
  /** Minutes from now; `ignoreUntil` is the moment itself. */
  ignoreDuration: z.nullish(Count),
  ignoreUntil: z.nullish(DateTime),
  ignoreCount: z.nullish(Count),
  ignoreWindow: z.nullish(WindowMinutes),
  ignoreUserCount: z.nullish(Count),
  ignoreUserWindow: z.nullish(WindowMinutes),
  /** The same as the substatus `archived_until_escalating`. */
  untilEscalating: z.nullish(z.boolean()),
});
export type StatusDetailsChange = z.infer<typeof StatusDetailsChange>;

/**
 * PUT /organizations/{org}/issues/{id}/ → Issue.
 * PUT /organizations/{org}/issues/ and /projects/{org}/{project}/issues/ → IssuesChanged, or 204 where there is none; with `id`, which may repeat 1,000 times, or
 * without any, of what the list finds by `query`, `status`, `project` and `sort`, at most 1,000.
 * DELETE at the same addresses: 202 of one; of several 204, or 200 IssuesDeleted where some could not be deleted. Without `id` it wants a `query`.
 *
 * What is absent stays. `status`, `statusDetails`, `substatus` and `assignedTo` of an Issue may be sent back as they are. Null is as good as absent, but of
 * `assignedTo` (nobody) and `priority` (what the events say).
 */
export const IssueChange = z.object({
  /** `resolvedInNextRelease` is resolved with `inNextRelease`; `muted` is ignored. */
  status: z.nullish(z.enum(['resolved', 'unresolved', 'ignored', 'resolvedInNextRelease', 'muted'])),
  /** What names a release needs issues of one project: else 400. */
  statusDetails: z.nullish(StatusDetailsChange),
  /** Of the status. Without it, an issue is reopened as ongoing, and archived until what `statusDetails` says, or else forever. */
  substatus: z.nullish(IssueSubstatus),
  /** `user:1`, `team:2`, `#slug` of a team, the id, email or name of a member; empty or null for nobody. */
  assignedTo: z.optional(z.nullable(z.union([z.string().check(z.maxLength(254)), z.pick(Assignee, { type: true, id: true })]))),
  priority: z.optional(z.nullable(Priority)),
  /** False: somebody has looked at it, so that it is new no more. */
  inbox: z.nullish(z.boolean()),
  /** Of several issues of one project; not beside anything else. 400 where it would be of more than 2,000 besides one, 409 where one of them is being merged elsewhere. */
  merge: z.nullish(z.union([z.literal(1), z.literal(true)])),
  /** Deletes them, and turns their later events away; not beside anything else. Needs the scope event:admin. Answers as DELETE does. */
  discard: z.nullish(z.boolean()),
  /** Minutes: an old name of `statusDetails.ignoreDuration`. */
  snoozeDuration: z.nullish(Count),

  /* What an issue is to who asks, and whether it is public. */
  hasSeen: z.nullish(z.boolean()),
  isBookmarked: z.nullish(z.boolean()),
  isSubscribed: z.nullish(z.boolean()),
  isPublic: z.nullish(z.boolean()),
});
export type IssueChange = z.infer<typeof IssueChange>;

/** An issue that nothing was done to, and why. */
export const Failure = z.object({ id: Id, detail: z.string() });
export type Failure = z.infer<typeof Failure>;

/** What a change may have changed, as it was: each may be sent back by itself, the priority as null where no member had set it. */
export const IssueBefore = z.object({
  id: Id,
  status: IssueStatus,
  statusDetails: StatusDetails,
  substatus: z.nullable(IssueSubstatus),
  assignedTo: z.nullable(Assignee),
  priority: Priority,
  isPrioritySetByMember: z.boolean(),
});
export type IssueBefore = z.infer<typeof IssueBefore>;

/** What was asked for and is so now. */
export const IssuesChanged = z.object({
  status: z.optional(IssueStatus),
  statusDetails: z.optional(StatusDetails),
  substatus: z.optional(z.nullable(IssueSubstatus)),
  assignedTo: z.optional(z.nullable(Assignee)),
  /** Absent where it was left to the events, which say of each issue something else. */
  priority: z.optional(Priority),
  inbox: z.optional(z.boolean()),
  /** The issue that has them all now, and those that are a part of it: their ids lead to it. */
  merge: z.optional(z.object({ parent: Id, children: z.array(Id) })),
  hasSeen: z.optional(z.boolean()),
  isBookmarked: z.optional(z.boolean()),
  isSubscribed: z.optional(z.boolean()),
  isPublic: z.optional(z.boolean()),
  /** All that were changed, as they were; none after a merger. */
  before: z.array(IssueBefore),
  failed: z.array(Failure),
});
export type IssuesChanged = z.infer<typeof IssuesChanged>;

export const IssuesDeleted = z.object({ failed: z.array(Failure) });
export type IssuesDeleted = z.infer<typeof IssuesDeleted>;
