import type { Life } from './life.ts';
import type { ActivityData, Lived, Occurrences } from './lived.ts';

/** By ownership rules: only an issue that nobody has, and that no member took anybody off. Events of different owners do not pass it to and fro. */
export function assignOwner(lived: Lived, { owner, eventId, receivedAt }: Pick<Occurrences, 'owner' | 'eventId' | 'receivedAt'>): Lived {
  const { life, happened } = lived;
  if (owner === null || life.assignee !== null || life.isAssignedByMember) return lived;
  const activity = { type: 'assigned' as const, data: { ...whom(owner), integration: 'projectOwnership' } };
  return { life: { ...life, assignee: owner }, happened: [...happened, { activity, effect: 'assigned', eventId, userId: null, at: receivedAt }] };
}

export function assign(life: Life, assignee: string | null, userId: number | null, at: number): Lived {
  const isByMember = userId !== null;
  if (life.isAssignedByMember && !isByMember) return { life, happened: [] };
  const isAssignedByMember = life.isAssignedByMember || isByMember;
  if (assignee === life.assignee) return { life: isAssignedByMember === life.isAssignedByMember ? life : { ...life, isAssignedByMember }, happened: [] };
  const cause = { eventId: null, userId, at };
  return {
    life: { ...life, assignee, isAssignedByMember },
    happened: [
      assignee === null
        ? { activity: { type: 'unassigned', data: {} }, effect: 'unassigned', ...cause }
        : { activity: { type: 'assigned', data: whom(assignee) }, effect: 'assigned', ...cause },
    ],
  };
}

/** Nobody chose that nobody has it, so that rules may assign it again. */
export function loseAssignee(life: Life, assignee: string, userId: number | null, at: number): Lived {
  if (life.assignee !== assignee) return { life, happened: [] };
  const happened = [{ activity: { type: 'unassigned' as const, data: {} }, effect: 'unassigned' as const, eventId: null, userId, at }];
  return { life: { ...life, assignee: null, isAssignedByMember: false }, happened };
}

function whom(assignee: string): ActivityData {
  const colon = assignee.indexOf(':');
  return { assignee: assignee.slice(colon + 1), assigneeType: assignee.slice(0, colon) };
}
