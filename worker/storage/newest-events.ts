import { and, desc, eq } from 'drizzle-orm';
import { type EventRow, listEventsOfIssue } from './events.ts';
import { type Issue, issueFields } from './issues.ts';
import { issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

const statuses = ['unresolved', 'resolved', 'ignored'] as const;

/** The newest events of a project, newest first, with their issues: of the `maxIssues` that were seen last, so that few objects need be asked for bodies. */
export async function listNewestEvents(project: ScopedProject, maxIssues: number, maxEvents: number): Promise<{ event: EventRow; issue: Issue }[]> {
  const seen = await Promise.all(
    // Each status is one walk of issues_by_last_seen.
    statuses.map((status) =>
      project.data
        .select(issueFields)
        .from(issues)
        .where(and(eq(issues.projectId, project.id), eq(issues.status, status)))
        .orderBy(desc(issues.lastSeenAt))
        .limit(maxIssues),
    ),
  );
  const newest = seen
    .flat()
    .sort((one, other) => other.lastSeenAt - one.lastSeenAt)
    .slice(0, maxIssues);
  const found = await Promise.all(
    newest.map(async (issue) => {
      const rows = await listEventsOfIssue(project, issue.id, null, maxEvents);
      return rows.map((event) => ({ event, issue }));
    }),
  );
  return found
    .flat()
    .sort((one, other) => other.event.occurredAt - one.event.occurredAt)
    .slice(0, maxEvents);
}
