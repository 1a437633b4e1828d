import * as z from 'zod/mini';
import { DateTime, Level, Slug } from './values.ts';

/** 32 hex digits that nobody can guess. */
export const ShareId = z.string().check(z.regex(/^[0-9a-f]{32}$/));

export const SharedFrame = z.object({
  /** Without query. */
  filename: z.nullable(z.string()),
  module: z.nullable(z.string()),
  /** Name of the file, without the folders it was in. */
  package: z.nullable(z.string()),
  function: z.nullable(z.string()),
  lineNo: z.nullable(z.number()),
  colNo: z.nullable(z.number()),
  inApp: z.boolean(),
  /** `[line number, source line]` */
  context: z.array(z.tuple([z.number(), z.string()])),
});
export type SharedFrame = z.infer<typeof SharedFrame>;

/** Frames oldest first. */
export const SharedStacktrace = z.object({ frames: z.array(SharedFrame) });
export type SharedStacktrace = z.infer<typeof SharedStacktrace>;

export const SharedException = z.object({
  type: z.nullable(z.string()),
  value: z.nullable(z.string()),
  module: z.nullable(z.string()),
  handled: z.nullable(z.boolean()),
  stacktrace: z.nullable(SharedStacktrace),
});
export type SharedException = z.infer<typeof SharedException>;

/** What a shared issue shows of its newest event; nothing that would tell who met it. In all texts `[email]`, `[ip]`, `[user]` and the like stand for what was there. */
export const SharedEvent = z.object({
  dateCreated: DateTime,
  message: z.nullable(z.string()),
  /** As sent: the outermost last. */
  exceptions: z.array(SharedException),
  /** Of the event itself, or of the thread that crashed, where no exception has one. */
  stacktrace: z.nullable(SharedStacktrace),
});
export type SharedEvent = z.infer<typeof SharedEvent>;

/** GET /shared/issues/{share}/, without credentials; 404 once the share was revoked or the issue is gone. */
export const SharedIssue = z.object({
  shareId: ShareId,
  isPublic: z.literal(true),
  shortId: z.string(),
  title: z.string(),
  culprit: z.nullable(z.string()),
  level: Level,
  platform: z.string(),
  /** error, default, csp, … */
  type: z.string(),
  isUnhandled: z.boolean(),
  project: z.object({ name: z.string(), slug: Slug }),
  /** A string, as in Sentry. */
  count: z.string(),
  userCount: z.number(),
  firstSeen: DateTime,
  lastSeen: DateTime,
  latestEvent: z.nullable(SharedEvent),
});
export type SharedIssue = z.infer<typeof SharedIssue>;
