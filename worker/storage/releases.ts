import { and, desc, eq, sql } from 'drizzle-orm';
import { maxOlderReleases } from '../issue/life/resolution.ts';
import { releases } from './schema.ts';
import type { ScopedProject } from './scope.ts';

/** Versions that events named, in the order of their first events: the newest 200, and the one that they end with; of all where none is named. */
export async function listReleasesUpTo(project: ScopedProject, version: string | null): Promise<string[]> {
  const place = sql`select ${releases.firstEventAt}, ${releases.version} from ${releases} where ${releases.projectId} = ${project.id} and ${releases.version} = ${version}`;
  const rows = await project.data
    .select({ version: releases.version })
    .from(releases)
    .where(and(eq(releases.projectId, project.id), version === null ? undefined : sql`(${releases.firstEventAt}, ${releases.version}) <= (${place})`))
    .orderBy(desc(releases.firstEventAt), desc(releases.version))
    .limit(maxOlderReleases + 1);
  return rows.map((row) => row.version).reverse();
}
