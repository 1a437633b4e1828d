import * as z from 'zod/mini';
import { ExploreTable } from '../../api/contract/explore.ts';
import { inline } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { defaultLimit, limit, organization } from '../inputs.ts';
import { chooseOrganization } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

const text = (length: number, description: string) => z.optional(z.string().check(z.maxLength(length))).register(z.globalRegistry, { description });

export const queryEvents = defineTool({
  name: 'query_events',
  title: 'Count and list events',
  description:
    'Answers questions about events of all issues with a table: lists events, or counts them in groups when a field is a function, such as fields ["browser.name", "count()", "count_unique(user)"].',
  input: z.object({
    organization,
    project: text(64, 'Only events of this project, by slug or id.'),
    fields: z
      .array(z.string().check(z.minLength(1), z.maxLength(200)))
      .check(z.minLength(1), z.maxLength(20))
      .register(z.globalRegistry, {
        description:
          'Columns: title, timestamp, issue, release, environment, user.email, any tag; count(), count_unique(x), min(x), max(x), avg(x), p95(x), last_seen().',
      }),
    query: text(2000, 'Sentry’s search of events, such as level:error browser.name:Firefox, or count():>10.'),
    sort: text(200, 'One of the fields, with - before it for the highest first.'),
    period: text(10, 'How far back, such as 24h or 14d; 90 days by default.'),
    limit,
  }),
  changes: false,
  async call(api, { organization: named, project, fields, query, sort, period, limit: size = defaultLimit }) {
    const chosen = await chooseOrganization(api, named);
    if (!chosen.ok) return chosen;
    const parameters = new URLSearchParams({ per_page: String(size) });
    for (const field of fields) parameters.append('field', field);
    for (const [name, value] of Object.entries({ query, sort, project, statsPeriod: period })) if (value !== undefined) parameters.set(name, value);
    const found = await api.get(`/organizations/${encodeURIComponent(chosen.value)}/events/?${parameters}`, ExploreTable);
    if (!found.ok) return found;
    const rows = found.value.data.map((row) => fields.map((field) => cell(row[field] ?? null)));
    const lines = [fields.map(cell), fields.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
    return ok(markUntrusted(rows.length === 0 ? 'No events.' : lines.join('\n')));
  },
});

function cell(value: string | number | boolean | null): string {
  return value === null ? '' : inline(String(value)).replaceAll('|', '\\|');
}
