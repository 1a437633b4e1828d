import type { Context } from 'hono';
import type { HTTPException } from 'hono/http-exception';
import type { Background, Env } from '../env.ts';
import { type Access, authenticate, type Viewer } from '../identity/authenticate.ts';
import { allows, type Scope } from '../identity/scopes.ts';
import { findIssueById, findIssueByNumber, type Issue, projectIdOfIssue } from '../storage/issues.ts';
import { findRelease, isReleaseOf, type Release } from '../storage/organization-releases.ts';
import { findProjectByFormerSlug, findProjectById, findProjectBySlug } from '../storage/projects.ts';
import { findTeam, type Team } from '../storage/teams.ts';
import { openOrganization, type OrganizationScope, type ScopedProject } from '../storage/scope.ts';
import { parseShortId } from '../issue/short-id.ts';
import { forbidden, movedTo, notFound, unauthenticated } from './refusals.ts';

/** What a handler of an open route gets. */
export interface Call {
  request: Request;
  env: Env;
  /** For what goes on behind the answer. */
  background: Background;
  url: URL;
  /** Parameter of the route's path, decoded. */
  parameter(name: string): string;
  now: number;
}

export interface ViewerCall extends Call {
  viewer: Viewer;
}

export interface OrganizationCall extends ViewerCall {
  organization: OrganizationScope;
  access: Access;
}

export interface ProjectCall extends OrganizationCall {
  project: ScopedProject;
}

export interface IssueCall extends ProjectCall {
  issue: Issue;
}

export interface TeamCall extends OrganizationCall {
  team: Team;
}

export interface ReleaseCall extends OrganizationCall {
  release: Release;
  /** The one that is named beside it; null where the whole release is meant. */
  project: ScopedProject | null;
}

export type ApiContext = Context<{ Bindings: Env }>;

export function openCall(context: ApiContext): Call {
  const parameter = (name: string) => {
    const value = context.req.param(name);
    if (value === undefined) throw new Error(`The path of the route has no parameter ${name}`);
    return value;
  };
  return { request: context.req.raw, env: context.env, background: context.executionCtx, url: new URL(context.req.url), parameter, now: Date.now() };
}

/* Each step adds what the next may rely on, or ends the request. What somebody may not see is not found, before any scope is looked at. */

export async function withViewer(call: Call): Promise<ViewerCall> {
  const viewer = await authenticate(call.request, call.env, call.now);
  if (!viewer.ok) throw unauthenticated(viewer.error);
  return { ...call, viewer: viewer.value };
}

export async function withOrganization(call: Call, scope: Scope): Promise<OrganizationCall> {
  const viewerCall = await withViewer(call);
  const reference = call.parameter('org');
  const access = viewerCall.viewer.access.find(({ organization }) => organization.slug === reference || String(organization.id) === reference);
  if (!access) throw notFound();
  if (!allows(access.scopes, scope)) throw forbidden();
  return { ...viewerCall, access, organization: openOrganization(call.env, access.organization) };
}

export async function withProject(call: Call, scope: Scope): Promise<ProjectCall> {
  const organizationCall = await withOrganization(call, scope);
  const reference = call.parameter('project');
  const project = await findProject(organizationCall.organization, reference);
  if (!project) throw await renamedOrNotFound(organizationCall, reference);
  return { ...organizationCall, project };
}

export async function withIssue(call: Call, scope: Scope): Promise<IssueCall> {
  const organizationCall = await withOrganization(call, scope);
  const found = await findIssue(organizationCall.organization, call.parameter('issue'));
  if (!found) throw notFound();
  return { ...organizationCall, ...found };
}

/** Sentry leads on to a project that was renamed, by a redirect that also says the slug. */
async function renamedOrNotFound({ organization, url }: OrganizationCall, reference: string): Promise<HTTPException> {
  const renamed = await findProjectByFormerSlug(organization, reference);
  return renamed ? movedTo(url, reference, renamed.slug) : notFound();
}

/** By id alone, whichever of the viewer's organizations it is of: an old kind of path. */
export async function withIssueAnywhere(call: Call, scope: Scope): Promise<IssueCall> {
  const viewerCall = await withViewer(call);
  const reference = call.parameter('issue');
  if (!isNumber(reference)) throw notFound();
  for (const access of viewerCall.viewer.access) {
    const organization = openOrganization(call.env, access.organization);
    const found = await findIssue(organization, reference);
    if (!found) continue;
    if (!allows(access.scopes, scope)) throw forbidden();
    return { ...viewerCall, access, organization, ...found };
  }
  throw notFound();
}

export async function withTeam(call: Call, scope: Scope): Promise<TeamCall> {
  const organizationCall = await withOrganization(call, scope);
  const team = await findTeamByReference(organizationCall, call.parameter('team'));
  if (!team) throw notFound();
  return { ...organizationCall, team };
}

export async function withRelease(call: Call, scope: Scope): Promise<ReleaseCall> {
  const organizationCall = await withOrganization(call, scope);
  const release = await findRelease(organizationCall.organization, call.parameter('version'));
  if (!release) throw notFound();
  return { ...organizationCall, release, project: null };
}

/** A release of the project that the path names. */
export async function withReleaseOfProject(call: Call, scope: Scope): Promise<ReleaseCall> {
  const { project, ...organizationCall } = await withProject(call, scope);
  const release = await findRelease(organizationCall.organization, call.parameter('version'));
  if (!release || !(await isReleaseOf(project, release))) throw notFound();
  return { ...organizationCall, release, project };
}

/** By id or slug. */
export function findTeamByReference({ organization, viewer }: OrganizationCall, reference: string): Promise<Team | null> {
  return findTeam(organization, isNumber(reference) ? { id: Number(reference) } : { slug: reference }, viewer.user.id);
}

/** By id or slug. */
export function findProject(organization: OrganizationScope, reference: string): Promise<ScopedProject | null> {
  return isNumber(reference) ? findProjectById(organization, Number(reference)) : findProjectBySlug(organization, reference);
}

/** By id or short id. */
async function findIssue(organization: OrganizationScope, reference: string): Promise<{ project: ScopedProject; issue: Issue } | null> {
  const shortId = parseShortId(reference);
  if (!shortId && !isNumber(reference)) return null;
  const project = shortId
    ? await findProjectBySlug(organization, shortId.projectSlug)
    : await findProjectById(organization, projectIdOfIssue(Number(reference)));
  const issue = project && (shortId ? await findIssueByNumber(project, shortId.number) : await findIssueById(project, Number(reference)));
  return issue && { project, issue };
}

/** As many digits as a safe integer has. */
function isNumber(reference: string): boolean {
  return /^\d{1,15}$/.test(reference);
}
