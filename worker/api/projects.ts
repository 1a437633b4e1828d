import { createKeyPair } from '../identity/secrets.ts';
import { firstCapture } from '../settings/options.ts';
import * as storage from '../storage/projects.ts';
import type { ScopedProject } from '../storage/scope.ts';
import { teamsOfProjects } from '../storage/teams.ts';
import type { OrganizationCall, ProjectCall } from './call.ts';
import { NewProject, type Project, ProjectChange } from './contract/project.ts';
import { checkGroupingSettings, groupingSettingsOf } from './grouping-settings.ts';
import { limitOptionsOf, serializeLimitSettings } from './limit-settings.ts';
import { readBody } from './read-body.ts';
import { conflict, invalidFields } from './refusals.ts';
import { answerShortList, isSearched } from './short-list.ts';
import { checkScrubbing, scrubbingOfProject } from './scrubbing.ts';
import { freeSlug, slugOf } from './slug.ts';
import { isoTime } from './time.ts';

/** `query` keeps those with the text in their name or slug. */
export async function listProjects({ organization, access, url }: OrganizationCall): Promise<Response> {
  const [projects, teams] = await Promise.all([storage.listProjects(organization), teamsOfProjects(organization)]);
  const found = projects.filter(({ slug, name }) => isSearched(url, [slug, name]));
  return answerShortList(
    url,
    ['query'],
    found.map((project): Project => ({ ...serializeProject(project, access.scopes), ...serializeTeams(teams.get(project.id)) })),
  );
}

/** A slug that is asked for must be free; one that is made from the name is made so that it is. */
export async function createProject(call: OrganizationCall): Promise<Response> {
  return Response.json(await serializeDetail({ ...call, project: await createProjectIn(call) }), { status: 201 });
}

/** From the body of the request. */
export async function createProjectIn(call: OrganizationCall): Promise<ScopedProject> {
  const { request, env, organization, now } = call;
  const { name, slug, platform } = await readBody(request, NewProject);
  const wanted = slug ?? (await findFreeSlug(call, name));
  const shard = await storage.chooseShard(env);
  const row = { name, slug: wanted, platform: platform ?? null, shard, createdAt: now, options: { capture: firstCapture(now) } };
  const project = await storage.createProject(organization, row, createKeyPair());
  if (!project) throw conflict('A project with this slug already exists.');
  return project;
}

export async function readProject(call: ProjectCall): Promise<Response> {
  return Response.json(await serializeDetail(call));
}

export async function changeProject(call: ProjectCall): Promise<Response> {
  const change = await readBody(call.request, ProjectChange);
  const { name, slug, platform, allowedDomains, options, quotas, retentionDays, resolveAge, fingerprintingRules, groupingEnhancements, ...scrubbing } = change;
  checkScrubbing(scrubbing);
  const grouping = { fingerprintingRules, groupingEnhancements };
  checkGroupingSettings(grouping);
  const limits = limitOptionsOf({ allowedDomains, options, quotas });
  const settings = {
    ...scrubbing,
    ...grouping,
    ...limits,
    ...(retentionDays === undefined ? {} : { retentionDays }),
    ...(resolveAge === undefined ? {} : { resolveAge }),
  };
  const project = await storage.changeProject(call.organization, call.project, { name, slug, platform }, settings);
  if (!project) throw invalidFields({ slug: ['Another project has this slug.'] });
  return Response.json(await serializeDetail({ ...call, project }));
}

async function findFreeSlug({ organization }: OrganizationCall, name: string): Promise<string> {
  const slug = slugOf(name, 'project');
  return freeSlug(slug, await storage.listSlugsFrom(organization, slug));
}

async function serializeDetail({ organization, project, access }: ProjectCall): Promise<Project> {
  const { id, slug, name } = access.organization;
  const teams = (await teamsOfProjects(organization)).get(project.id);
  const settings = {
    ...serializeLimitSettings(project.options),
    ...scrubbingOfProject(project.options),
    ...groupingSettingsOf(project.options),
    retentionDays: project.options.retentionDays ?? null,
    resolveAge: project.options.resolveAge ?? 0,
  };
  return { ...serializeProject(project, access.scopes), ...serializeTeams(teams), organization: { id: String(id), slug, name }, ...settings };
}

function serializeTeams(rows: readonly { id: number; slug: string; name: string }[] = []): Pick<Project, 'teams' | 'team'> {
  const teams = rows.map(({ id, slug, name }) => ({ id: String(id), slug, name }));
  return { teams, team: teams[0] ?? null };
}

export function serializeProject({ id, slug, name, platform, createdAt, firstEventAt }: ScopedProject, scopes: readonly string[]): Project {
  return {
    id: String(id),
    slug,
    name,
    platform,
    platforms: platform === null ? [] : [platform],
    dateCreated: isoTime(createdAt),
    firstEvent: firstEventAt === null ? null : isoTime(firstEventAt),
    isBookmarked: false,
    isMember: true,
    hasAccess: true,
    features: [],
    access: [...scopes],
    status: 'active',
  };
}
