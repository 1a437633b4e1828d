import type { Issue as IssueRow } from '../storage/issues.ts';
import { combine, type ParticipationRow } from '../storage/participations.ts';
import type { User } from '../storage/members.ts';
import type { Standing } from '../storage/standings.ts';
import type { Issue } from './contract/issue.ts';
import type { Participant, Person, SeenBy, SubscriptionReason } from './contract/participation.ts';
import { isoTime } from './time.ts';

/** What an issue is to the one who asks, and to everybody. */
export function serializeStanding(
  issue: IssueRow,
  { userId, isBookmarked, notes, shareId, seenAt, ...subscription }: Standing,
): Pick<Issue, 'shareId' | 'isPublic' | 'numComments' | 'isBookmarked' | 'isSubscribed' | 'subscriptionDetails' | 'hasSeen'> {
  const reason = userId === null ? null : reasonOf(issue, userId, subscription);
  return {
    shareId,
    isPublic: shareId !== null,
    numComments: notes,
    isBookmarked,
    isSubscribed: reason !== null,
    subscriptionDetails: reason && { reason },
    hasSeen: seenAt !== null && seenAt >= newsAt(issue),
  };
}

/** Who had the issue open, the last one first, and who is subscribed. Of `rows`, those of users who are no members any more are passed over. */
export function serializePeople(
  issue: IssueRow,
  rows: readonly ParticipationRow[],
  members: readonly User[],
): { seenBy: SeenBy[]; participants: Participant[] } {
  const rowsOf = Map.groupBy(rows, ({ userId }) => userId);
  const people = members.map((member) => ({ member, ...combine(issue.id, rowsOf.get(member.id) ?? []) }));
  const seen = people.flatMap(({ member, seenAt }) => (seenAt === null ? [] : [{ member, seenAt }])).sort((one, other) => other.seenAt - one.seenAt);
  return {
    seenBy: seen.map(({ member, seenAt }) => ({ ...serializePerson(member), lastSeen: isoTime(seenAt) })),
    participants: people.flatMap(({ member, ...rest }) => (reasonOf(issue, member.id, rest) ? [{ ...serializePerson(member), type: 'user' as const }] : [])),
  };
}

export function serializePerson({ id, name, email }: User): Person {
  return { id: String(id), name, email };
}

/** Why somebody is told of what happens; null for who is not. Whom it is assigned to is told unless they said otherwise, whoever or whatever assigned it. */
function reasonOf({ assignee }: IssueRow, userId: number, { isSubscribed, reason }: Pick<Standing, 'isSubscribed' | 'reason'>): SubscriptionReason | null {
  if (isSubscribed === false) return null;
  return reason ?? (assignee === `user:${userId}` ? 'assigned' : isSubscribed ? 'unknown' : null);
}

/** Since when there is something to see: an issue that came back is news again. */
function newsAt({ substatus, statusSince }: IssueRow): number {
  return substatus === 'regressed' || substatus === 'escalating' ? statusSince : 0;
}
