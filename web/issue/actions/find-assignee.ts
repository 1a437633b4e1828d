import type { Assignee } from '../../../worker/api/contract/issue-change.ts';
import { matchWords, type Piece } from '../../palette/match.ts';

/** Whom an issue may be assigned to. Teams are named by their slug. */
export interface Candidates {
  me: Assignee | null;
  members: readonly Assignee[];
  teams: readonly Assignee[];
  /** Owners of the event by the rules of its project, the likeliest first, and the rule that says so. */
  suggested: readonly { assignee: Assignee; why: string }[];
}

export interface AssigneeOption {
  group: 'Suggested' | 'Members' | 'Teams' | 'Nobody';
  /** Null: nobody. */
  assignee: Assignee | null;
  pieces: readonly Piece[];
  /** Beside the name, fainter. */
  sub: string | null;
}

/** Whom a text finds, by name, slug or address: suggested owners first, then oneself, then the others by name. Without a text also nobody. */
export function findAssignees({ me, members, teams, suggested }: Candidates, text: string): AssigneeOption[] {
  const wanted = text.trim();
  const isSuggested = new Set(suggested.map(({ assignee }) => keyOf(assignee)));
  const others = (assignees: readonly Assignee[]): Assignee[] =>
    assignees
      .filter((assignee) => !isSuggested.has(keyOf(assignee)))
      .toSorted((a, b) => Number(isMe(b, me)) - Number(isMe(a, me)) || a.name.localeCompare(b.name));
  return [
    ...suggested.flatMap(({ assignee, why }) => option('Suggested', assignee, why, me, wanted)),
    ...others(members).flatMap((member) => option('Members', member, member.email ?? null, me, wanted)),
    ...others(teams).flatMap((team) => option('Teams', team, null, me, wanted)),
    ...(wanted === '' || 'nobody'.startsWith(wanted.toLowerCase()) ? [nobody] : []),
  ];
}

const nobody: AssigneeOption = { group: 'Nobody', assignee: null, pieces: [{ text: 'Nobody', isMatch: false }], sub: null };

/** `user:1` */
export function keyOf({ type, id }: Pick<Assignee, 'type' | 'id'>): string {
  return `${type}:${id}`;
}

function option(group: AssigneeOption['group'], assignee: Assignee, sub: string | null, me: Assignee | null, wanted: string): AssigneeOption[] {
  const name = nameOf(assignee, me);
  const found = matchWords(name, wanted);
  if (found) return [{ group, assignee, pieces: found, sub }];
  const isFoundByAddress = assignee.email !== undefined && matchWords(assignee.email, wanted) !== null;
  return isFoundByAddress ? [{ group, assignee, pieces: [{ text: name, isMatch: false }], sub }] : [];
}

function nameOf(assignee: Assignee, me: Assignee | null): string {
  const name = assignee.name || (assignee.email ?? assignee.id);
  return assignee.type === 'team' ? `#${name}` : isMe(assignee, me) ? `${name} (me)` : name;
}

function isMe(assignee: Assignee, me: Assignee | null): boolean {
  return me !== null && keyOf(assignee) === keyOf(me);
}
