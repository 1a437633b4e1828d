import { listNewIssues } from '../storage/new-issues.ts';
import type { ReleaseCall } from './call.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { serializeAll } from './issue-list.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { projectsOf } from './release-projects.ts';

/** Issues that came with the release first, the newest first. */
export async function listIssuesOfRelease(call: ReleaseCall): Promise<Response> {
  const { release, url } = call;
  const cursor = readCursor(url.searchParams, /^\d{1,15}$/);
  const limit = readPageSize(url.searchParams);
  const projects = await projectsOf(call);
  const rows = await listNewIssues(projects, release.version, cursor && { id: Number(cursor.id), isBefore: cursor.isBefore }, limit + 1);
  const page = cutPage(rows, cursor, limit, ({ id }) => ({ value: 0, id: String(id) }));
  return Response.json(await serializeAll(call, projects, page.items), { headers: { link: linkHeader(url, pageSizeParameters, page) } });
}
