import * as z from 'zod/mini';
import { Assignee, StatusDetails } from './issue-change.ts';
import { Participant, Person, SeenBy, SubscriptionDetails } from './participation.ts';
import { IssueRelease } from './release.ts';
import { ShareId } from './share.ts';
import { TagKey } from './tag.ts';
import { DateTime, EventId, Id, IssueStatus, IssueSubstatus, Level, Priority, Slug } from './values.ts';

/** One thing that happened to an issue. `user` is null where ingest did it. */
export const Activity = z.object({
  id: z.string(),
  /** Sentry's names. */
  type: z.enum([
    'first_seen',
    'set_resolved',
    'set_resolved_by_age',
    'set_resolved_in_release',
    'set_resolved_in_commit',
    'set_unresolved',
    'set_ignored',
    'set_regression',
    'set_escalating',
    'set_priority',
    'auto_set_ongoing',
    'mark_reviewed',
    'assigned',
    'unassigned',
    'merge',
    'unmerge_source',
    'unmerge_destination',
    'note',
    'set_public',
    'set_private',
  ]),
  user: z.nullable(Person),
  dateCreated: DateTime,
  /** By type: `version` of a release, `assignee`, `text` of a note, `issues` that were merged. */
  data: z.record(z.string(), z.unknown()),
});
export type Activity = z.infer<typeof Activity>;

/** `[start of the interval in epoch seconds, events]`, oldest first, without gaps. */
export const Series = z.array(z.tuple([z.number(), z.number()]));

/** GET /organizations/{org}/issues/ (list), GET /organizations/{org}/issues/{id or short id}/ (adds the optional fields). */
export const Issue = z.object({
  id: Id,
  /** `WEB-1A` */
  shortId: z.string(),
  /** The link is /share/issue/{shareId}/; null where it is not public. */
  shareId: z.nullable(ShareId),
  title: z.string(),
  culprit: z.nullable(z.string()),
  permalink: z.string(),
  logger: z.nullable(z.string()),
  level: Level,
  status: IssueStatus,
  substatus: z.nullable(IssueSubstatus),
  statusDetails: StatusDetails,
  isPublic: z.boolean(),
  platform: z.string(),
  priority: Priority,
  /** False: it is what the events say, and follows them. */
  isPrioritySetByMember: z.boolean(),
  project: z.object({ id: Id, name: z.string(), slug: Slug, platform: z.nullable(z.string()) }),
  /** error, default, csp, … */
  type: z.string(),
  issueType: z.string(),
  issueCategory: z.string(),
  /** type and value of an error, filename and function of its place; title of a message. All optional. */
  metadata: z.object({
    type: z.optional(z.string()),
    value: z.optional(z.string()),
    filename: z.optional(z.string()),
    function: z.optional(z.string()),
    title: z.optional(z.string()),
    /** Of a feedback. */
    message: z.optional(z.string()),
    name: z.optional(z.string()),
    contact_email: z.optional(z.string()),
    source: z.optional(z.string()),
  }),
  /** Notes. */
  numComments: z.number(),
  assignedTo: z.nullable(Assignee),
  isBookmarked: z.boolean(),
  isSubscribed: z.boolean(),
  subscriptionDetails: SubscriptionDetails,
  /** Whether the viewer had it open since it came, or came back. */
  hasSeen: z.boolean(),
  annotations: z.array(z.unknown()),
  isUnhandled: z.boolean(),
  /** A string, as in Sentry. */
  count: z.string(),
  userCount: z.number(),
  firstSeen: DateTime,
  lastSeen: DateTime,
  /** `24h`: hourly, `14d`: daily; list and detail carry both. `30d` daily in the detail. */
  stats: z.object({ '24h': Series, '14d': Series, '30d': z.optional(Series) }),
  firstRelease: z.optional(z.nullable(IssueRelease)),
  lastRelease: z.optional(z.nullable(IssueRelease)),
  /** Where a search was but the id of an event: that id. */
  matchingEventId: z.optional(EventId),
  /** What users wrote about its events. */
  userReportCount: z.optional(z.number()),
  /** Who had it open, the last one first. */
  seenBy: z.optional(z.array(SeenBy)),
  /** Who is subscribed. */
  participants: z.optional(z.array(Participant)),
  tags: z.optional(z.array(TagKey)),
  /** The newest 100, newest first. */
  activity: z.optional(z.array(Activity)),
  /** Grouping: the hash that names this issue and the version of the mechanism that made it. */
  grouping: z.optional(z.object({ hash: z.string(), mechanism: z.string() })),
});
export type Issue = z.infer<typeof Issue>;

/** GET /organizations/{org}/shortids/{short id}/ */
export const ResolvedShortId = z.object({ organizationSlug: Slug, projectSlug: Slug, groupId: Id, group: Issue, shortId: z.string() });
export type ResolvedShortId = z.infer<typeof ResolvedShortId>;

/** Sort of the issue list: last seen, first seen, events, users; always descending. */
export const IssueSort = z.enum(['date', 'new', 'freq', 'user', 'priority', 'trends']);
export type IssueSort = z.infer<typeof IssueSort>;

/**
 * Parameters of GET /organizations/{org}/issues/ and /projects/{org}/{project}/issues/. `query` is Sentry's search, with AND, OR and parentheses; absent it is
 * `is:unresolved`, empty it is all. An error of it answers 400 with `detail` and `position` (UTF-16 offsets). Beside it `sort`, `limit` (at most 100, more is cut),
 * `cursor`, `statsPeriod` or `start` and `end`, `environment` (may repeat), and in an organization `project` (id or slug, may repeat). The reply has `Link` (next and
 * previous cursor), `X-Hits` and `X-Max-Hits`. A query that is but the id of an event finds its issue (`X-Sentry-Direct-Hit: 1`, `matchingEventId`), and with
 * `shortIdLookup=1` a short id does.
 */
export const IssueListQuery = z.object({ query: z.optional(z.string()) });
