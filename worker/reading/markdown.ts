import type { Event } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import { readExceptions } from './exceptions.ts';
import { readTrace } from './frames.ts';
import { exceptionsAsText, traceAsText } from './trace-text.ts';
import { asFields, asLabel, asText } from './value.ts';

/** Longer traces make a ticket unreadable; the link leads to the whole. */
const maxTraceChars = 20_000;

/** An issue with one of its events as Markdown, for a ticket, a chat or an assistant. `link` is the page's address. */
export function issueAsMarkdown(issue: Issue, event: Event | null, link: string): string {
  const facts: [string, string | null][] = [
    ['Level', issue.level],
    ['Events', issue.count],
    ['Users', String(issue.userCount)],
    ['First seen', seen(issue.firstSeen, issue.firstRelease?.version)],
    ['Last seen', seen(issue.lastSeen, issue.lastRelease?.version)],
    ['Where', issue.culprit],
    ['Environment', event?.environment ?? null],
    ['Event', event?.eventID ?? null],
  ];
  const known = facts.flatMap(([name, value]) => (value === null || value === '' ? [] : [`- ${name}: ${inline(value)}`]));
  const trace = event === null ? null : traceOf(event);
  const tags = (event?.tags ?? []).map((tag) => `- ${inline(tag.key)}: ${inline(tag.value)}`);
  return [
    `## [${escapeText(issue.shortId)}](${link}) ${escapeText(oneLine(issue.title))}`,
    known.join('\n'),
    ...(trace === null ? [] : ['### Stack trace', fenced(trace.slice(0, maxTraceChars))]),
    ...(tags.length === 0 ? [] : ['### Tags', tags.join('\n')]),
  ].join('\n\n');
}

/** The trace of an event as text: of its exceptions, else the one it was sent with. Null where it has none. */
export function traceOf(event: Event): string | null {
  for (const entry of event.entries) {
    if (entry.type === 'exception') {
      const exceptions = readExceptions(entry.data);
      if (exceptions.length > 0) return exceptionsAsText(exceptions, event.platform);
    }
    if (entry.type === 'stacktrace') {
      const trace = readTrace(entry.data);
      if (trace !== null) return traceAsText(trace, event.platform);
    }
    if (entry.type === 'message') return asLabel(asFields(entry.data)['formatted']);
  }
  return null;
}

function seen(at: string, release: string | undefined): string {
  return release === undefined ? at : `${at} in ${release}`;
}

/** Code that no run of backticks inside can end. */
function fenced(text: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}\n${text}\n${fence}`;
}

function inline(value: unknown): string {
  const text = oneLine(asText(value));
  const ticks = '`'.repeat(longestRun(text) + 1);
  // CommonMark drops one space at either end, which keeps a backtick at the edge apart from the fence.
  return ticks.length > 1 ? `${ticks} ${text} ${ticks}` : `${ticks}${text}${ticks}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_{}[\]<>()#+!|~@]/g, '\\$&');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim().slice(0, 1_000);
}
