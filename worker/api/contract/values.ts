import * as z from 'zod/mini';

/** Ids are strings on the wire, as in Sentry's API; inside they are integers. */
export const Id = z.string().check(z.regex(/^\d{1,19}$/));
/** 32 lower-case hex digits. */
export const EventId = z.string().check(z.regex(/^[0-9a-f]{32}$/));
/** ISO 8601, UTC, with `Z`. */
export const DateTime = z.string().check(z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/));
/** Lower-case letters, digits, dashes and underscores; not digits alone, since paths take an id or a slug. */
export const Slug = z.string().check(z.maxLength(50), z.regex(/^(?![0-9]+$)[a-z0-9][a-z0-9_-]*$/));
export const Name = z.string().check(z.trim(), z.minLength(1), z.maxLength(128));

export const Level = z.enum(['fatal', 'error', 'warning', 'info', 'debug']);
export type Level = z.infer<typeof Level>;
/** `ignored` is what people see as archived. */
export const IssueStatus = z.enum(['unresolved', 'resolved', 'ignored']);
export type IssueStatus = z.infer<typeof IssueStatus>;
export const IssueSubstatus = z.enum([
  'new',
  'ongoing',
  'escalating',
  'regressed',
  'archived_until_escalating',
  'archived_until_condition_met',
  'archived_forever',
]);
export type IssueSubstatus = z.infer<typeof IssueSubstatus>;

export const Priority = z.enum(['low', 'medium', 'high']);
export type Priority = z.infer<typeof Priority>;

export const Role = z.enum(['owner', 'manager', 'admin', 'member']);
export type Role = z.infer<typeof Role>;

/** Every error of the API that is not about single fields. */
export const ErrorReply = z.object({
  detail: z.string(),
  causes: z.optional(z.array(z.string())),
  /** Of a query that cannot be read: where in it, in UTF-16 units, the end excluded. */
  position: z.optional(z.object({ start: z.number(), end: z.number() })),
});
export type ErrorReply = z.infer<typeof ErrorReply>;
/** 400 for a body whose fields are wrong: field → what is wrong with it. A field of an object is `user.email`; `non_field_errors` is of the whole. */
export const FieldErrors = z.record(z.string(), z.array(z.string()));
export type FieldErrors = z.infer<typeof FieldErrors>;
