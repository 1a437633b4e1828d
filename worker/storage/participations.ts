import { and, eq, type SQL, sql } from 'drizzle-orm';
import { familyOf } from './issues.ts';
import type { SubscriptionReason } from './schema.ts';
import { participations } from './schema.ts';
import type { ScopedProject } from './scope.ts';

export type ParticipationRow = typeof participations.$inferSelect;

/** What a member says an issue is to them. What is not named, or null, stays. */
export interface ParticipationPatch {
  isBookmarked?: boolean | null | undefined;
  isSubscribed?: boolean | null | undefined;
  /** Null: as if it had never been open. */
  seenAt?: number | null | undefined;
}

/** Far more than an organization has members that look at one issue. */
const maxRows = 1000;

/** What an issue and those merged into it are to members, as far as they ever were anything. */
export async function listParticipations(project: ScopedProject, issueId: number): Promise<ParticipationRow[]> {
  return project.data
    .select()
    .from(participations)
    .where(sql`${participations.issueId} in ${familyOf(issueId)}`)
    .limit(maxRows);
}

/** One row written per issue, none where nothing changes. What was said of an issue that was merged since is said anew, so that no old word stands against it. */
export async function changeParticipations(project: ScopedProject, issueIds: readonly number[], userId: number, patch: ParticipationPatch): Promise<void> {
  const { isBookmarked, isSubscribed, seenAt } = patch;
  const [bookmarked, subscribed] = [flagOf(isBookmarked), flagOf(isSubscribed)];
  const reason = isSubscribed === true ? 'unknown' : isBookmarked === true ? 'bookmark' : null;
  const ids = JSON.stringify(issueIds);
  const rows = sql`
    select i.id, ${userId}, coalesce(${bookmarked}, 0), ${subscribed}, ${reason}, ${seenAt ?? null} from json_each(${ids}) j join issues i on i.id = j.value where true`;
  const parts = sql`(select i.id from json_each(${ids}) j join issues i on i.merged_into = j.value)`;
  const said = { isBookmarked: sql`coalesce(${bookmarked}, is_bookmarked)`, isSubscribed: sql`coalesce(${subscribed}, is_subscribed)` };
  const own = { ...said, reason: sql`coalesce(reason, ${reason})`, seenAt: seenAt === undefined ? sql`seen_at` : sql`${seenAt}` };
  const ofParts = { ...said, seenAt: seenAt === null ? sql`null` : sql`seen_at` };
  await project.data.batch([
    project.data
      .insert(participations)
      .select(rows)
      .onConflictDoUpdate({ target: [participations.issueId, participations.userId], set: own, setWhere: isOther(own) }),
    project.data
      .update(participations)
      .set(ofParts)
      .where(and(eq(participations.userId, userId), sql`${participations.issueId} in ${parts}`, isOther(ofParts))),
  ]);
}

/** Because of something that they did or that was done to them: who said that they do not want to be told stays so, and the first reason stays as well. */
export async function subscribe(project: ScopedProject, issueIds: readonly number[], userIds: readonly number[], reason: SubscriptionReason): Promise<void> {
  if (userIds.length === 0) return;
  await project.data.run(sql`
    insert into participations (issue_id, user_id, reason)
    select i.id, u.value, ${reason} from json_each(${JSON.stringify(issueIds)}) j join issues i on i.id = j.value cross join json_each(${JSON.stringify(userIds)}) u
    where true
    on conflict do update set reason = excluded.reason where reason is null`);
}

/** What the rows of one member say, of an issue and of those merged into it: of what contradicts, the issue's own row counts. */
export function combine(issueId: number, rows: readonly ParticipationRow[]): Omit<ParticipationRow, 'issueId' | 'userId'> {
  const own = rows.find((row) => row.issueId === issueId);
  const all = own ? [own, ...rows.filter((row) => row !== own)] : rows;
  const seen = all.flatMap(({ seenAt }) => seenAt ?? []);
  return {
    isBookmarked: all.some(({ isBookmarked }) => isBookmarked),
    isSubscribed: all.find(({ isSubscribed }) => isSubscribed !== null)?.isSubscribed ?? null,
    reason: all.find(({ reason }) => reason !== null)?.reason ?? null,
    seenAt: seen.length > 0 ? Math.max(...seen) : null,
  };
}

function flagOf(value: boolean | null | undefined): number | null {
  return typeof value === 'boolean' ? Number(value) : null;
}

/** That a row would change: what stays as it is costs nothing. */
function isOther(values: { isBookmarked: SQL; isSubscribed: SQL; reason?: SQL; seenAt: SQL }): SQL {
  const { isBookmarked, isSubscribed, reason = sql`reason`, seenAt } = values;
  return sql`(is_bookmarked, is_subscribed, reason, seen_at) is not (${isBookmarked}, ${isSubscribed}, ${reason}, ${seenAt})`;
}
