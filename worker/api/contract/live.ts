import * as z from 'zod/mini';

/** What happened to an issue. One is `new` once it has its first event; `events` may also be counts that changed; `participation`: whose it is, who saw it. */
export const ChangeKind = z.enum(['new', 'events', 'status', 'assignee', 'priority', 'merged', 'note', 'participation', 'deleted']);
export type ChangeKind = z.infer<typeof ChangeKind>;

/**
 * What a listener at GET /organizations/{org}/live/ (a WebSocket) is sent, at most once a second. It says what to ask for anew, not how it is by now. A listener says
 * `ping` every half minute and is told `pong`; it says nothing else. Closed with 4401, it may no longer listen; with anything else, it may come again.
 */
export const LiveMessage = z.object({
  issues: z.array(z.object({ id: z.string(), project: z.string(), kinds: z.array(ChangeKind) })).check(z.maxLength(200)),
  /** Ids of projects where so many issues changed that they are not named. */
  projects: z.array(z.string()).check(z.maxLength(100)),
  /** There are more such projects than are named. */
  isEverywhere: z.boolean(),
});
export type LiveMessage = z.infer<typeof LiveMessage>;
