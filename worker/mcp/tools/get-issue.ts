import * as z from 'zod/mini';
import { Event } from '../../api/contract/event.ts';
import { Issue } from '../../api/contract/issue.ts';
import { issueAsMarkdown } from '../../reading/markdown.ts';
import { ok } from '../../result.ts';
import { issue, organization } from '../inputs.ts';
import { findIssuePlace } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const getIssue = defineTool({
  name: 'get_issue',
  title: 'Read an issue',
  description:
    'Reads an issue with one of its events: what broke, how often, since when, and the stack trace with the source around the failing lines. Begin here when asked to look into an error.',
  input: z.object({
    issue,
    organization,
    event: z
      .optional(z.string().check(z.regex(/^[\w-]{1,40}$/)))
      .register(z.globalRegistry, { description: 'Id of an event, or latest, oldest or recommended, which is the default.' }),
  }),
  changes: false,
  async call(api, { issue: reference, organization: named, event }) {
    const place = await findIssuePlace(api, reference, named);
    if (!place.ok) return place;
    const found = await api.get(place.value.path, Issue);
    if (!found.ok) return found;
    const chosen = event ?? place.value.event ?? 'recommended';
    const read = await api.get(`${place.value.path}events/${chosen}/`, Event);
    // An issue may outlive the bodies of its events; one that was asked for by name is another matter.
    if (!read.ok && (event ?? place.value.event) !== null && !['latest', 'oldest', 'recommended'].includes(chosen)) return read;
    return ok(markUntrusted(issueAsMarkdown(found.value, read.ok ? read.value : null, found.value.permalink)));
  },
});
