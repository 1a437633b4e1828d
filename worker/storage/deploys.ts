import { and, asc, desc, eq, gt, lt, or } from 'drizzle-orm';
import type { DeployRow, Release } from './organization-releases.ts';
import { deploys } from './schema.ts';
import type { OrganizationScope } from './scope.ts';

export type NewDeploy = Omit<DeployRow, 'id' | 'releaseId'>;

/** `release` is one of the scope. */
export async function addDeploy(scope: OrganizationScope, release: Release, deploy: NewDeploy): Promise<DeployRow> {
  const [row] = await scope.database
    .insert(deploys)
    .values({ ...deploy, releaseId: release.id })
    .returning();
  if (!row) throw new Error(`A deploy of ${release.version} was inserted but not returned`);
  return row;
}

/** The last one first, from a place on, or the nearest before it. */
export async function listDeploys(
  scope: OrganizationScope,
  release: Release,
  place: { finishedAt: number; id: number; isBefore: boolean } | null,
  limit: number,
): Promise<DeployRow[]> {
  const isBefore = place?.isBefore ?? false;
  const [further, order] = isBefore ? [gt, asc] : [lt, desc];
  const beyond = place
    ? or(further(deploys.finishedAt, place.finishedAt), and(eq(deploys.finishedAt, place.finishedAt), further(deploys.id, place.id)))
    : undefined;
  const rows = await scope.database
    .select()
    .from(deploys)
    .where(and(eq(deploys.releaseId, release.id), beyond))
    .orderBy(order(deploys.finishedAt), order(deploys.id))
    .limit(limit);
  return isBefore ? rows.reverse() : rows;
}
