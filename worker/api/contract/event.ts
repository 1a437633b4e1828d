import * as z from 'zod/mini';
import { UserReport } from './user-report.ts';
import { DateTime, EventId, Id, Level } from './values.ts';

/*
 * Sentry's shape of an event. Inside `entries` and `contexts` values come from clients: every leaf may be anything, so readers must
 * be ready for that; the schemas name what normalization guarantees.
 */

export const EventUser = z.object({
  id: z.nullable(z.string()),
  email: z.nullable(z.string()),
  username: z.nullable(z.string()),
  ip_address: z.nullable(z.string()),
  name: z.nullable(z.string()),
  data: z.nullable(z.record(z.string(), z.unknown())),
});
export type EventUser = z.infer<typeof EventUser>;

export const EventTag = z.object({ key: z.string(), value: z.string() });

/** Items of GET /organizations/{org}/issues/{id}/events/ and of GET /projects/{org}/{project}/events/, which lists the newest alone, without further pages. */
export const EventSummary = z.object({
  id: EventId,
  eventID: EventId,
  'event.type': z.string(),
  groupID: Id,
  projectID: Id,
  title: z.string(),
  message: z.string(),
  location: z.nullable(z.string()),
  culprit: z.nullable(z.string()),
  level: Level,
  user: z.nullable(EventUser),
  tags: z.array(EventTag),
  platform: z.string(),
  dateCreated: DateTime,
  crashFile: z.null(),
  metadata: z.record(z.string(), z.string()),
});
export type EventSummary = z.infer<typeof EventSummary>;

export const Frame = z.object({
  filename: z.nullable(z.string()),
  absPath: z.nullable(z.string()),
  module: z.nullable(z.string()),
  package: z.nullable(z.string()),
  platform: z.nullable(z.string()),
  instructionAddr: z.nullable(z.string()),
  symbolAddr: z.nullable(z.string()),
  function: z.nullable(z.string()),
  rawFunction: z.nullable(z.string()),
  symbol: z.nullable(z.string()),
  /** `[line number, source line]` around the failing line. Empty where the SDK sent none. */
  context: z.array(z.tuple([z.number(), z.string()])),
  lineNo: z.nullable(z.number()),
  colNo: z.nullable(z.number()),
  inApp: z.boolean(),
  trust: z.nullable(z.string()),
  errors: z.nullable(z.array(z.unknown())),
  lock: z.nullable(z.unknown()),
  sourceLink: z.nullable(z.string()),
  vars: z.nullable(z.record(z.string(), z.unknown())),
});
export type Frame = z.infer<typeof Frame>;

/** Frames oldest first: the crashing frame is the last. */
export const Stacktrace = z.object({
  frames: z.array(Frame),
  framesOmitted: z.nullable(z.tuple([z.number(), z.number()])),
  registers: z.nullable(z.record(z.string(), z.string())),
  hasSystemFrames: z.boolean(),
});
export type Stacktrace = z.infer<typeof Stacktrace>;

export const Mechanism = z.object({
  type: z.nullable(z.string()),
  handled: z.nullable(z.boolean()),
  synthetic: z.nullable(z.boolean()),
  description: z.nullable(z.string()),
  help_link: z.nullable(z.string()),
  source: z.nullable(z.string()),
  is_exception_group: z.nullable(z.boolean()),
  exception_id: z.nullable(z.number()),
  parent_id: z.nullable(z.number()),
  data: z.nullable(z.record(z.string(), z.unknown())),
  meta: z.nullable(z.record(z.string(), z.unknown())),
});
export type Mechanism = z.infer<typeof Mechanism>;

export const ExceptionValue = z.object({
  type: z.nullable(z.string()),
  value: z.nullable(z.string()),
  module: z.nullable(z.string()),
  threadId: z.nullable(z.union([z.string(), z.number()])),
  mechanism: z.nullable(Mechanism),
  stacktrace: z.nullable(Stacktrace),
  rawStacktrace: z.nullable(Stacktrace),
});
export type ExceptionValue = z.infer<typeof ExceptionValue>;

export const Thread = z.object({
  id: z.nullable(z.union([z.string(), z.number()])),
  name: z.nullable(z.string()),
  current: z.nullable(z.boolean()),
  crashed: z.nullable(z.boolean()),
  state: z.nullable(z.string()),
  heldLocks: z.nullable(z.unknown()),
  stacktrace: z.nullable(Stacktrace),
  rawStacktrace: z.nullable(Stacktrace),
});

