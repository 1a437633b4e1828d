import * as z from 'zod/mini';

/** What happened to an issue. One is `new` once it has its first event; `events` may also be counts that changed; `participation`: whose it is, who saw it. */
export const ChangeKind = z.enum(['new', 'events', 'status', 'assignee', 'priority', 'merged', 'note', 'participation', 'deleted']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/** What a listener of an organization is sent, at most once a second. It says what to ask for anew, not how it is by now. */
export const LiveMessage = z.object({
  issues: z.array(z.object({ id: z.string(), project: z.string(), kinds: z.array(ChangeKind) })).check(z.maxLength(200)),
  /** Ids of projects where so many issues changed that they are not named. */
  projects: z.array(z.string()).check(z.maxLength(100)),
  /** There are more such projects than are named. */
  isEverywhere: z.boolean(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;
