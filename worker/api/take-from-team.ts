import { deliver, type Order } from '../issue/courier-object.ts';
import { listAssigned } from '../storage/issues.ts';
import { listProjects } from '../storage/projects.ts';
import type { TeamCall } from './call.ts';

const perRound = 1_000;
/** An invocation goes on for half a minute behind its answer. */
const maxRounds = 10;

/** The issues of a team that was deleted are nobody's. Lists say so of all of them at once, also of those that this does not come to. */
export async function takeFromTeam({ env, organization, viewer, team, now }: TeamCall): Promise<void> {
  const assignee = `team:${team.id}`;
  const order: Order = { type: 'loseAssignee', assignee, userId: viewer.user.id, at: now };
  const projects = await listProjects(organization);
  for (let round = 0; round < maxRounds; round += 1) {
    const issues = await listAssigned(projects, assignee, perRound);
    const deliveries = await deliver(env, issues, order);
    if (issues.length < perRound || !deliveries.includes('done')) return;
  }
}
