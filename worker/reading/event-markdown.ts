import type { Event } from '../api/contract/event.ts';
import { breadcrumbsPart } from './breadcrumbs-markdown.ts';
import { eventParts, factList } from './markdown.ts';
import { cut, escapeText, fenced, inline } from './markdown-text.ts';
import { asFields, asLabel, asPairs, asText } from './value.ts';

const maxBreadcrumbs = 20;
const maxContexts = 20;
const maxPartCharacters = 4_000;

/** One event with all that helps to understand it, as Markdown. */
export function eventAsMarkdown(event: Event, place: { issueId: string; project: string }): string {
  const user = event.user?.id ?? event.user?.email ?? event.user?.username ?? event.user?.ip_address ?? null;
  const facts = factList([
    ['Issue', place.issueId],
    ['Project', place.project],
    ['At', event.dateCreated],
    ['Level', event.level],
    ['Platform', event.platform],
    ['Where', event.culprit],
    ['Environment', event.environment],
    ['Release', event.release?.version ?? null],
    ['User', user],
    ['Before it', event.previousEventID],
    ['After it', event.nextEventID],
  ]);
  const parts = [...requestPart(event), ...breadcrumbsPart(event, maxBreadcrumbs), ...contextsPart(event), ...extraPart(event)];
  return [`## Event ${event.eventID}: ${escapeText(event.title)}`, facts, ...eventParts(event), ...parts].join('\n\n');
}

function requestPart({ entries }: Event): string[] {
  const entry = entries.find(({ type }) => type === 'request');
  if (!entry) return [];
  const request = asFields(entry.data);
  const line = [asText(request['method']) || 'GET', asText(request['url'])].join(' ').trim();
  const query = asPairs(request['query']).map(([name, value]) => `${name}=${asText(value)}`);
  const data = asLabel(request['data']);
  return ['### Request', fenced(cut([line, ...query, ...(data === null ? [] : ['', data])].join('\n'), maxPartCharacters))];
}

function contextsPart({ contexts }: Event): string[] {
  const lines = Object.entries(contexts)
    .slice(0, maxContexts)
    .map(([name, context]) => `- ${inline(name)}: ${inline(cut(asText(context), 600))}`);
  return lines.length === 0 ? [] : ['### Contexts', lines.join('\n')];
}

/** What SDKs call extra. */
function extraPart({ context }: Event): string[] {
  return Object.keys(context).length === 0 ? [] : ['### Extra', fenced(cut(asText(context), maxPartCharacters))];
}
