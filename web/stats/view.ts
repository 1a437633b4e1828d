/** What the Stats page shows; the address carries it. */
export interface StatsView {
  /** Slug; null for all. */
  project: string | null;
  kind: Kind;
  period: Period;
  /** Id of the event that is looked for, as typed. */
  event: string | null;
}

/** What is counted. Events are errors and messages; what could not be read as anything counts among them, since it is missed there. */
export const kinds = {
  events: { label: 'Events', noun: 'event', categories: ['error', 'default', 'security'] },
  attachments: { label: 'Attachments', noun: 'byte', categories: ['attachment'] },
  transactions: { label: 'Transactions', noun: 'transaction', categories: ['transaction'] },
  spans: { label: 'Spans', noun: 'span', categories: ['span'] },
  logs: { label: 'Logs', noun: 'log', categories: ['log_item'] },
  metrics: { label: 'Metrics', noun: 'metric', categories: ['trace_metric'] },
  replays: { label: 'Replays', noun: 'replay item', categories: ['replay', 'replay_video'] },
  sessions: { label: 'Sessions', noun: 'session item', categories: ['session'] },
  feedback: { label: 'Feedback', noun: 'feedback item', categories: ['feedback'] },
  monitors: { label: 'Check-ins', noun: 'check-in', categories: ['monitor'] },
  profiles: { label: 'Profiles', noun: 'profile', categories: ['profile', 'profile_chunk', 'profile_chunk_ui'] },
} as const;
export type Kind = keyof typeof kinds;

export const periods = {
  '24h': { label: '24 hours', interval: '1h', bars: 'By hour' },
  '7d': { label: '7 days', interval: '6h', bars: 'By six hours' },
  '30d': { label: '30 days', interval: '1d', bars: 'By day' },
  '90d': { label: '90 days', interval: '1d', bars: 'By day' },
} as const;
export type Period = keyof typeof periods;

/** An address that somebody made up shows the default of what it does not say well. */
export function readView(query: URLSearchParams): StatsView {
  return {
    project: query.get('project') || null,
    kind: keyIn(kinds, query.get('kind')) ?? 'events',
    period: keyIn(periods, query.get('period')) ?? '24h',
    event: query.get('event') || null,
  };
}

/** The question to the API that a view is. */
export function statsSearch({ project, kind, period }: StatsView): string {
  const search = new URLSearchParams([
    ['field', 'sum(quantity)'],
    ['groupBy', 'outcome'],
    ['groupBy', 'reason'],
    ['statsPeriod', period],
    ['interval', periods[period].interval],
  ]);
  for (const category of kinds[kind].categories) search.append('category', category);
  if (project !== null) search.append('project', project);
  return search.toString();
}

/** 32 hex digits, with dashes or without, as the API wants them; null for what is no event id. */
export function readEventId(text: string): string | null {
  const id = text.trim().replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(id) ? id : null;
}

function keyIn<Key extends string>(choices: Record<Key, unknown>, text: string | null): Key | undefined {
  return text !== null && Object.hasOwn(choices, text) ? keysOf(choices).find((key) => key === text) : undefined;
}

export function keysOf<Key extends string>(choices: Record<Key, unknown>): Key[] {
  const keys: Key[] = [];
  for (const key in choices) keys.push(key);
  return keys;
}
