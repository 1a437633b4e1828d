import * as z from 'zod/mini';
import { EventSummary } from '../../api/contract/event.ts';
import { escapeText, inline } from '../../reading/markdown-text.ts';
import { ok } from '../../result.ts';
import { cursor, defaultLimit, issue, limit, organization } from '../inputs.ts';
import { listAsMarkdown, queryOf } from '../lists.ts';
import { findIssuePlace } from '../places.ts';
import { defineTool } from '../tool.ts';
import { markUntrusted } from '../untrusted.ts';

export const listEvents = defineTool({
  name: 'list_events',
  title: 'List the events of an issue',
  description: 'Lists the single events of an issue, newest first: when each happened, to whom, and its tags. Use get_event to read one.',
  input: z.object({ issue, organization, limit, cursor }),
  changes: false,
  async call(api, { issue: reference, organization: named, limit: size = defaultLimit, cursor: from }) {
    const place = await findIssuePlace(api, reference, named);
    if (!place.ok) return place;
    const found = await api.list(`${place.value.path}events/${queryOf({ per_page: size, cursor: from })}`, z.array(EventSummary));
    if (!found.ok) return found;
    return ok(markUntrusted(listAsMarkdown('# Events', found.value.items.map(lineOf), found.value.nextCursor)));
  },
});

const maxTags = 20;

function lineOf({ eventID, dateCreated, title, user, tags }: EventSummary): string {
  const who = user?.id ?? user?.email ?? user?.username ?? user?.ip_address ?? null;
  const named = tags.slice(0, maxTags).map(({ key, value }) => `${inline(key)}=${inline(value)}`);
  return `**${eventID}** ${dateCreated} ${escapeText(title)}${who === null ? '' : `; user ${inline(who)}`}${named.length === 0 ? '' : `; ${named.join(' ')}`}`;
}
