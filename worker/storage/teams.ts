import { and, count, eq, gte, lt, or, sql } from 'drizzle-orm';
import { members, projects, projectTeams, teamMembers, teams } from './schema.ts';
import type { OrganizationScope, ScopedProject } from './scope.ts';

type TeamRow = typeof teams.$inferSelect;

/** A team as one of its organization sees it. */
export interface Team extends TeamRow {
  memberCount: number;
  /** Whether the one who asks is in it. */
  isMember: boolean;
  /** By name. */
  projects: readonly ScopedProject[];
}

/** By slug. `userId` is who asks. */
export async function listTeams(scope: OrganizationScope, userId: number): Promise<Team[]> {
  const { database } = scope;
  const [rows, sizes, own, worked] = await Promise.all([
    database.select().from(teams).where(eq(teams.organizationId, scope.id)).orderBy(teams.slug),
    database
      .select({ teamId: teamMembers.teamId, members: count() })
      .from(teamMembers)
      .innerJoin(teams, eq(teams.id, teamMembers.teamId))
      .where(eq(teams.organizationId, scope.id))
      .groupBy(teamMembers.teamId),
    database
      .select({ teamId: teamMembers.teamId })
      .from(teamMembers)
      .innerJoin(members, eq(members.id, teamMembers.memberId))
      .where(and(eq(members.organizationId, scope.id), eq(members.userId, userId))),
    database
      .select({ teamId: projectTeams.teamId, project: projects })
      .from(projectTeams)
      .innerJoin(projects, eq(projects.id, projectTeams.projectId))
      .where(eq(projects.organizationId, scope.id))
      .orderBy(projects.name, projects.id),
  ]);
  const sizeOf = new Map(sizes.map(({ teamId, members: size }) => [teamId, size]));
  const ownIds = new Set(own.map(({ teamId }) => teamId));
  const projectsOf = Map.groupBy(worked, ({ teamId }) => teamId);
  return rows.map((row) => ({
    ...row,
    memberCount: sizeOf.get(row.id) ?? 0,
    isMember: ownIds.has(row.id),
    projects: (projectsOf.get(row.id) ?? []).map(({ project }) => scope.admit(project)),
  }));
}

/** By id or slug. */
export async function findTeam(scope: OrganizationScope, reference: { id: number } | { slug: string }, userId: number): Promise<Team | null> {
  const all = await listTeams(scope, userId);
  return all.find((team) => ('id' in reference ? team.id === reference.id : team.slug === reference.slug)) ?? null;
}

/** The teams that work on each project of the organization, by slug; by the id of the project. */
export async function teamsOfProjects(scope: OrganizationScope): Promise<ReadonlyMap<number, TeamRow[]>> {
  const rows = await scope.database
    .select({ projectId: projectTeams.projectId, team: teams })
    .from(projectTeams)
    .innerJoin(teams, eq(teams.id, projectTeams.teamId))
    .where(eq(teams.organizationId, scope.id))
    .orderBy(teams.slug);
  return new Map([...Map.groupBy(rows, ({ projectId }) => projectId)].map(([id, ofProject]) => [id, ofProject.map(({ team }) => team)]));
}

/** Slugs in use that begin like `slug`, to find one that is free. A range, since D1 takes no pattern for `like` of more than 50 bytes. */
export async function listTeamSlugsFrom(scope: OrganizationScope, slug: string): Promise<string[]> {
  const rows = await scope.database
    .select({ slug: teams.slug })
    .from(teams)
    .where(and(eq(teams.organizationId, scope.id), gte(teams.slug, slug), lt(teams.slug, `${slug}{`)));
  return rows.map((row) => row.slug);
}

/** Answers its id; null where the slug is taken. */
export async function createTeam(scope: OrganizationScope, team: { slug: string; name: string; createdAt: number }): Promise<number | null> {
  const [row] = await scope.database
    .insert(teams)
    .values({ ...team, organizationId: scope.id })
    .onConflictDoNothing()
    .returning({ id: teams.id });
  return row?.id ?? null;
}

/** False where another team has the slug. */
export async function changeTeam(scope: OrganizationScope, team: Team, change: { slug?: string | undefined; name?: string | undefined }): Promise<boolean> {
  try {
    await scope.database
      .update(teams)
      // The organization keeps an empty change from being an error.
      .set({ organizationId: scope.id, ...change })
      .where(and(eq(teams.organizationId, scope.id), eq(teams.id, team.id)));
    return true;
  } catch (error) {
    const [holder] = await scope.database
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.organizationId, scope.id), eq(teams.slug, change.slug ?? team.slug)));
    if (holder && holder.id !== team.id) return false;
    throw error;
  }
}

export async function deleteTeam(scope: OrganizationScope, team: Team): Promise<void> {
  await scope.database.delete(teams).where(and(eq(teams.organizationId, scope.id), eq(teams.id, team.id)));
}

/* Both ends come from the scope of one organization. What is so already stays; where one end was deleted a moment ago, there is nothing to join. */

export async function addTeamMember(scope: OrganizationScope, team: Team, member: { id: number }): Promise<void> {
  const both = sql`select t.id, m.id from ${teams} t join ${members} m where t.id = ${team.id} and m.id = ${member.id}`;
  await scope.database.insert(teamMembers).select(both).onConflictDoNothing();
}

export async function removeTeamMember(scope: OrganizationScope, team: Team, member: { id: number }): Promise<void> {
  await scope.database.delete(teamMembers).where(and(eq(teamMembers.teamId, team.id), eq(teamMembers.memberId, member.id)));
}

export async function addTeamToProject(project: ScopedProject, team: Team): Promise<void> {
  const both = sql`select p.id, t.id from ${projects} p join ${teams} t where p.id = ${project.id} and t.id = ${team.id}`;
  await project.configuration.insert(projectTeams).select(both).onConflictDoNothing();
}

export async function removeTeamFromProject(project: ScopedProject, team: Team): Promise<void> {
  await project.configuration.delete(projectTeams).where(and(eq(projectTeams.projectId, project.id), eq(projectTeams.teamId, team.id)));
}

/** Slugs by ids, of those of the ids and slugs that teams of the organization have. */
export async function findTeamSlugs(scope: OrganizationScope, named: { ids: readonly number[]; slug?: string }): Promise<Map<number, string>> {
  const { ids, slug = '' } = named;
  if (ids.length === 0 && slug === '') return new Map();
  const isNamed = or(sql`${teams.id} in (select value from json_each(${JSON.stringify(ids)}))`, eq(teams.slug, slug));
  const rows = await scope.database
    .select({ id: teams.id, slug: teams.slug })
    .from(teams)
    .where(and(eq(teams.organizationId, scope.id), isNamed));
  return new Map(rows.map((row) => [row.id, row.slug]));
}
