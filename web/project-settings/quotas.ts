import type { Quota } from '../../worker/api/contract/project-options.ts';

/** What a quota can be about, in the words of the form; what an API client chose beyond them stays under `other`. */
export const subjects = {
  events: { label: 'Events', categories: ['error', 'default', 'security'] },
  attachments: { label: 'Attachments, in bytes', categories: ['attachment'] },
  transactions: { label: 'Transactions', categories: ['transaction'] },
  spans: { label: 'Spans', categories: ['span'] },
  logs: { label: 'Logs', categories: ['log_item'] },
  sessions: { label: 'Session items', categories: ['session'] },
  replays: { label: 'Replay items', categories: ['replay'] },
  all: { label: 'Everything, together', categories: [] },
} as const;
export type Subject = keyof typeof subjects;

export const windows: readonly [seconds: number, label: string][] = [
  [60, 'a minute'],
  [3600, 'an hour'],
  [86_400, 'a day'],
  [604_800, 'a week'],
  [2_592_000, '30 days'],
];

/** A row of the form. `limit` is as typed. */
export interface QuotaRow {
  id: number;
  /** Null for categories that the form has no word for; they stay. */
  subject: Subject | null;
  categories: readonly string[];
  limit: string;
  window: number;
  reasonCode: string | undefined;
}

export function readRows(quotas: readonly Quota[]): QuotaRow[] {
  return quotas.map(({ categories, limit, window, reasonCode }, id) => ({
    id,
    subject: subjectOf(categories),
    categories,
    limit: String(limit),
    window,
    reasonCode,
  }));
}

/** What the API gets, or what is wrong with which row. */
export function quotasOf(rows: readonly QuotaRow[]): { quotas: Quota[] } | { fault: string; row: number } {
  const quotas: Quota[] = [];
  for (const { id, subject, categories, limit, window, reasonCode } of rows) {
    const text = limit.trim().replaceAll(/[,_ ]/g, '');
    if (!/^\d{1,12}$/.test(text)) return { row: id, fault: 'A limit is a whole number; 0 refuses all.' };
    quotas.push({
      categories: [...(subject === null ? categories : subjects[subject].categories)],
      limit: Number(text),
      window,
      ...(reasonCode === undefined ? {} : { reasonCode }),
    });
  }
  return { quotas };
}

export function readSubject(text: string): Subject | null {
  return subjectList.find((subject) => subject === text) ?? null;
}

const subjectList: readonly Subject[] = ['events', 'attachments', 'transactions', 'spans', 'logs', 'sessions', 'replays', 'all'];

function subjectOf(categories: readonly string[]): Subject | null {
  const sorted = (list: readonly string[]) => [...list].sort().join();
  return subjectList.find((subject) => sorted(subjects[subject].categories) === sorted(categories)) ?? null;
}
