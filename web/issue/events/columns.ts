import type { EventSummary } from '../../../worker/api/contract/event.ts';

/** A column of the list of events: its heading, and the text of an event in it; empty where an event has none. */
export interface Column {
  key: string;
  label: string;
  textOf: (event: EventSummary) => string;
}

/** Tags that tell events of one issue apart, in the order in which they help. */
const tellingKeys = ['environment', 'release', 'transaction', 'url', 'browser', 'os', 'device', 'server_name', 'runtime'];
/** More do not fit beside time and user. */
const maxTags = 4;

/** What tells these events apart comes first; what all of them share only while there is room, and titles only where they differ. */
export function columnsOf(events: readonly EventSummary[]): { what: Column | null; tags: Column[] } {
  const titles = new Set(events.map(({ title }) => title));
  const known = tellingKeys.flatMap((key) => {
    const values = new Set(events.map((event) => tagOf(event, key)));
    return values.size === 1 && values.has('') ? [] : [{ key, differs: values.size > 1 }];
  });
  const chosen = new Set([...known.filter(({ differs }) => differs), ...known.filter(({ differs }) => !differs)].slice(0, maxTags).map(({ key }) => key));
  const tags = known.filter(({ key }) => chosen.has(key)).map(({ key }): Column => ({ key, label: labels[key] ?? key, textOf: (event) => tagOf(event, key) }));
  const isTold = titles.size <= 1 && tags.length > 0;
  return { what: isTold ? null : { key: 'title', label: 'What', textOf: ({ title }) => title }, tags };
}

const labels: Record<string, string> = {
  environment: 'Environment',
  release: 'Release',
  transaction: 'Transaction',
  url: 'URL',
  browser: 'Browser',
  os: 'OS',
  device: 'Device',
  server_name: 'Server',
  runtime: 'Runtime',
};

function tagOf(event: EventSummary, key: string): string {
  return event.tags.find((tag) => tag.key === key)?.value ?? '';
}
