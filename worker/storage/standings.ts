import { and, eq, sql } from 'drizzle-orm';
import type { Issue } from './issues.ts';
import { combine, type ParticipationRow } from './participations.ts';
import { participations } from './schema.ts';
import type { ScopedProject } from './scope.ts';
import { listShares } from './shares.ts';

/** What people made of an issue, and what it is to the one who asks. */
export interface Standing extends Omit<ParticipationRow, 'issueId' | 'userId'> {
  /** Who asks; null for nobody in particular. */
  userId: number | null;
  notes: number;
  /** Of the link by which anybody may see it. */
  shareId: string | null;
  /** Ids of the issues that were merged into it. */
  partIds: number[];
}

/** In order. Of any number of issues: three questions a shard, and one for the links. All count what was merged into an issue as its own. */
export async function findStandings(
  projects: readonly ScopedProject[],
  issues: readonly Pick<Issue, 'id' | 'projectId'>[],
  userId: number | null,
): Promise<Standing[]> {
  if (issues.length === 0) return [];
  const shards = Map.groupBy(projects, (project) => project.shard);
  const found = await Promise.all(
    [...shards.values()].map((ofShard) =>
      findInShard(
        ofShard,
        issues.filter(({ projectId }) => ofShard.some(({ id }) => id === projectId)),
        userId,
      ),
    ),
  );
  const [parts, notes, rows] = [found.flatMap((one) => one.parts), found.flatMap((one) => one.notes), found.flatMap((one) => one.rows)];
  const partsOf = Map.groupBy(parts, ({ head }) => head);
  const notesOf = new Map(notes.map(({ head, count }) => [head, count]));
  const headOf = new Map(parts.map(({ id, head }) => [id, head]));
  const rowsOf = Map.groupBy(rows, ({ issueId }) => headOf.get(issueId) ?? issueId);
  const shares = await listShares(projects, [...issues.map(({ id }) => id), ...parts.map(({ id }) => id)]);
  const shareOf = new Map(shares.map(({ issueId, id }) => [issueId, id]));
  return issues.map(({ id }) => {
    const partIds = (partsOf.get(id) ?? []).map((part) => part.id);
    const shareId = [id, ...partIds].flatMap((one) => shareOf.get(one) ?? [])[0] ?? null;
    return { ...combine(id, rowsOf.get(id) ?? []), userId, notes: notesOf.get(id) ?? 0, shareId, partIds };
  });
}

/** Ids of users begin at one. */
const nobody = 0;

async function findInShard(ofShard: readonly ScopedProject[], issues: readonly Pick<Issue, 'id'>[], userId: number | null) {
  const data = ofShard[0]?.data;
  if (!data || issues.length === 0) return { parts: [], notes: [], rows: [] };
  const heads = JSON.stringify(issues.map(({ id }) => id));
  const family = sql`(
    select value as head, value as id from json_each(${heads})
    union all select i.merged_into, i.id from json_each(${heads}) h cross join issues i on i.merged_into = h.value)`;
  const [parts, notes, rows] = await data.batch([
    data
      .select({ head: sql<number>`f.head`, id: sql<number>`f.id` })
      .from(sql`${family} f`)
      .where(sql`f.head <> f.id`),
    data
      .select({ head: sql<number>`f.head`, count: sql<number>`count(*)` })
      .from(sql`${family} f cross join activities a`)
      .where(sql`a.issue_id = f.id and a.type = 'note'`)
      .groupBy(sql`f.head`),
    data
      .select()
      .from(participations)
      .where(and(eq(participations.userId, userId ?? nobody), sql`${participations.issueId} in (select f.id from ${family} f)`)),
  ]);
  return { parts, notes, rows };
}
