import type { Issue as IssueRow } from '../storage/issues.ts';
import type { Organization, ScopedProject } from '../storage/scope.ts';
import { findStandings } from '../storage/standings.ts';
import type { Issue } from './contract/issue.ts';
import { serializeIssue } from './serialize-issue.ts';

export interface Asked {
  project: ScopedProject;
  organization: Organization;
  /** Who asks; null for nobody in particular. */
  userId: number | null;
  url: URL;
  now: number;
}

/** Issues of one project, as in lists, in order. */
export async function serializeIssues(issues: readonly IssueRow[], { project, organization, userId, url, now }: Asked): Promise<Issue[]> {
  const standings = await findStandings([project], issues, userId);
  return standings.flatMap((standing, index) => {
    const issue = issues[index];
    return issue ? [serializeIssue(issue, standing, project, organization, url, now)] : [];
  });
}
