import * as z from 'zod/mini';
import { Release } from '../../api/contract/release.ts';
import { inline } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { cursor, defaultLimit, limit, organization } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { chooseOrganization } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const findReleases = defineTool({
  name: 'find_releases',
  title: 'Find releases',
  description: 'Lists the releases of an organization, the newest first, with their dates, commits and how many issues came up in them.',
  input: z.object({
    organization,
    project: z.optional(z.string().check(z.maxLength(64))).register(z.globalRegistry, { description: 'Only those of this project, by slug or id.' }),
    query: z.optional(z.string().check(z.maxLength(200))).register(z.globalRegistry, { description: 'Part of the version.' }),
    limit,
    cursor,
  }),
  changes: false,
  async call(api, { organization: named, project, query, limit: size = defaultLimit, cursor: from }) {
    const chosen = await chooseOrganization(api, named);
    if (!chosen.ok) return chosen;
    const path = `/organizations/${encodeURIComponent(chosen.value)}/releases/${queryOf({ query, project, per_page: size, cursor: from })}`;
    const found = await api.list(path, z.array(Release));
    if (!found.ok) return found;
    const lines = found.value.items.map(({ version, dateCreated, dateReleased, newGroups, commitCount, projects }) => {
      const facts = [
        dateReleased === null ? `created ${dateCreated}` : `released ${dateReleased}`,
        `${newGroups} new issues`,
        `${commitCount} commits`,
        `in ${projects.map(({ slug }) => slug).join(', ')}`,
      ];
      return `${inline(version)}: ${facts.join(', ')}`;
    });
    // Versions are written by whoever sends events.
    return ok(markUntrusted(listAsMarkdown('# Releases', lines, found.value.nextCursor)));
  },
});
