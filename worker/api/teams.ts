import { findMemberOfUser, listMembers } from '../storage/members.ts';
import type { ScopedProject } from '../storage/scope.ts';
import * as storage from '../storage/teams.ts';
import { createProjectIn, serializeProject } from './projects.ts';
import type { OrganizationCall, ProjectCall, TeamCall } from './call.ts';
import { findTeamByReference } from './call.ts';
import { NewTeam, type Team, TeamChange } from './contract/team.ts';
import { memberOf, serializeMember } from './members.ts';
import { readBody } from './read-body.ts';
import { conflict, invalidFields, notFound } from './refusals.ts';
import { answerShortList, isSearched } from './short-list.ts';
import { freeSlug, slugOf } from './slug.ts';
import { takeFromTeam } from './take-from-team.ts';
import { isoTime } from './time.ts';

/** `query` keeps those with the text in their name or slug. */
export async function listTeams(call: OrganizationCall): Promise<Response> {
  const teams = await storage.listTeams(call.organization, call.viewer.user.id);
  const shown = teams.filter(({ slug, name }) => isSearched(call.url, [slug, name]));
  return answerShortList(
    call.url,
    ['query'],
    shown.map((team) => serializeTeam(team, call)),
  );
}

/** Whoever makes a team is in it. A slug that is asked for must be free; one that is made from the name is made so that it is. */
export async function createTeam(call: OrganizationCall): Promise<Response> {
  const { request, organization, viewer, now } = call;
  const { name, slug } = await readBody(request, NewTeam);
  if (name === undefined && slug === undefined) throw invalidFields({ name: ['Name or slug is required.'] });
  const wanted = slug ?? (await findFreeSlug(call, name ?? ''));
  const id = await storage.createTeam(organization, { slug: wanted, name: name ?? wanted, createdAt: now });
  if (id === null) throw conflict('A team with this slug already exists.');
  const made = await teamById(call, id);
  const member = await findMemberOfUser(organization, viewer.user.id);
  if (member) await storage.addTeamMember(organization, made, member);
  return Response.json(serializeTeam(await teamById(call, id), call), { status: 201 });
}

export async function readTeam(call: TeamCall): Promise<Response> {
  return Response.json(serializeTeam(call.team, call));
}

export async function changeTeam(call: TeamCall): Promise<Response> {
  const change = await readBody(call.request, TeamChange);
  if (!(await storage.changeTeam(call.organization, call.team, change))) throw invalidFields({ slug: ['Another team has this slug.'] });
  return Response.json(serializeTeam(await teamById(call, call.team.id), call));
}

/** Its members stay in the organization. What it was assigned to, or owns by rules, then has nobody. */
export async function deleteTeam(call: TeamCall): Promise<Response> {
  await storage.deleteTeam(call.organization, call.team);
  call.background.waitUntil(takeFromTeam(call));
  return new Response(null, { status: 204 });
}

export async function listMembersOfTeam({ organization, team }: TeamCall): Promise<Response> {
  const members = await listMembers(organization);
  return Response.json(members.filter(({ teams }) => teams.some(({ id }) => id === team.id)).map(serializeMember));
}

export async function listProjectsOfTeam(call: TeamCall): Promise<Response> {
  return Response.json(call.team.projects.map((project) => serializeProject(project, call.access.scopes)));
}

/** A project that the team works on from the start. */
export async function createProjectOfTeam(call: TeamCall): Promise<Response> {
  const project = await createProjectIn(call);
  await storage.addTeamToProject(project, call.team);
  return Response.json(serializeProject(project, call.access.scopes), { status: 201 });
}

/** 204 for somebody who is in it already. */
export async function joinTeam(call: TeamCall): Promise<Response> {
  const member = await memberOf(call);
  if (member.teams.some(({ id }) => id === call.team.id)) return new Response(null, { status: 204 });
  await storage.addTeamMember(call.organization, call.team, member);
  return Response.json(serializeTeam(await teamById(call, call.team.id), call), { status: 201 });
}

export async function leaveTeam(call: TeamCall): Promise<Response> {
  const member = await memberOf(call);
  if (!member.teams.some(({ id }) => id === call.team.id)) throw notFound();
  await storage.removeTeamMember(call.organization, call.team, member);
  return Response.json(serializeTeam(await teamById(call, call.team.id), call));
}

export async function listTeamsOfProject(call: ProjectCall): Promise<Response> {
  const teams = await storage.listTeams(call.organization, call.viewer.user.id);
  return Response.json(teams.filter(({ projects }) => projects.some(({ id }) => id === call.project.id)).map((team) => serializeTeam(team, call)));
}

export async function addTeamToProject(call: ProjectCall): Promise<Response> {
  await storage.addTeamToProject(call.project, await teamOfPath(call));
  return answerProject(call.project, call, 201);
}

export async function removeTeamFromProject(call: ProjectCall): Promise<Response> {
  await storage.removeTeamFromProject(call.project, await teamOfPath(call));
  return answerProject(call.project, call, 200);
}

function answerProject(project: ScopedProject, { access }: OrganizationCall, status: number): Response {
  return Response.json(serializeProject(project, access.scopes), { status });
}

async function findFreeSlug({ organization }: OrganizationCall, name: string): Promise<string> {
  const slug = slugOf(name, 'team');
  return freeSlug(slug, await storage.listTeamSlugsFrom(organization, slug));
}

async function teamOfPath(call: ProjectCall): Promise<storage.Team> {
  const team = await findTeamByReference(call, call.parameter('team'));
  if (!team) throw notFound();
  return team;
}

async function teamById({ organization, viewer }: OrganizationCall, id: number): Promise<storage.Team> {
  const team = await storage.findTeam(organization, { id }, viewer.user.id);
  if (!team) throw notFound();
  return team;
}

function serializeTeam({ id, slug, name, createdAt, isMember, memberCount, projects }: storage.Team, { access }: OrganizationCall): Team {
  return {
    id: String(id),
    slug,
    name,
    dateCreated: isoTime(createdAt),
    isMember,
    teamRole: isMember ? 'contributor' : null,
    access: [...access.scopes],
    hasAccess: true,
    isPending: false,
    memberCount,
    flags: { 'idp:provisioned': false },
    avatar: { avatarType: 'letter_avatar', avatarUuid: null },
    projects: projects.map((project) => serializeProject(project, access.scopes)),
  };
}
