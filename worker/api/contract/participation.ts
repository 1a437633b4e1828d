import * as z from 'zod/mini';
import { DateTime, Id } from './values.ts';

/** A member of the organization. */
export const Person = z.object({ id: Id, name: z.string(), email: z.string() });
export type Person = z.infer<typeof Person>;

/** Who had the issue open, and when last. */
export const SeenBy = z.extend(Person, { lastSeen: DateTime });
export type SeenBy = z.infer<typeof SeenBy>;

/** Who is told of what happens to an issue. */
export const Participant = z.extend(Person, { type: z.literal('user') });
export type Participant = z.infer<typeof Participant>;

/** Why somebody is subscribed. `unknown`: because they asked to be. */
export const SubscriptionReason = z.enum(['assigned', 'comment', 'mentioned', 'bookmark', 'status_change', 'unknown']);
export type SubscriptionReason = z.infer<typeof SubscriptionReason>;

/** Null for who never was subscribed, or is no more. */
export const SubscriptionDetails = z.nullable(z.object({ reason: SubscriptionReason }));
export type SubscriptionDetails = z.infer<typeof SubscriptionDetails>;

/**
 * Part of the body of PUT …/issues/{id}/ and …/issues/?id=…: what the issue is to whoever asks (`hasSeen`, `isBookmarked`, `isSubscribed`), and whether anybody
 * with the link may see it (`isPublic`). Null is as good as absent. Opening the page of an issue is `hasSeen: true`.
 */
export const ParticipationChange = z.object({
  hasSeen: z.nullish(z.boolean()),
  isBookmarked: z.nullish(z.boolean()),
  isSubscribed: z.nullish(z.boolean()),
  isPublic: z.nullish(z.boolean()),
});
export type ParticipationChange = z.infer<typeof ParticipationChange>;
