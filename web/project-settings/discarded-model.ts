import { action, createModel, signal } from '@preact/signals';
import type { Tombstone } from '../../worker/api/contract/tombstone.ts';
import type { Answer, Failure, Page } from '../api.ts';

export interface TombstoneSource {
  list(cursor: string | null): Promise<Answer<Page<Tombstone>>>;
  remove(id: string): Promise<Answer<unknown>>;
}

/** Issues whose later events are turned away, and those that become welcome again: gone at once, and back where the API refuses. */
export const DiscardedModel = createModel((source: TombstoneSource, tell: (text: string) => void) => {
  /** Null until the first answer. */
  const page = signal<Page<Tombstone> | null>(null);
  const failure = signal<Failure | null>(null);
  let question = 0;

  return {
    page,
    failure,
    load: action(async (cursor: string | null): Promise<void> => {
      question += 1;
      const asked = question;
      const answer = await source.list(cursor);
      if (asked !== question) return;
      failure.value = answer.ok ? null : answer.failure;
      if (answer.ok) page.value = answer.value;
    }),
    welcome: action(async ({ id, title }: Pick<Tombstone, 'id' | 'title'>): Promise<void> => {
      const before = page.peek();
      const at = before?.items.findIndex((item) => item.id === id) ?? -1;
      const gone = before?.items[at];
      if (!before || !gone) return;
      page.value = { ...before, items: before.items.filter((item) => item.id !== id) };
      const answer = await source.remove(id);
      // What somebody else has welcomed meanwhile is welcome.
      if (answer.ok || answer.failure.reason === 'not_found') return tell(`Events of “${shortTitle(title)}” are taken again, as a new issue.`);
      const now = page.peek();
      if (now) page.value = { ...now, items: now.items.toSpliced(at, 0, gone) };
      tell(`Still discarded. ${answer.failure.message}`);
    }),
  };
});

const maxTitleChars = 60;

function shortTitle(title: string): string {
  return title.length > maxTitleChars ? `${title.slice(0, maxTitleChars)}…` : title;
}
