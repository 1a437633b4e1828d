import { listMembers, type Member as MemberRow } from '../storage/members.ts';
import { listTeams } from '../storage/teams.ts';
import { serializeUser } from './auth.ts';
import type { OrganizationCall } from './call.ts';
import type { Member, MemberWithProjects } from './contract/team.ts';
import { isoTime } from './time.ts';

/** `query` keeps those with the text in their name or email. */
export async function listMembersOfOrganization({ organization, url }: OrganizationCall): Promise<Response> {
  const query = (url.searchParams.get('query') ?? '').toLowerCase();
  const members = await listMembers(organization);
  return Response.json(members.filter(({ user }) => user.email.includes(query) || user.name.toLowerCase().includes(query)).map(serializeMember));
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
