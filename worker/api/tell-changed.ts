import type { ChangeKind } from '../live/changes.ts';
import { publish } from '../live/publish.ts';
import type { Issue } from '../storage/issues.ts';
import type { OrganizationCall } from './call.ts';

/** Tells whoever looks at the organization of what went to no issue's object; what did is told by its projection. */
export function tellChanged({ env, background, organization }: OrganizationCall, issues: readonly Issue[], kind: ChangeKind): void {
  const changed = issues.map(({ id, projectId }) => ({ issueId: id, projectId, kinds: [kind] }));
  publish(env, background, organization.id, changed);
}
