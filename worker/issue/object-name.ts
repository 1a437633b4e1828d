/** Name of the Durable Object that owns the issue of a grouping hash: the same project and hash always meet in one place. */
export function issueObjectName(projectId: number, hash: string): string {
  return `${projectId}:${hash}`;
}
