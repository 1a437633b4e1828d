import type { ActivityRow } from '../storage/activities.ts';
import { findMembers } from '../storage/members.ts';
import type { OrganizationScope } from '../storage/scope.ts';
import { Note } from './contract/note.ts';
import { serializeActivity } from './serialize-issue.ts';

/** `user` is null where who wrote it is no member any more. */
export async function serializeNotes(organization: OrganizationScope, rows: readonly ActivityRow[]): Promise<Note[]> {
  const members = await findMembers(organization, [...new Set(rows.flatMap(({ userId }) => userId ?? []))]);
  return rows.map((row) => Note.parse(serializeActivity(row, members)));
}
