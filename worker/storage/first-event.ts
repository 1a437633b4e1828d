/** Notes when a project heard from an SDK for the first time: what the install page waits for. Later calls change nothing. */
export async function markFirstEvent(db: D1Database, projectId: number, at: number): Promise<void> {
  await db.prepare('update projects set first_event_at = ? where id = ? and first_event_at is null').bind(at, projectId).run();
}
