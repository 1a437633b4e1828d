import type { EventSummary } from '../api/contract/event.ts';
import type { Issue } from '../api/contract/issue.ts';
import type { Installation } from '../commands/harness.ts';
import { envelopeUrl } from './instance.fixture.ts';

export interface LoadEvent {
  /** 32 hex digits. */
  id: string;
  /** Events of the same name are one issue. */
  issue: string;
  /** Id of the user. */
  user: string;
}

/** What became of requests. The ids of events that were sent more than once are there as often. */
export interface Tally {
  /** Answered 200, to the end of the answer. */
  acknowledged: string[];
  /** Answered anything else: status and text. */
  refused: string[];
  /** The connection broke before an answer was there. */
  unanswered: string[];
}

const connections = 16;

/** Events over 20 issues, in turn, and over a few users each. Those of another `name` are other issues. */
export function makeEvents(count: number, name = 'issue'): LoadEvent[] {
  return Array.from({ length: count }, (_, index) => ({
    id: crypto.randomUUID().replaceAll('-', ''),
    issue: `${name} ${index % 20}`,
    user: String(index % 7),
  }));
}

/** Sends events in order over 16 connections. `onAnswer` is called after each answer. */
export async function sendEvents(installation: Installation, events: readonly LoadEvent[], onAnswer: (tally: Tally) => void = () => undefined): Promise<Tally> {
  const url = envelopeUrl(installation);
  const tally: Tally = { acknowledged: [], refused: [], unanswered: [] };
  const waiting = events.values();
  const sendWaiting = async () => {
    for (const event of waiting) await sendEvent(url, event, tally, onAnswer);
  };
  await Promise.all(Array.from({ length: connections }, sendWaiting));
  return tally;
}

async function sendEvent(url: string, event: LoadEvent, tally: Tally, onAnswer: (tally: Tally) => void): Promise<void> {
  let reply: { status: number; text: string };
  try {
    const answer = await fetch(url, { method: 'POST', body: envelopeOf(event) });
    reply = { status: answer.status, text: await answer.text() };
  } catch {
    tally.unanswered.push(event.id);
    return;
  }
  if (reply.status === 200) tally.acknowledged.push(event.id);
  else tally.refused.push(`${reply.status} ${reply.text}`);
  onAnswer(tally);
}

function envelopeOf({ id, issue, user }: LoadEvent): string {
  const frames = [
    { function: 'main', filename: 'main.js', in_app: true, lineno: 1 },
    { function: 'checkout', filename: 'shop/checkout.js', in_app: true, lineno: 42, context_line: "throw new TypeError('no cart')" },
  ];
  const event = {
    event_id: id,
    platform: 'node',
    fingerprint: [issue],
    user: { id: user },
    exception: { values: [{ type: 'TypeError', value: issue, stacktrace: { frames } }] },
  };
  return [{ event_id: id }, { type: 'event' }, event].map((line) => JSON.stringify(line)).join('\n');
}

export interface ListedIssue {
  issue: Issue;
  /** All pages of its list. */
  events: EventSummary[];
}

/** What a reader of the API finds: all issues, with all their events. */
export async function readIssues(installation: Installation): Promise<ListedIssue[]> {
  const issues = await readPages<Issue>(installation, `/organizations/${installation.org}/issues/?query=&limit=100`);
  const listed: ListedIssue[] = [];
  for (const issue of issues) {
    listed.push({ issue, events: await readPages<EventSummary>(installation, `/organizations/${installation.org}/issues/${issue.id}/events/?limit=100`) });
  }
  return listed;
}

async function readPages<Item>({ url, token }: Installation, path: string): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | undefined = `${url}/api/0${path}`;
  while (next !== undefined) {
    const reply: Response = await fetch(next, { headers: { authorization: `Bearer ${token}` } });
    if (!reply.ok) throw new Error(`${next} answered ${reply.status}: ${await reply.text()}`);
    const page: Item[] = await reply.json();
    items.push(...page);
    next = /<([^>]+)>; rel="next"; results="true"/.exec(reply.headers.get('link') ?? '')?.[1];
  }
  return items;
}
