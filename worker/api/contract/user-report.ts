import * as z from 'zod/mini';
import { Issue } from './issue.ts';
import { DateTime, EventId, Id, Name } from './values.ts';

/**
 * What somebody wrote about an event. Items of GET /projects/{org}/{project}/user-feedback/ and GET /organizations/{org}/issues/{id}/user-reports/, newest
 * first; `userReport` of an event.
 */
export const UserReport = z.object({
  id: Id,
  eventID: EventId,
  name: z.string(),
  email: z.string(),
  comments: z.string(),
  /** When it was written last. */
  dateCreated: DateTime,
  /** Always null: who wrote is not told apart from who met the event. */
  user: z.null(),
  event: z.object({ id: EventId, eventID: EventId }),
  /** In lists of a project; null while the event is not known. */
  issue: z.optional(z.nullable(Issue)),
});
export type UserReport = z.infer<typeof UserReport>;

/** POST /projects/{org}/{project}/user-feedback/ → UserReport; 409 where the event or its report is too old. */
export const NewUserReport = z.object({
  event_id: z.string().check(z.trim(), z.regex(/^(?:-*[0-9a-fA-F]){32}$/)),
  name: Name,
  email: z.string().check(z.trim(), z.email(), z.maxLength(75)),
  comments: z.string().check(z.trim(), z.minLength(1)),
});
export type NewUserReport = z.infer<typeof NewUserReport>;
