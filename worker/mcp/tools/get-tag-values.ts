import * as z from 'zod/mini';
import { ProjectTags, Tag, type TagKey, TagValue } from '../../api/contract/tag.ts';
import { inline } from '../../reading/markdown-text.ts';
import { fail, ok, type Result } from '../../result.ts';
import type { ApiCaller } from '../api-caller.ts';
import { cursor, defaultLimit, limit, organization } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { chooseOrganization, findIssuePlace } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const getTagValues = defineTool({
  name: 'get_tag_values',
  title: 'Count the values of a tag',
  description:
    'Counts the events of an issue, or of a project, by the values of a tag such as release, environment, browser or user: who and what is affected. Without a tag it lists the tags.',
  input: z.object({
    issue: z.optional(z.string().check(z.minLength(1), z.maxLength(500))).register(z.globalRegistry, { description: 'Id, short id or address of an issue.' }),
    project: z.optional(z.string().check(z.maxLength(64))).register(z.globalRegistry, { description: 'Slug or id of a project, where no issue is named.' }),
    organization,
    tag: z.optional(z.string().check(z.minLength(1), z.maxLength(200))).register(z.globalRegistry, { description: 'Key of the tag.' }),
    limit,
    cursor,
  }),
  changes: false,
  async call(api, { issue, project, organization: named, tag, limit: size = defaultLimit, cursor: from }) {
    const place = await placeOf(api, issue, project, named);
    if (!place.ok) return place;
    if (tag === undefined) return listTags(api, place.value, issue !== undefined);
    const found = await api.list(`${place.value}tags/${encodeURIComponent(tag)}/values/${queryOf({ per_page: size, cursor: from })}`, z.array(TagValue));
    if (!found.ok) return found;
    const lines = found.value.items.map(({ value, count, lastSeen }) => `${inline(value)}: ${count} events, last seen ${lastSeen}`);
    return ok(markUntrusted(listAsMarkdown(`# Values of ${inline(tag)}`, lines, found.value.nextCursor)));
  },
});

async function placeOf(api: ApiCaller, issue: string | undefined, project: string | undefined, named: string | undefined): Promise<Result<string, string>> {
  if (issue !== undefined) {
    const place = await findIssuePlace(api, issue, named);
    return place.ok ? ok(place.value.path) : place;
  }
  if (project === undefined) return fail('Name an issue or a project.');
  const chosen = await chooseOrganization(api, named);
  return chosen.ok ? ok(`/projects/${encodeURIComponent(chosen.value)}/${encodeURIComponent(project)}/`) : chosen;
}

async function listTags(api: ApiCaller, place: string, isOfIssue: boolean): Promise<Result<string, string>> {
  const found: Result<TagKey[], string> = await api.get(`${place}tags/`, isOfIssue ? z.array(Tag) : ProjectTags);
  if (!found.ok) return found;
  const lines = found.value.map(({ key, uniqueValues, totalValues }) => `${inline(key)}: ${uniqueValues} values in ${totalValues} events`);
  return ok(markUntrusted(listAsMarkdown('# Tags', lines, null)));
}
