import type { Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { breadcrumbsPart } from './breadcrumbs-markdown.ts';
import { cut, escapeText, fenced, inline } from './markdown-text.ts';
import { outlineOf } from './outline.ts';

/** Longer traces make a ticket unreadable; the link leads to the whole. */
const maxTraceCharacters = 20_000;
const maxTags = 100;
/** Of an issue: who wants more reads the event. */
const maxBreadcrumbs = 10;

/** An issue with one of its events as Markdown, for a ticket, a chat or an assistant. `link` is the page's address. */
export function issueAsMarkdown(issue: Issue, event: Event | null, link: string): string {
  const facts = factList([
    ['Status', issue.substatus === null ? issue.status : `${issue.status}, ${issue.substatus}`],
    ['Priority', issue.priority],
    ['Assigned to', issue.assignedTo?.name ?? null],
    ['Level', issue.level],
    ['Events', issue.count],
    ['Users', String(issue.userCount)],
    ['First seen', seen(issue.firstSeen, issue.firstRelease?.version)],
    ['Last seen', seen(issue.lastSeen, issue.lastRelease?.version)],
    ['Where', issue.culprit],
    ['Environment', event?.environment ?? null],
    ['Release', event?.release?.version ?? null],
    ['Event', event?.eventID ?? null],
  ]);
  const head = `## [${escapeText(issue.shortId)}](${link}) ${escapeText(issue.title)}`;
  return [head, facts, ...(event === null ? [] : [...eventParts(event), ...breadcrumbsPart(event, maxBreadcrumbs)])].join('\n\n');
}

/** What broke, and under which circumstances. */
export function eventParts(event: Event): string[] {
  const outline = outlineOf(event);
  const tags = event.tags.slice(0, maxTags).map((tag) => `- ${inline(tag.key)}: ${inline(tag.value)}`);
  return [
    ...(outline === null ? [] : ['### Stack trace', fenced(cut(outline, maxTraceCharacters))]),
    ...(tags.length === 0 ? [] : ['### Tags', tags.join('\n')]),
  ];
}

/** Those that are known, one a line. */
export function factList(facts: readonly [name: string, value: string | null][]): string {
  return facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [`- ${name}: ${inline(value)}`])).join('\n');
}

function seen(at: string, release: string | undefined): string {
  return release === undefined ? at : `${at} in ${release}`;
}