export const Breadcrumb = z.object({
  type: z.string(),
  timestamp: z.nullable(DateTime),
  level: z.string(),
  message: z.nullable(z.string()),
  category: z.nullable(z.string()),
  data: z.nullable(z.record(z.string(), z.unknown())),
  event_id: z.nullable(z.string()),
});
export type Breadcrumb = z.infer<typeof Breadcrumb>;

const Pairs = z.array(z.tuple([z.string(), z.nullable(z.string())]));

export const RequestData = z.object({
  apiTarget: z.nullable(z.string()),
  method: z.nullable(z.string()),
  url: z.nullable(z.string()),
  query: Pairs,
  fragment: z.nullable(z.string()),
  data: z.unknown(),
  headers: Pairs,
  cookies: Pairs,
  env: z.nullable(z.record(z.string(), z.unknown())),
  inferredContentType: z.nullable(z.string()),
});
export type RequestData = z.infer<typeof RequestData>;

/** In this order, each at most once, absent where the event has none. `exception.values` outermost last. */
export const Entry = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('exception'),
    data: z.object({ values: z.array(ExceptionValue), hasSystemFrames: z.boolean(), excOmitted: z.nullable(z.tuple([z.number(), z.number()])) }),
  }),
  z.object({ type: z.literal('threads'), data: z.object({ values: z.array(Thread) }) }),
  z.object({ type: z.literal('stacktrace'), data: Stacktrace }),
  z.object({ type: z.literal('message'), data: z.object({ formatted: z.nullable(z.string()), message: z.nullable(z.string()), params: z.unknown() }) }),
  z.object({ type: z.literal('template'), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('breadcrumbs'), data: z.object({ values: z.array(Breadcrumb) }) }),
  z.object({ type: z.literal('request'), data: RequestData }),
  z.object({ type: z.literal('csp'), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('debugmeta'), data: z.record(z.string(), z.unknown()) }),
]);
export type Entry = z.infer<typeof Entry>;

/** GET /organizations/{org}/issues/{id}/events/{event id|latest|oldest|recommended}/ and GET /projects/{org}/{project}/events/{event id}/ */
export const Event = z.object({
  id: EventId,
  eventID: EventId,
  groupID: Id,
  projectID: Id,
  title: z.string(),
  message: z.string(),
  location: z.nullable(z.string()),
  culprit: z.nullable(z.string()),
  type: z.string(),
  level: Level,
  platform: z.string(),
  /** Bytes of the stored JSON. */
  size: z.number(),
  dist: z.nullable(z.string()),
  environment: z.nullable(z.string()),
  dateCreated: DateTime,
  dateReceived: DateTime,
  tags: z.array(EventTag),
  user: z.nullable(EventUser),
  contexts: z.record(z.string(), z.unknown()),
  /** What SDKs call extra. */
  context: z.record(z.string(), z.unknown()),
  packages: z.record(z.string(), z.nullable(z.string())),
  sdk: z.nullable(z.object({ name: z.string(), version: z.string() })),
  metadata: z.record(z.string(), z.string()),
  /** What had to be dropped or repaired, in words. */
  errors: z.array(z.object({ type: z.string(), message: z.string(), data: z.record(z.string(), z.unknown()) })),
  entries: z.array(Entry),
  release: z.nullable(z.object({ version: z.string() })),
  fingerprints: z.array(z.string()),
  groupingConfig: z.object({ id: z.string() }),
  occurrence: z.null(),
  _meta: z.record(z.string(), z.unknown()),
  nextEventID: z.nullable(EventId),
  previousEventID: z.nullable(EventId),
  userReport: z.nullable(UserReport),
  crashFile: z.null(),
});
export type Event = z.infer<typeof Event>;

/** Items of GET /projects/{org}/{project}/events/{event id}/attachments/; …/{attachment id}/?download=1 gives the bytes. */
export const Attachment = z.object({
  id: z.string(),
  event_id: EventId,
  type: z.string(),
  name: z.string(),
  mimetype: z.string(),
  dateCreated: DateTime,
  size: z.number(),
  headers: z.record(z.string(), z.string()),
  sha1: z.nullable(z.string()),
});
export type Attachment = z.infer<typeof Attachment>;

/** GET /organizations/{org}/eventids/{event}/ */
export const ResolvedEventId = z.object({
  organizationSlug: z.string(),
  projectSlug: z.string(),
  /** Of the issue. */
  groupId: Id,
  eventId: EventId,
  /** Null where its body was sampled away. */
  event: z.nullable(Event),
});
export type ResolvedEventId = z.infer<typeof ResolvedEventId>;
