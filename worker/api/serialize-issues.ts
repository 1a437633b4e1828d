import type { Issue as IssueRow } from '../storage/issues.ts';
import type { Organization, OrganizationScope, ScopedProject } from '../storage/scope.ts';
import { findStandings } from '../storage/standings.ts';
import { findPeople, nobody } from './assignees.ts';
import type { Issue } from './contract/issue.ts';
import { serializeIssue } from './serialize-issue.ts';

export interface Asked {
  project: ScopedProject;
  organization: Organization;
  /** Who asks, and where they may look for people; null for nobody in particular, who is told of nobody. */
  viewing: { scope: OrganizationScope; userId: number } | null;
  url: URL;
  now: number;
}

/** Issues of one project, as in lists, in order. */
export async function serializeIssues(issues: readonly IssueRow[], { project, organization, viewing, url, now }: Asked): Promise<Issue[]> {
  const [standings, people] = await Promise.all([
    findStandings([project], issues, viewing?.userId ?? null),
    viewing ? findPeople(viewing.scope, issues) : nobody,
  ]);
  return standings.flatMap((standing, index) => {
    const issue = issues[index];
    return issue ? [serializeIssue(issue, { standing, people }, project, organization, url, now)] : [];
  });
}
