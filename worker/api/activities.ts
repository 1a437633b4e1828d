import { type ActivityPosition, type ActivityRow, listActivities } from '../storage/activities.ts';
import { findMembers } from '../storage/members.ts';
import type { IssueCall } from './call.ts';
import type { Activities } from './contract/note.ts';
import { type Cursor, cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { serializeActivities, serializeBeginning } from './serialize-issue.ts';

/** Newest first, down to the first event. */
export async function listActivitiesOfIssue({ project, organization, issue, url }: IssueCall): Promise<Response> {
  const cursor = readCursor(url.searchParams, activityCursorPattern);
  const limit = readPageSize(url.searchParams);
  const page = cutPage(await listActivities(project, issue.id, activityPositionOf(cursor), limit + 1), cursor, limit, placeOfActivity);
  const members = await findMembers(organization, [...new Set(page.items.flatMap(({ userId }) => userId ?? []))]);
  const reply: Activities = { activity: serializeActivities(page.items, members) };
  if (!page.hasNext) reply.activity.push(serializeBeginning(issue));
  return Response.json(reply, { headers: { link: linkHeader(url, pageSizeParameters, page) } });
}

/** An id and that of its issue, with an `f` between them: hex digits as in every cursor. Where a page is empty, `0`. */
export const activityCursorPattern = /^\d{1,16}(?:f\d{1,15})?$/;

export function placeOfActivity({ at, id, issueId }: ActivityRow): { value: number; id: string } {
  return { value: at, id: `${id}f${issueId}` };
}

export function activityPositionOf(cursor: Cursor | null): ActivityPosition | null {
  if (!cursor) return null;
  const [id = '0', issueId = '0'] = cursor.id.split('f');
  return { at: cursor.value, id, issueId: Number(issueId), isBefore: cursor.isBefore };
}
