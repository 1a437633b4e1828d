/** What happened to an issue, as far as somebody who looks at it has to know. */
export type ChangeKind = 'new' | 'events' | 'status' | 'assignee' | 'priority' | 'merged' | 'note' | 'participation' | 'deleted';

export interface ChangedIssue {
  issueId: number;
  projectId: number;
  kinds: readonly ChangeKind[];
}

/** What changed in an organization for a while, each issue once. */
export interface Changes {
  issues: readonly ChangedIssue[];
  /** Projects with more changed issues than are worth naming. */
  projects: readonly number[];
  /** There are more such projects, even. */
  isEverywhere: boolean;
}

const maxIssues = 200;
const maxProjects = 100;

export const nothing: Changes = { issues: [], projects: [], isEverywhere: false };

export function changesOf(issues: readonly ChangedIssue[]): Changes {
  return together(nothing, { ...nothing, issues });
}

/** Both, as briefly as can be: beyond 200 issues the projects with the most of them are only named. */
export function together(one: Changes, other: Changes): Changes {
  const crowded = new Set([...one.projects, ...other.projects]);
  const issues = new Map<number, ChangedIssue>();
  for (const issue of [...one.issues, ...other.issues]) {
    const kinds = new Set([...(issues.get(issue.issueId)?.kinds ?? []), ...issue.kinds]);
    issues.set(issue.issueId, { ...issue, kinds: [...kinds] });
  }
  const byProject = [...Map.groupBy(issues.values(), ({ projectId }) => projectId)].filter(([projectId]) => !crowded.has(projectId));
  const named = byProject.sort(([, fewer], [, more]) => fewer.length - more.length);
  while (named.reduce((sum, [, those]) => sum + those.length, 0) > maxIssues) {
    const [most] = named.pop() ?? [];
    if (most !== undefined) crowded.add(most);
  }
  if (one.isEverywhere || other.isEverywhere || crowded.size > maxProjects) return { ...nothing, isEverywhere: true };
  return { issues: named.flatMap(([, those]) => those), projects: [...crowded], isEverywhere: false };
}
