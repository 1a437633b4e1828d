import { listKeyTotals, listValueTotals } from '../storage/organization-tags.ts';
import type { OrganizationCall } from './call.ts';
import { chosenProjects } from './chosen-projects.ts';
import type { OrganizationTags, TagValue } from './contract/tag.ts';
import { isoTime } from './time.ts';

const maxValues = 20;

export async function listTagsOfOrganization(call: OrganizationCall): Promise<Response> {
  const keys = await listKeyTotals(await chosenProjects(call));
  return Response.json(keys.map(({ key, total }) => ({ key, name: key, totalValues: total })) satisfies OrganizationTags);
}

/** `query` keeps the values that have the text in them. */
export async function listTagValuesOfOrganization(call: OrganizationCall): Promise<Response> {
  const key = call.parameter('tag');
  const rows = await listValueTotals(await chosenProjects(call), key, call.url.searchParams.get('query') ?? '', maxValues);
  return Response.json(
    rows.map(({ value, count, firstSeenAt, lastSeenAt }): TagValue => ({
      key,
      name: value,
      value,
      count,
      firstSeen: isoTime(firstSeenAt),
      lastSeen: isoTime(lastSeenAt),
    })),
  );
}
