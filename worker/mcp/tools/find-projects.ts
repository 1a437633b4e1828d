import * as z from 'zod/mini';
import { Project } from '../../api/contract/project.ts';
import { escapeText } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { cursor, defaultLimit, limit, organization } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { chooseOrganization } from '../places.ts';
import { defineTool } from '../tool.ts';

export const findProjects = defineTool({
  name: 'find_projects',
  title: 'Find projects',
  description: 'Lists the projects of an organization with their slugs, which other tools take.',
  input: z.object({
    organization,
    query: z.optional(z.string().check(z.maxLength(200))).register(z.globalRegistry, { description: 'Part of the name or slug.' }),
    limit,
    cursor,
  }),
  changes: false,
  async call(api, { organization: named, query, limit: size = defaultLimit, cursor: from }) {
    const chosen = await chooseOrganization(api, named);
    if (!chosen.ok) return chosen;
    const path = `/organizations/${encodeURIComponent(chosen.value)}/projects/${queryOf({ query, per_page: size, cursor: from })}`;
    const found = await api.list(path, z.array(Project));
    if (!found.ok) return found;
    const lines = found.value.items.map(({ slug, name, platform, firstEvent }) => {
      const facts = [platform ?? 'no platform', ...(firstEvent === null ? ['no events yet'] : [])].map(escapeText);
      return `**${slug}**: ${escapeText(name)} (${facts.join(', ')})`;
    });
    return ok(listAsMarkdown(`# Projects of ${escapeText(chosen.value)}`, lines, found.value.nextCursor));
  },
});
