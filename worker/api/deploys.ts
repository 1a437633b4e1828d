import { addDeploy, listDeploys } from '../storage/deploys.ts';
import type { ReleaseCall } from './call.ts';
import { NewDeploy } from './contract/release.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { readBody } from './read-body.ts';
import { momentOf } from './release-changes.ts';
import { serializeDeploy } from './serialize-release.ts';

/** The last one first. */
export async function listDeploysOfRelease({ organization, release, url }: ReleaseCall): Promise<Response> {
  const cursor = readCursor(url.searchParams, /^\d{1,15}$/);
  const limit = readPageSize(url.searchParams);
  const rows = await listDeploys(organization, release, cursor && { finishedAt: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore }, limit + 1);
  const page = cutPage(rows, cursor, limit, ({ finishedAt, id }) => ({ value: finishedAt, id: String(id) }));
  return Response.json(page.items.map(serializeDeploy), { headers: { link: linkHeader(url, pageSizeParameters, page) } });
}

export async function createDeploy({ request, organization, release, now }: ReleaseCall): Promise<Response> {
  const { environment, name, url, dateStarted, dateFinished } = await readBody(request, NewDeploy);
  const deploy = await addDeploy(organization, release, {
    environment,
    name: name ?? null,
    url: url ?? null,
    startedAt: momentOf(dateStarted),
    finishedAt: momentOf(dateFinished) ?? now,
  });
  return Response.json(serializeDeploy(deploy), { status: 201 });
}
