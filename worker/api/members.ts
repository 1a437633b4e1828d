import { findMember, findMemberOfUser, listMembers, type Member as MemberRow } from '../storage/members.ts';
import { listTeams } from '../storage/teams.ts';
import { serializeUser } from './auth.ts';
import type { OrganizationCall } from './call.ts';
import type { Member, MemberWithProjects } from './contract/team.ts';
import { notFound } from './refusals.ts';
import { answerShortList, isSearched } from './short-list.ts';
import { isoTime } from './time.ts';

/** `query` keeps those with the text in their name or email. */
export async function listMembersOfOrganization({ organization, url }: OrganizationCall): Promise<Response> {
  const members = await listMembers(organization);
  return answerShortList(url, ['query'], members.filter(({ user }) => isSearched(url, [user.email, user.name])).map(serializeMember));
}

export async function readMember(call: OrganizationCall): Promise<Response> {
  return Response.json(serializeMember(await memberOf(call)));
}

/** The one that the path names by the id of the membership; `me` is who asks. */
export async function memberOf({ organization, viewer, parameter }: OrganizationCall): Promise<MemberRow> {
  const reference = parameter('member');
  const isMe = reference === 'me';
  if (!isMe && !/^\d{1,15}$/.test(reference)) throw notFound();
  const member = isMe ? await findMemberOfUser(organization, viewer.user.id) : await findMember(organization, Number(reference));
  if (!member) throw notFound();
  return member;
}

/** Whom an issue may be assigned to. Everybody of an organization sees all its projects, so `project` leaves nobody out. */
export async function listUsers({ organization, viewer }: OrganizationCall): Promise<Response> {
  const [members, teams] = await Promise.all([listMembers(organization), listTeams(organization, viewer.user.id)]);
  const projectsOf = new Map(teams.map((team) => [team.id, team.projects.map(({ slug }) => slug)]));
  const users: MemberWithProjects[] = members.map((member) => ({
    ...serializeMember(member),
    projects: [...new Set(member.teams.flatMap(({ id }) => projectsOf.get(id) ?? []))],
  }));
  return Response.json(users);
}

export function serializeMember({ id, user, role, createdAt, teams }: MemberRow): Member {
  return {
    id: String(id),
    email: user.email,
    name: user.name,
    user: serializeUser(user),
    orgRole: role,
    role,
    pending: false,
    expired: false,
    flags: { 'sso:linked': false, 'sso:invalid': false },
    dateCreated: isoTime(createdAt),
    inviteStatus: 'approved',
    inviterName: null,
    teams: teams.map(({ slug }) => slug),
    teamRoles: teams.map(({ slug }) => ({ teamSlug: slug, role: 'contributor' })),
  };
}
