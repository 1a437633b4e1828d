import type { Issue } from '../storage/issues.ts';
import { findMembers, findMembersCalled, type User } from '../storage/members.ts';
import type { OrganizationScope } from '../storage/scope.ts';
import { findTeamSlugs } from '../storage/teams.ts';
import type { Assignee, IssueChange } from './contract/issue-change.ts';
import { invalidFields } from './refusals.ts';

/** Who issues are assigned to, and who changed them, as far as they are still members. */
export interface People {
  members: ReadonlyMap<number, User>;
  /** Slugs of teams by their ids. */
  teams: ReadonlyMap<number, string>;
}

export const nobody: People = { members: new Map(), teams: new Map() };

export async function findPeople(organization: OrganizationScope, issues: readonly Pick<Issue, 'assignee' | 'statusDetails'>[]): Promise<People> {
  const assignees = issues.flatMap(({ assignee }) => parseAssignee(assignee) ?? []);
  const idsOf = (type: Assignee['type']) => assignees.flatMap((each) => (each.type === type ? each.id : []));
  const userIds = new Set([...idsOf('user'), ...issues.flatMap(({ statusDetails }) => statusDetails.actor ?? [])]);
  const [members, teams] = await Promise.all([findMembers(organization, [...userIds]), findTeamSlugs(organization, { ids: [...new Set(idsOf('team'))] })]);
  return { members: new Map(members.map((member) => [member.id, member])), teams };
}

/** Null for nobody, and for somebody who has left. */
export function serializeAssignee(assignee: string | null, { members, teams }: People): Assignee | null {
  const parsed = parseAssignee(assignee);
  if (!parsed) return null;
  const { type, id } = parsed;
  if (type === 'team') {
    const slug = teams.get(id);
    return slug === undefined ? null : { type, id: String(id), name: slug };
  }
  const member = members.get(id);
  return member ? { type, id: String(id), name: member.name, email: member.email } : null;
}

/** `user:1` or `team:2`, null for nobody. Ends the request where it names no member, several, or no team. */
export async function readAssignee(organization: OrganizationScope, asked: NonNullable<IssueChange['assignedTo']> | null): Promise<string | null> {
  if (asked === null || asked === '') return null;
  const text = typeof asked === 'string' ? asked.trim() : `${asked.type}:${asked.id}`;
  const named = parseAssignee(/^\d{1,15}$/.test(text) ? `user:${text}` : text);
  if (named?.type === 'team' || text.startsWith('#')) {
    const [team] = await findTeamSlugs(organization, named ? { ids: [named.id] } : { ids: [], slug: text.slice(1) });
    if (!team) throw invalidFields({ assignedTo: ['There is no such team in this organization.'] });
    return `team:${team[0]}`;
  }
  const found = named ? await findMembers(organization, [named.id]) : await findMembersCalled(organization, text);
  const [member] = found;
  if (!member) throw invalidFields({ assignedTo: ['There is no such member in this organization.'] });
  if (found.length > 1) throw invalidFields({ assignedTo: ['Several members have this name. Use the email.'] });
  return `user:${member.id}`;
}

function parseAssignee(assignee: string | null): { type: Assignee['type']; id: number } | null {
  const [, type, id] = /^(user|team):(\d{1,15})$/.exec(assignee ?? '') ?? [];
  return id === undefined ? null : { type: type === 'team' ? 'team' : 'user', id: Number(id) };
}
