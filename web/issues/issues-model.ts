import { action, batch, computed, createModel, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { IssueStatus } from '../../worker/api/contract/values.ts';
import type { Answer, Failure, Page } from '../api.ts';
import { allOf, emptySelection, extended, kept, toggled } from './selection.ts';
import type { Selection } from './selection.ts';
import { tabOf } from './view.ts';
import type { View } from './view.ts';

export type Status = IssueStatus;

/** What the list asks and tells the API. */
export interface IssuesSource {
  /** What is known of a page of issues without asking. */
  peek(view: View): Page<Issue> | null;
  list(view: View): Promise<Answer<Page<Issue>>>;
  change(ids: readonly string[], status: Status): Promise<Answer<unknown>>;
  remove(ids: readonly string[]): Promise<Answer<unknown>>;
}

/** Says what was done, and how to take it back where that can be. */
export type Announce = (text: string, undo: (() => void) | null) => void;

/** What came in since the list was drawn. It waits until the reader asks for it, so that no row moves by itself. */
export interface Fresh {
  events: number;
  issues: number;
}

/** The issue list: what it shows, where the cursor is, what is selected, and what is done to the selected issues. */
export const IssuesModel = createModel((source: IssuesSource, view: ReadonlySignal<View>, announce: Announce, startAt: string | null) => {
  const rows = signal<readonly Issue[]>([]);
  /** Null until the first answer. */
  const page = signal<Omit<Page<Issue>, 'items'> | null>(null);
  const failure = signal<Failure | null>(null);
  const selection = signal<Selection>(emptySelection);
  /** Id of the issue that the keys act on. */
  const at = signal<string | null>(startAt);
  const waiting = signal<Page<Issue> | null>(null);

  const order = computed(() => rows.value.map((issue) => issue.id));
  const position = computed(() => (at.value === null ? -1 : order.value.indexOf(at.value)));
  const fresh = computed((): Fresh | null => (waiting.value === null ? null : freshIn(waiting.value.items, rows.value)));

  /** Which question the list is about; answers to earlier ones are dropped. */
  let question = 0;
  /** Counts what was done to the rows here; an answer that was asked for before it does not know of it and is dropped. */
  let changes = 0;

  function show(next: Page<Issue>): void {
    batch(() => {
      const { items, ...rest } = next;
      rows.value = items;
      page.value = rest;
      failure.value = null;
      waiting.value = null;
      selection.value = kept(selection.peek(), order.peek());
    });
  }

  const load = action(async (shown: View): Promise<void> => {
    question += 1;
    const mine = question;
    const known = changes;
    const answer = await source.list(shown);
    if (mine !== question || known !== changes) return;
    if (answer.ok) show(answer.value);
    else if (answer.failure.reason !== 'cancelled') failure.value = answer.failure;
  });

  effect(() => {
    const shown = view.value;
    const known = source.peek(shown);
    if (known === null) {
      batch(() => {
        rows.value = [];
        page.value = null;
        failure.value = null;
        waiting.value = null;
      });
    } else show(known);
    selection.value = emptySelection;
    void load(shown);
  });

  /** Looks for what came in, and keeps it back. Pages behind the first are left alone: they are for reading what was. */
  const poll = action(async (): Promise<void> => {
    const shown = view.peek();
    const asked = question;
    const known = changes;
    if (page.peek() === null || shown.cursor !== null) return;
    const answer = await source.list(shown);
    if (asked !== question || known !== changes || !answer.ok) return;
    if (rows.peek().length === 0) show(answer.value);
    else waiting.value = answer.value;
  });

  /** The issues that an action is about: the selected ones, else the one at the cursor. */
  const targets = computed(() => {
    const ids = selection.value.ids;
    return rows.value.filter((issue) => (ids.size > 0 ? ids.has(issue.id) : issue.id === at.value));
  });

  /** Takes rows out and leaves the cursor where it was, on what comes next. */
  function drop(ids: ReadonlySet<string>): void {
    const before = rows.peek();
    const after = before.filter((issue) => !ids.has(issue.id));
    const current = before.findIndex((issue) => issue.id === at.peek());
    const next = before.slice(Math.max(0, current)).find((issue) => !ids.has(issue.id)) ?? after.at(-1);
    batch(() => {
      rows.value = after;
      if (current >= 0) at.value = next?.id ?? null;
      selection.value = emptySelection;
      countHits(after.length - before.length);
    });
  }

  function countHits(change: number): void {
    const current = page.peek();
    if (current !== null && current.hits !== null) page.value = { ...current, hits: Math.max(0, current.hits + change) };
  }

  /** Puts the rows back where they stood, with what came in since behind them. */
  function restore(before: readonly Issue[], cursor: string | null): void {
    const known = new Set(before.map((issue) => issue.id));
    batch(() => {
      countHits(before.filter((issue) => !order.peek().includes(issue.id)).length);
      rows.value = [...before, ...rows.peek().filter((issue) => !known.has(issue.id))];
      at.value = cursor;
    });
  }

  const setStatus = action(async (status: Status): Promise<void> => {
    const changed = targets.peek().filter((issue) => issue.status !== status);
    if (changed.length === 0) return;
    const asked = question;
    const before = rows.peek();
    const cursor = at.peek();
    const ids = new Set(changed.map((issue) => issue.id));
    changes += 1;
    if (staysInView(view.peek(), status)) {
      rows.value = before.map((issue) => (ids.has(issue.id) ? { ...issue, status, substatus: null } : issue));
      selection.value = emptySelection;
    } else drop(ids);

    const answer = await source.change([...ids], status);
    changes += 1;
    if (!answer.ok) {
      if (asked === question) restore(before, cursor);
      announce(`Nothing was changed. ${answer.failure.message}`, null);
      return;
    }
    announce(`${issuesText(changed.length)} ${doneText(status)}`, () => void undo(changed, before, cursor, asked));
    if (rows.peek().length === 0 && asked === question) await load(view.peek());
  });

  const undo = action(async (changed: readonly Issue[], before: readonly Issue[], cursor: string | null, asked: number): Promise<void> => {
    const byStatus = Map.groupBy(changed, (issue) => issue.status);
    const answers = await Promise.all(
      [...byStatus].map(([status, issues]) =>
        source.change(
          issues.map((issue) => issue.id),
          status,
        ),
      ),
    );
    changes += 1;
    const failed = answers.find((answer) => !answer.ok);
    if (failed !== undefined && !failed.ok) {
      announce(`This could not be undone. ${failed.failure.message}`, null);
      return;
    }
    if (asked === question) restore(before, cursor);
    else await load(view.peek());
  });

  /** Deletes the selected issues, or the one at the cursor, for good. */
  const remove = action(async (): Promise<void> => {
    const gone = targets.peek();
    if (gone.length === 0) return;
    const asked = question;
    const before = rows.peek();
    const cursor = at.peek();
    const ids = new Set(gone.map((issue) => issue.id));
    changes += 1;
    drop(ids);
    const answer = await source.remove([...ids]);
    changes += 1;
    if (!answer.ok) {
      if (asked === question) restore(before, cursor);
      announce(`Nothing was deleted. ${answer.failure.message}`, null);
      return;
    }
    announce(`${issuesText(gone.length)} deleted`, null);
    if (rows.peek().length === 0 && asked === question) await load(view.peek());
  });

  return {
    rows,
    page,
    failure,
    selection,
    at,
    position,
    fresh,
    targets,
    poll,
    setStatus,
    remove,
    retry: action(() => {
      failure.value = null;
      return load(view.peek());
    }),
    showFresh: action(() => {
      const next = waiting.peek();
      if (next !== null) show(next);
    }),
    /** Moves the cursor by rows, staying in the list. */
    move: action((by: number) => {
      const last = order.peek().length - 1;
      const from = position.peek();
      const to = from < 0 ? 0 : Math.min(last, Math.max(0, from + by));
      at.value = order.peek()[to] ?? null;
    }),
    toggle: action((id: string) => (selection.value = toggled(selection.peek(), id))),
    extend: action((id: string) => (selection.value = extended(selection.peek(), id, order.peek()))),
    toggleAll: action(() => (selection.value = selection.peek().ids.size === order.peek().length ? emptySelection : allOf(order.peek()))),
    clearSelection: action(() => (selection.value = emptySelection)),
  };
});

/** `1 issue`, `3 issues` */
export function issuesText(count: number): string {
  return count === 1 ? '1 issue' : `${count.toLocaleString()} issues`;
}

/** What a status is called once it is set: people archive what the API ignores. */
export function doneText(status: Status): string {
  switch (status) {
    case 'resolved':
      return 'resolved';
    case 'ignored':
      return 'archived';
    case 'unresolved':
      return 'reopened';
  }
}

/** Null where nothing came in. An issue that was not in the list counts with all its events only if it is new. */
function freshIn(next: readonly Issue[], rows: readonly Issue[]): Fresh | null {
  const counts = new Map(rows.map((issue) => [issue.id, Number(issue.count)]));
  let events = 0;
  let issues = 0;
  for (const issue of next) {
    const before = counts.get(issue.id);
    if (before === undefined) issues += 1;
    else events += Math.max(0, Number(issue.count) - before);
  }
  return events === 0 && issues === 0 ? null : { events, issues };
}

function staysInView(view: View, status: Status): boolean {
  const tab = tabOf(view.query);
  return tab === 'all' || tab === (status === 'ignored' ? 'archived' : status);
}
