import * as z from 'zod/mini';
import { Issue, IssueSort } from '../../api/contract/issue.ts';
import { escapeText, inline } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { cursor, defaultLimit, limit, organization } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { chooseOrganization } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const findIssues = defineTool({
  name: 'find_issues',
  title: 'Find issues',
  description:
    'Searches issues: errors that were seen, grouped by what causes them. Without a query, those that are unresolved, the last seen first. Use get_issue for the stack trace of one.',
  input: z.object({
    organization,
    project: z.optional(z.string().check(z.maxLength(64))).register(z.globalRegistry, { description: 'Slug or id of a project; all where it is left out.' }),
    query: z.optional(z.string().check(z.maxLength(1000))).register(z.globalRegistry, {
      description:
        'Sentry’s search language, such as `is:unresolved error.type:TypeError environment:production lastSeen:-24h`. Absent: `is:unresolved`; empty: all.',
    }),
    sort: z.optional(IssueSort).register(z.globalRegistry, {
      description: 'By last seen (date), first seen (new), events (freq), users (user), priority or growth (trends), descending.',
    }),
    limit,
    cursor,
  }),
  changes: false,
  async call(api, { organization: named, project, query, sort, limit: size = defaultLimit, cursor: from }) {
    const chosen = await chooseOrganization(api, named);
    if (!chosen.ok) return chosen;
    const path = `/organizations/${encodeURIComponent(chosen.value)}/issues/${queryOf({ project, query, sort, limit: size, cursor: from })}`;
    const found = await api.list(path, z.array(Issue));
    if (!found.ok) return found;
    return ok(markUntrusted(listAsMarkdown('# Issues', found.value.items.map(lineOf), found.value.nextCursor)));
  },
});

function lineOf(issue: Issue): string {
  const { shortId, id, title, culprit, status, substatus, priority, level, count, userCount, lastSeen, assignedTo, project } = issue;
  const facts = [
    substatus === null ? status : `${status}, ${substatus}`,
    `${priority} priority`,
    level,
    `${count} events`,
    `${userCount} users`,
    `last seen ${lastSeen}`,
    `project ${project.slug}`,
    ...(assignedTo ? [`assigned to ${escapeText(assignedTo.name)}`] : []),
  ];
  return `**${shortId}** (id ${id}) ${escapeText(title)}${culprit ? ` in ${inline(culprit)}` : ''}: ${facts.join('; ')}`;
}
