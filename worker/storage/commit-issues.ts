import { sql } from 'drizzle-orm';
import { shardsOf } from './project-shards.ts';
import { issues } from './schema.ts';
import type { ScopedProject } from './scope.ts';

/** An issue that is resolved by a commit which no release is known to have. */
export interface CommitIssue {
  projectId: number;
  hash: string;
  /** May be cut short. */
  commit: string;
  repository: string;
}

/** Of these projects. */
export async function listCommitIssues(projects: readonly ScopedProject[]): Promise<CommitIssue[]> {
  const found = await Promise.all(
    shardsOf(projects).map(({ data, ids }) =>
      data.all<CommitIssue>(sql`
        select project_id as projectId, hash, status_details ->> '$.inCommit.commit' as "commit", status_details ->> '$.inCommit.repository' as repository
        from ${issues} where project_id in (select value from json_each(${JSON.stringify(ids)})) and status_details ->> '$.inCommit.commit' is not null`),
    ),
  );
  return found.flat();
}
