import { type ActivityRow, listMergers } from '../storage/activities.ts';
import type { Issue, IssueHash } from '../storage/issues.ts';
import { findMembers } from '../storage/members.ts';
import type { OrganizationScope, ScopedProject } from '../storage/scope.ts';
import type { HashOrigin } from './contract/issue-hash.ts';
import { serializePerson } from './serialize-standing.ts';
import { isoTime } from './time.ts';

/** Of an issue that was merged more often, the oldest mergers are not told apart from hashes that came by themselves. */
const maxMergers = 500;

/** How the hashes came to the issue, in their order. What no merger names joined by a further hash. */
export async function findOrigins(
  { organization, project }: { organization: OrganizationScope; project: ScopedProject },
  issue: Pick<Issue, 'id'>,
  hashes: readonly Pick<IssueHash, 'id'>[],
): Promise<HashOrigin[]> {
  const parts = hashes.filter(({ id }) => id !== issue.id);
  const mergers = parts.length === 0 ? [] : await listMergers(project, issue.id, maxMergers);
  const members = await findMembers(organization, [...new Set(mergers.flatMap(({ userId }) => userId ?? []))]);
  return hashes.map(({ id }): HashOrigin => {
    if (id === issue.id) return { type: 'own' };
    const merger = mergers.find(({ data }) => namedIn(data).includes(String(id)));
    if (!merger) return { type: 'shared' };
    const user = members.find((member) => member.id === merger.userId);
    return { type: 'merged', user: user ? serializePerson(user) : null, dateCreated: isoTime(merger.at) };
  });
}

/** Ids of the issues that were merged. */
function namedIn({ issues }: ActivityRow['data']): string[] {
  if (!Array.isArray(issues)) return [];
  return issues.flatMap((issue: unknown) => (typeof issue === 'object' && issue !== null && 'id' in issue ? [String(issue.id)] : []));
}
