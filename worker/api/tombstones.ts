import { issueObjectName } from '../issue/object-name.ts';
import { findMembers, type User } from '../storage/members.ts';
import { deleteTombstones, findTombstone, forgetClaimsOf, listTombstones, type TombstoneRow } from '../storage/tombstones.ts';
import type { ProjectCall } from './call.ts';
import type { Tombstone } from './contract/tombstone.ts';
import { cutPage, linkHeader } from './cursor.ts';
import { pageSizeParameters, readCursor, readPageSize } from './paging.ts';
import { notFound } from './refusals.ts';
import { isoTime } from './time.ts';

const callsAtOnce = 100;

/** Newest first. */
export async function listTombstonesOfProject({ organization, project, url }: ProjectCall): Promise<Response> {
  const cursor = readCursor(url.searchParams, /^\d+$/);
  const limit = readPageSize(url.searchParams);
  const position = cursor && { createdAt: cursor.value, id: Number(cursor.id), isBefore: cursor.isBefore };
  const rows = await listTombstones(project, position, limit + 1);
  const page = cutPage(rows, cursor, limit, ({ createdAt, id }) => ({ value: createdAt, id: String(id) }));
  const members = await findMembers(organization, [...new Set(page.items.flatMap(({ userId }) => userId ?? []))]);
  return Response.json(
    page.items.map((row) => serializeTombstone(row, members)),
    { headers: { link: linkHeader(url, pageSizeParameters, page) } },
  );
}

/** Events of its hashes are welcome again. */
export async function deleteTombstone({ env, project, parameter }: ProjectCall): Promise<Response> {
  const id = parameter('tombstone');
  const tombstone = /^\d{1,15}$/.test(id) ? await findTombstone(project, Number(id)) : null;
  if (!tombstone) throw notFound();
  await forgetClaimsOf(project, tombstone);
  const { hashes } = tombstone;
  for (let from = 0; from < hashes.length; from += callsAtOnce) {
    await Promise.all(hashes.slice(from, from + callsAtOnce).map((hash) => env.ISSUES.getByName(issueObjectName(project.id, hash)).welcome()));
  }
  // Last, so that whoever was interrupted can try again.
  await deleteTombstones(project, [tombstone.id]);
  return new Response(null, { status: 204 });
}

function serializeTombstone({ id, title, culprit, level, type, metadata, userId, createdAt }: TombstoneRow, members: readonly User[]): Tombstone {
  const actor = members.find((member) => member.id === userId);
  return {
    id: String(id),
    title,
    message: title,
    culprit,
    level,
    type,
    metadata,
    actor: actor ? { id: String(actor.id), name: actor.name, email: actor.email } : null,
    dateAdded: isoTime(createdAt),
  };
}
