import { action, batch, computed, createModel, effect, signal } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import type { Issue } from '../../worker/api/contract/issue.ts';
import type { Failure as Failed, IssueChange, IssuesChanged, IssuesDeleted } from '../../worker/api/contract/issue-change.ts';
import type { Unmerged } from '../../worker/api/contract/issue-hash.ts';
import type { Answer, Failure, Page } from '../api.ts';
import { anticipated, type Before, bodyOf, type Deed, deedText, isAlready, statusAfter, undoingBody } from '../issue/actions/deed.ts';
import { allOf, emptySelection, extended, kept, toggled } from './selection.ts';
import type { Selection } from './selection.ts';
import { statusOfQuery } from './status-of-query.ts';
import type { View } from './view.ts';

/** So many issues the API changes at once, named or found. */
export const maxMatching = 1_000;
/** So many ids an address has room for. */
const maxIdsAtOnce = 250;
/** What each of them was made of has to be looked up. */
const maxMerged = 100;

/** Issues by their ids, or all that the query of a view finds. */
export type Which = { ids: readonly string[] } | { view: View };

/** What the list asks and tells the API. */
export interface IssuesSource {
  /** What is known of a page of issues without asking. */
  peek(view: View): Page<Issue> | null;
  list(view: View): Promise<Answer<Page<Issue>>>;
  /** These issues, in no order; those that are gone are missing. */
  named(ids: readonly string[]): Promise<Answer<readonly Issue[]>>;
  /** Null where none of them is there any more. */
  change(which: Which, body: IssueChange): Promise<Answer<IssuesChanged | null>>;
  remove(which: Which): Promise<Answer<IssuesDeleted | null>>;
  /** What an issue is made of. */
  hashesOf(id: string): Promise<Answer<readonly string[]>>;
  unmerge(id: string, hashes: readonly string[]): Promise<Answer<Unmerged>>;
}

/** Issues that nothing was done to, and why. */
export interface Failures {
  text: string;
  items: readonly { id: string; shortId: string | null; title: string; detail: string }[];
}

interface Scene {
  rows: readonly Issue[];
  at: string | null;
  asked: number;
}

