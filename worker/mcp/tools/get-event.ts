import * as z from 'zod/mini';
import { Event, ResolvedEventId } from '../../api/contract/event.ts';
import { eventAsMarkdown } from '../../reading/event-markdown.ts';
import { fail, ok } from '../../result.ts';
import { organization } from '../inputs.ts';
import { chooseOrganization } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const getEvent = defineTool({
  name: 'get_event',
  title: 'Read an event',
  description:
    'Reads one event by its id: stack trace, tags, request, user, contexts and the breadcrumbs that led to it. More than get_issue tells, and longer.',
  input: z.object({
    event: z
      .string()
      .check(z.regex(/^[0-9a-fA-F-]{32,40}$/))
      .register(z.globalRegistry, { description: 'Id of the event: 32 hex digits.' }),
    organization,
  }),
  changes: false,
  async call(api, { event, organization: named }) {
    const chosen = await chooseOrganization(api, named);
    if (!chosen.ok) return chosen;
    const found = await api.get(`/organizations/${encodeURIComponent(chosen.value)}/eventids/${event}/`, ResolvedEventId);
    if (!found.ok) return found;
    const { event: body, groupId, projectSlug } = found.value;
    if (body === null) return fail(`The event is of issue ${groupId}, but its body is not kept.`);
    return ok(markUntrusted(eventAsMarkdown(Event.parse(body), { issueId: groupId, project: projectSlug })));
  },
});
