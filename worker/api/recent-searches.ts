import { listRecentSearches, maxRecentSearches, type RecentSearch as RecentSearchRow, rememberSearch } from '../storage/recent-searches.ts';
import type { OrganizationCall } from './call.ts';
import { NewRecentSearch, type RecentSearch } from './contract/recent-search.ts';
import { readPageSize } from './paging.ts';
import { readBody } from './read-body.ts';
import { badRequest } from './refusals.ts';
import { isoTime } from './time.ts';

export async function listRecentSearchesOfViewer({ organization, viewer, url }: OrganizationCall): Promise<Response> {
  const type = url.searchParams.get('type') ?? '0';
  if (type !== '0' && type !== '1') throw badRequest(`Invalid search type '${type}'.`);
  const limit = Math.min(readPageSize(url.searchParams), maxRecentSearches);
  const rows = await listRecentSearches(organization, viewer.user.id, Number(type), url.searchParams.get('query') ?? '', limit);
  return Response.json(rows.map(serialize));
}

export async function rememberRecentSearch({ request, organization, viewer, now }: OrganizationCall): Promise<Response> {
  const search = await readBody(request, NewRecentSearch);
  const made = await rememberSearch(organization, viewer.user.id, search, now);
  return made ? Response.json(serialize(made), { status: 201 }) : new Response(null, { status: 204 });
}

function serialize({ id, organizationId, type, query, createdAt, lastSeenAt }: RecentSearchRow): RecentSearch {
  return { id: String(id), organizationId: String(organizationId), type, query, dateCreated: isoTime(createdAt), lastSeen: isoTime(lastSeenAt) };
}
