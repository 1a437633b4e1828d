import { and, asc, desc, eq, gt, inArray, lt, sql } from 'drizzle-orm';
import { type Issue, issueFields } from './issues.ts';
import { shardsOf } from './project-shards.ts';
import { issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

/** What is merged counts with the issue that it is a part of. */
const isIssue = inArray(issues.status, ['unresolved', 'resolved', 'ignored']);

export interface NewIssues {
  projectId: number;
  version: string;
  count: number;
}

/** How many issues came with each of the versions first; none is left out of the list where there are any. */
export async function countNewIssues(projects: readonly ScopedProject[], versions: readonly string[]): Promise<NewIssues[]> {
  if (versions.length === 0) return [];
  const counted = await Promise.all(
    shardsOf(projects).map(({ data, ids }) =>
      data
        .select({ projectId: issues.projectId, version: sql<string>`${issues.firstRelease}`, count: sql<number>`count(*)` })
        .from(issues)
        .where(
          and(
            sql`${issues.projectId} in (select value from json_each(${JSON.stringify(ids)}))`,
            sql`${issues.firstRelease} in (select value from json_each(${JSON.stringify(versions)}))`,
            isIssue,
          ),
        )
        .groupBy(issues.projectId, issues.firstRelease),
    ),
  );
  return counted.flat();
}

/** Issues that came with the version first, the newest first, from a place on, or the nearest before it. */
export async function listNewIssues(
  projects: readonly ScopedProject[],
  version: string,
  place: { id: number; isBefore: boolean } | null,
  limit: number,
): Promise<Issue[]> {
  const isBefore = place?.isBefore ?? false;
  const [further, order] = isBefore ? [gt, asc] : [lt, desc];
  const found = await Promise.all(
    shardsOf(projects).map(({ data, ids }) =>
      data
        .select(issueFields)
        .from(issues)
        .where(
          and(
            sql`${issues.projectId} in (select value from json_each(${JSON.stringify(ids)}))`,
            eq(issues.firstRelease, version),
            isIssue,
            place ? further(issues.id, place.id) : undefined,
          ),
        )
        .orderBy(order(issues.id))
        .limit(limit),
    ),
  );
  const merged = found
    .flat()
    .sort((one, other) => (isBefore ? one.id - other.id : other.id - one.id))
    .slice(0, limit);
  return isBefore ? merged.reverse() : merged;
}