/** Says what was done, and how to take it back where that can be. */
export type Announce = (text: string, undo: (() => void) | null) => void;

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
  /** The selection is everything that the query finds, not only what stands on this page. */
  const isMatchAll = signal(false);
  const isMerging = signal(false);
  /** Ids of rows whose issues were deleted or merged elsewhere. They stay where they are until the list is drawn anew. */
  const goneIds = signal<ReadonlySet<string>>(new Set());
  const failures = signal<Failures | null>(null);

  const order = computed(() => rows.value.map((issue) => issue.id));
  const position = computed(() => (at.value === null ? -1 : order.value.indexOf(at.value)));
  /** How many issues came in since the list was drawn. They wait until the reader asks for them, so that no row moves by itself. */
  const fresh = computed((): number => {
    const known = new Set(order.value);
    return waiting.value?.items.filter(({ id }) => !known.has(id)).length ?? 0;
  });

  /** Which question the list is about; answers to earlier ones are dropped. */
  let question = 0;
  /** Counts what was done to the rows here; an answer that was asked for before it does not know of it and is dropped. */
  let changes = 0;
  /** What is being done to rows that show it already: until the API says so, its answers know less than the rows. */
  let foreseen = 0;

  function show(next: Page<Issue>): void {
    batch(() => {
      const { items, ...rest } = next;
      rows.value = items;
      page.value = rest;
      failure.value = null;
      waiting.value = null;
      goneIds.value = new Set();
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
    select(emptySelection);
    failures.value = null;
    void load(shown);
  });

  function select(next: Selection): void {
    batch(() => {
      selection.value = next;
      isMatchAll.value = false;
    });
  }

  /** Renews the rows where they stand, looks for what came in, and keeps that back. False where it has to be asked again, since something was done here meanwhile. */
  const poll = action(async (): Promise<boolean> => {
    const shown = view.peek();
    const asked = question;
    const known = changes;
    if (page.peek() === null) return true;
    if (foreseen > 0) return false;
    const answer = await source.list(shown);
    if (asked !== question || !answer.ok) return true;
    if (known !== changes) return false;
    if (rows.peek().length === 0) show(answer.value);
    else
      batch(() => {
        put(answer.value.items);
        // Pages behind the first are for reading what was.
        if (shown.cursor === null) waiting.value = answer.value;
      });
    return true;
  });

  /** Shows what became of some rows, where they stand. False as of `poll`. */
  const renew = action(async (ids: readonly string[]): Promise<boolean> => {
    const asked = question;
    const known = changes;
    if (foreseen > 0) return false;
    const answer = await source.named(ids);
    if (asked !== question || !answer.ok) return true;
    if (known !== changes) return false;
    const found = new Set(answer.value.map(({ id }) => id));
    batch(() => {
      put(answer.value);
      goneIds.value = new Set([...goneIds.peek(), ...ids].filter((id) => !found.has(id)));
    });
    return true;
  });

  function put(issues: readonly Issue[]): void {
    const renewed = new Map(issues.map((issue) => [issue.id, issue]));
    rows.value = rows.peek().map((issue) => {
      const now = renewed.get(issue.id);
      // A row that is the same draws nothing anew.
      return now && JSON.stringify(now) !== JSON.stringify(issue) ? now : issue;
    });
  }

  /** The issues that an action is about: the selected ones, else the one at the cursor. */
  const targets = computed(() => {
    const ids = selection.value.ids;
    return rows.value.filter((issue) => (ids.size > 0 ? ids.has(issue.id) : issue.id === at.value));
  });

  /** How many issues that is. */
  const targetCount = computed(() => (isMatchAll.value ? Math.min(maxMatching, page.value?.hits ?? rows.value.length) : targets.value.length));

  /** Takes rows out and leaves the cursor where it was, on what comes next. */
  function drop(ids: ReadonlySet<string>): void {
    const before = rows.peek();
    const after = before.filter((issue) => !ids.has(issue.id));
    const current = before.findIndex((issue) => issue.id === at.peek());
    const next = before.slice(Math.max(0, current)).find((issue) => !ids.has(issue.id)) ?? after.at(-1);
    batch(() => {
      rows.value = after;
      if (current >= 0) at.value = next?.id ?? null;
      select(emptySelection);
      countHits(after.length - before.length);
    });
  }

  function countHits(change: number): void {
    const current = page.peek();
    if (current !== null && current.hits !== null) page.value = { ...current, hits: Math.max(0, current.hits + change) };
  }

  /** What stands here before something is done. */
  function remember(): Scene {
    return { rows: rows.peek(), at: at.peek(), asked: question };
  }

  /** Puts the rows back where they stood, with what came in since behind them. */
  function restore({ rows: before, at: cursor, asked }: Scene): void {
    if (asked !== question) return;
    const known = new Set(before.map((issue) => issue.id));
    batch(() => {
      countHits(before.filter((issue) => !order.peek().includes(issue.id)).length);
      rows.value = [...before, ...rows.peek().filter((issue) => !known.has(issue.id))];
      at.value = cursor;
    });
  }

  /** Puts only these rows back, and selects them, so that one can try again. */
  function putBack({ rows: before, asked }: Scene, ids: ReadonlySet<string>): void {
    if (asked !== question) return;
    const current = new Map(rows.peek().map((issue) => [issue.id, issue]));
    batch(() => {
      countHits(before.filter(({ id }) => ids.has(id) && !current.has(id)).length);
      rows.value = before.flatMap((issue) => (ids.has(issue.id) ? [issue] : (current.get(issue.id) ?? [])));
      selection.value = kept({ ids, anchor: null }, order.peek());
    });
  }

  /** What the API is asked to change: what is named, or whatever the query finds. */
  function aimAt(ids: Iterable<string>): Which {
    return isMatchAll.peek() ? { view: view.peek() } : { ids: [...ids] };
  }

  /** Shows what a deed does, before the API says so. */
  function foresee(deed: Deed, ids: ReadonlySet<string>): void {
    if (!staysInView(view.peek(), deed)) drop(ids);
    else rows.value = rows.peek().map((issue) => (ids.has(issue.id) ? anticipated(issue, deed, Date.now()) : issue));
  }

  const act = action(async (deed: Deed): Promise<void> => {
    const chosen = targets.peek();
    const changed = isMatchAll.peek() ? chosen : chosen.filter((issue) => !isAlready(issue, deed));
    if (changed.length === 0) return;
    const scene = remember();
    const ids = new Set(changed.map((issue) => issue.id));
    const which = aimAt(ids);
    changes += 1;
    failures.value = null;
    foresee(deed, ids);
    foreseen += 1;

    const answer = await source.change(which, bodyOf(deed));
    changes += 1;
    foreseen -= 1;
    if (!answer.ok) {
      restore(scene);
      announce(`Nothing was changed. ${answer.failure.message}`, null);
      return;
    }
    const { before = [], failed = [] } = answer.value ?? {};
    const undone = new Set(failed.map(({ id }) => id));
    // What somebody else made of the issues since they were listed counts; what an issue is to the reader only the list knows.
    const isMine = deed.type === 'bookmark' || deed.type === 'subscribe';
    const were: readonly (Before & { id: string })[] = before.length > 0 && !isMine ? before : changed.filter((issue) => !undone.has(issue.id));
    if (failed.length > 0) putBack(scene, undone);
    tellFailures(failed, changed, `not ${deedText(deed)}`);
    const done = were.filter(({ id }) => !undone.has(id));
    if (done.length > 0) announce(`${issuesText(done.length)} ${deedText(deed)}`, () => void undo(done, deed, scene));
    // What the events say of each, only the API knows.
    const isUnforeseen = deed.type === 'prioritize' && deed.priority === null;
    if ('view' in which || isUnforeseen || (rows.peek().length === 0 && scene.asked === question)) await load(view.peek());
  });

  const undo = action(async (done: readonly (Before & { id: string })[], deed: Deed, scene: Scene): Promise<void> => {
    const byBody = Map.groupBy(done, (before) => JSON.stringify(undoingBody(before, deed)));
    const parts = [...byBody.values()].flatMap((same) => chunksOf(same, maxIdsAtOnce));
    const answers = await Promise.all(
      parts.map((same) => {
        const [first] = same;
        return first ? source.change({ ids: same.map(({ id }) => id) }, undoingBody(first, deed)) : null;
      }),
    );
    changes += 1;
    const refused = answers.find((answer) => answer !== null && !answer.ok);
    if (refused && !refused.ok) {
      announce(`This could not be undone. ${refused.failure.message}`, null);
      if (answers.length > 1) await load(view.peek());
      return;
    }
    const failed = answers.flatMap((answer) => (answer?.ok ? (answer.value?.failed ?? []) : []));
    tellFailures(failed, scene.rows, 'not taken back');
    announce('Undone', null);
    if (scene.asked === question && failed.length === 0 && done.every(({ id }) => scene.rows.some((row) => row.id === id))) restore(scene);
    else await load(view.peek());
  });

  /** Deletes the chosen issues for good; `isDiscard` also turns their later events away. */
  const remove = action(async (isDiscard: boolean): Promise<void> => {
    const gone = targets.peek();
    if (gone.length === 0) return;
    const scene = remember();
    const ids = new Set(gone.map((issue) => issue.id));
    const which = aimAt(ids);
    const count = targetCount.peek();
    changes += 1;
    failures.value = null;
    drop(ids);
    foreseen += 1;
    const answer: Answer<{ failed: Failed[] } | null> = isDiscard ? await source.change(which, { discard: true }) : await source.remove(which);
    changes += 1;
    foreseen -= 1;
    if (!answer.ok) {
      restore(scene);
      announce(`Nothing was deleted. ${answer.failure.message}`, null);
      return;
    }
    const failed = answer.value?.failed ?? [];
    if (failed.length > 0) putBack(scene, new Set(failed.map(({ id }) => id)));
    tellFailures(failed, gone, 'not deleted');
    if (failed.length < count) announce(`${issuesText(count - failed.length)} deleted${isDiscard ? ', later events are discarded' : ''}`, null);
    if ('view' in which || (rows.peek().length === 0 && scene.asked === question)) await load(view.peek());
  });

  /** Makes one issue of the chosen ones. What it was made of is looked up first, since that is the way back. */
  const merge = action(async (): Promise<void> => {
    const chosen = targets.peek();
    const fault = mergeFault(chosen, isMatchAll.peek());
    if (fault !== null) {
      announce(fault, null);
      return;
    }
    isMerging.value = true;
    const looked = await Promise.all(chosen.map(async ({ id }) => ({ id, answer: await source.hashesOf(id) })));
    const [unread] = looked.flatMap(({ answer: found }) => (found.ok ? [] : [found.failure]));
    const answer: Answer<IssuesChanged | null> = unread
      ? { ok: false, failure: unread }
      : await source.change({ ids: chosen.map(({ id }) => id) }, { merge: 1 });
    isMerging.value = false;
    changes += 1;
    if (!answer.ok) {
      announce(`Nothing was merged. ${answer.failure.message}`, null);
      return;
    }
    const { merge: merged, failed = [] } = answer.value ?? {};
    tellFailures(failed, chosen, 'not merged');
    if (merged !== undefined && merged.children.length > 0) {
      const hashes = looked.flatMap(({ id, answer: found }) => (merged.children.includes(id) && found.ok ? [found.value] : []));
      drop(new Set(merged.children));
      at.value = merged.parent;
      const into = chosen.find(({ id }) => id === merged.parent);
      announce(`${issuesText(merged.children.length + 1)} merged${into ? ` into ${into.shortId}` : ''}`, () => void unmerge(merged.parent, hashes));
    }
    await load(view.peek());
  });

  /** Each becomes an issue of its own again, with what it had. */
  const unmerge = action(async (parent: string, parts: readonly (readonly string[])[]): Promise<void> => {
    for (const hashes of parts) {
      const answer = await source.unmerge(parent, hashes);
      if (!answer.ok) {
        announce(`This could not be undone. ${answer.failure.message}`, null);
        break;
      }
      if (hashes === parts.at(-1)) announce('Undone: the issues are apart again', null);
    }
    changes += 1;
    await load(view.peek());
  });

  function tellFailures(failed: readonly Failed[], known: readonly Issue[], what: string): void {
    if (failed.length === 0) return;
    const items = failed.map(({ id, detail }) => {
      const issue = known.find((one) => one.id === id);
      return { id, shortId: issue?.shortId ?? null, title: issue?.title ?? '', detail };
    });
    failures.value = { text: `${issuesText(failed.length)} ${failed.length === 1 ? 'was' : 'were'} ${what}`, items };
  }

  return {
    rows,
    page,
    failure,
    selection,
    at,
    position,
    fresh,
    targets,
    targetCount,
    isMatchAll,
    isMerging,
    failures,
    goneIds,
    poll,
    renew,
    /** An issue that the query of the list finds no longer: what somebody did to it takes it elsewhere. */
    hasLeft: ({ status }: Pick<Issue, 'status'>): boolean => !isTab(view.value, status),
    act,
    merge,
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
    toggle: action((id: string) => select(toggled(selection.peek(), id))),
    extend: action((id: string) => select(extended(selection.peek(), id, order.peek()))),
    toggleAll: action(() => select(selection.peek().ids.size === order.peek().length ? emptySelection : allOf(order.peek()))),
    clearSelection: action(() => select(emptySelection)),
    /** Selects whatever the query finds. */
    selectMatching: action(() => {
      select(allOf(order.peek()));
      isMatchAll.value = true;
    }),
    dismissFailures: action(() => (failures.value = null)),
  };
});

/** `1 issue`, `3 issues` */
export function issuesText(count: number): string {
  return count === 1 ? '1 issue' : `${count.toLocaleString()} issues`;
}

/** Why these cannot become one issue; null where they can. */
export function mergeFault(issues: readonly Issue[], isMatchAll: boolean): string | null {
  if (isMatchAll || issues.length > maxMerged) return `At most ${maxMerged} issues can be merged at once. Select fewer.`;
  if (issues.length < 2) return 'Select at least two issues to merge them.';
  return new Set(issues.map(({ project }) => project.id)).size > 1 ? 'Only issues of one project can be merged.' : null;
}

function staysInView(view: View, deed: Deed): boolean {
  const status = statusAfter(deed);
  const tab = statusOfQuery(view.query);
  return status === null || (tab !== null && isTab(view, status));
}

/** A query that names no tab is taken to find everything. */
function isTab({ query }: View, status: Issue['status']): boolean {
  const tab = statusOfQuery(query);
  return tab === null || tab === 'all' || tab === (status === 'ignored' ? 'archived' : status);
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));
}
