import * as z from 'zod/mini';
import { Organization } from '../../api/contract/organization.ts';
import { escapeText } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { cursor, defaultLimit, limit } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { defineTool } from '../tool.ts';

export const findOrganizations = defineTool({
  name: 'find_organizations',
  title: 'Find organizations',
  description: 'Lists the organizations that you can reach. Most tools need none to be named where there is only one.',
  input: z.object({
    query: z.optional(z.string().check(z.maxLength(200))).register(z.globalRegistry, { description: 'Part of the name or slug.' }),
    limit,
    cursor,
  }),
  changes: false,
  async call(api, { query, limit: size = defaultLimit, cursor: from }) {
    const found = await api.list(`/organizations/${queryOf({ query, per_page: size, cursor: from })}`, z.array(Organization));
    if (!found.ok) return found;
    const lines = found.value.items.map(({ slug, name, links }) => `**${slug}**: ${escapeText(name)} (${links.organizationUrl})`);
    return ok(listAsMarkdown('# Organizations', lines, found.value.nextCursor));
  },
});
