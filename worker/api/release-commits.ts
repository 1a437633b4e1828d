import { listCommits } from '../storage/release-commits.ts';
import type { ReleaseCall } from './call.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { serializeCommit } from './serialize-release.ts';

/** The newest first. */
export async function listCommitsOfRelease({ organization, release, url }: ReleaseCall): Promise<Response> {
  const cursor = readCursor(url.searchParams, /^\d{1,15}$/);
  const limit = readPageSize(url.searchParams);
  const rows = await listCommits(organization, release, cursor && { position: Number(cursor.id), isBefore: cursor.isBefore }, limit + 1);
  const page = cutPage(rows, cursor, limit, ({ position }) => ({ value: 0, id: String(position) }));
  return Response.json(page.items.map(serializeCommit), { headers: { link: linkHeader(url, pageSizeParameters, page) } });
}
