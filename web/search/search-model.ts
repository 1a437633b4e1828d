import { batch, computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { completeQuery } from '../../worker/search/complete-query.ts';
import { highlightQuery } from '../../worker/search/highlight-query.ts';
import type { QueryKind } from '../../worker/search/keys.ts';
import type { Span } from '../../worker/search/tree.ts';
import type { Answer } from '../api.ts';
import type { Knowledge, KnownValue } from './knowledge.ts';
import { suggestKeys } from './suggest-keys.ts';
import { hasFoundValues, suggestValues } from './suggest-values.ts';
import { type Suggestion, taken } from './suggestion.ts';

export interface SearchPorts {
  kind: QueryKind;
  /** What the screen shows. */
  query: ReadonlySignal<string>;
  knowledge: ReadonlySignal<Knowledge>;
  /** What was searched for last. */
  recent: ReadonlySignal<readonly string[]>;
  /** Gets ready what is known, since somebody wants to search. */
  prepare: () => void;
  /** Values of a key that have the text in them. */
  findValues: (key: string, text: string, signal: AbortSignal) => Promise<Answer<readonly KnownValue[]>>;
  search: (query: string) => void;
  now: () => number;
}

/** What is wrong with a query, and where in it. */
export interface Fault extends Span {
  message: string;
}

/** Typing on within this time asks only once. */
const restMs = 120;
const maxRecent = 8;

/** A search field: what is typed, how one may go on, and what is wrong with it. */
export function createSearchModel({ kind, query, knowledge, recent, prepare, findValues, search, now }: SearchPorts) {
  const text = signal(query.peek());
  const caret = signal(query.peek().length);
  const isFocused = signal(false);
  const isOpen = signal(false);
  /** Nothing was typed since the field got the focus, so that one may want something else altogether. */
  const isUntouched = signal(true);
  /** Which suggestion Enter takes; -1 for none, when it searches. */
  const at = signal(-1);
  /** The query was sent as it is: what is wrong is said even where the caret stands. */
  const isTried = signal(false);
  const found = signal<{ key: string; prefix: string; values: readonly KnownValue[] } | null>(null);
  const isAsking = signal(false);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();

  const stopFollowing = effect(() => {
    const shown = query.value;
    batch(() => {
      text.value = shown;
      caret.value = shown.length;
      isTried.value = false;
    });
  });

  const highlight = computed(() => highlightQuery(text.value, { kind }));
  /** What is wrong, but for what is being typed: that need not be whole yet. */
  const faults = computed((): readonly Fault[] => {
    const isTyping = isFocused.value && !isTried.value;
    return highlight.value.errors.filter(({ start, end }) => !isTyping || caret.value < start || caret.value > end);
  });

  /** Whether what is typed is what the screen shows. */
  const isShown = computed(() => text.value.trim() === query.value.trim());

  const completion = computed(() => completeQuery(text.value, caret.value, { kind }));
  /** The key whose values events are to be asked for, and what of the value is typed. */
  const wanted = computed((): { key: string; prefix: string } | null => {
    const place = completion.value;
    if (place.type !== 'value' && place.type !== 'operator') return null;
    const prefix = place.type === 'operator' ? '' : place.prefix.replaceAll('*', '');
    return hasFoundValues(place.key, kind) ? { key: place.key.name, prefix } : null;
  });

  const suggestions = computed((): readonly Suggestion[] => {
    if (!isOpen.value) return [];
    if (isUntouched.value || text.value.trim() === '') {
      const before = recent.value
        .filter((each) => each !== query.value)
        .slice(0, maxRecent)
        .map(ofRecent);
      if (before.length > 0 && isUntouched.value && text.value.trim() !== '') return before;
      return [...before, ...suggestAt()];
    }
    return suggestAt();
  });

  function suggestAt(): Suggestion[] {
    const place = completion.value;
    switch (place.type) {
      case 'nothing':
        return [];
      case 'key': {
        const isHeld = /(?:^|[\s(!])has:\S*$/.test(text.value.slice(0, place.start));
        return suggestKeys({ ...place, isBare: isHeld || text.value[place.end] === ':' }, kind, knowledge.value);
      }
      case 'operator':
        return suggestValues({ ...place, isInList: false, takesOperator: true }, kind, knowledge.value, valuesFor(), now());
      case 'value':
        return suggestValues({ ...place, takesOperator: false }, kind, knowledge.value, valuesFor(), now());
    }
  }

  /** What was found for what was typed before is good enough until there is more. */
  function valuesFor(): readonly KnownValue[] {
    const [known, place] = [found.value, wanted.value];
    if (known === null || place === null || known.key !== place.key) return [];
    const prefix = place.prefix.toLowerCase();
    return known.prefix === place.prefix ? known.values : known.values.filter(({ value }) => value.toLowerCase().includes(prefix));
  }

  const stopAsking = effect(() => {
    const place = isOpen.value ? wanted.value : null;
    const known = found.peek();
    clearTimeout(timer);
    asked.abort();
    isAsking.value = false;
    if (place === null || (known?.key === place.key && known.prefix === place.prefix)) return;
    isAsking.value = true;
    timer = setTimeout(() => void ask(place), known?.key === place.key ? restMs : 0);
  });

  async function ask(place: { key: string; prefix: string }): Promise<void> {
    asked = new AbortController();
    const { signal: mine } = asked;
    const answer = await findValues(place.key, place.prefix, mine);
    if (mine.aborted) return;
    batch(() => {
      isAsking.value = false;
      // Without values one can still type them.
      found.value = { ...place, values: answer.ok ? answer.value : [] };
    });
  }

  function type(next: string, at_: number): void {
    batch(() => {
      text.value = next;
      caret.value = at_;
      at.value = -1;
      isUntouched.value = false;
      isTried.value = false;
      isOpen.value = true;
    });
  }

  function submit(next: string): void {
    const wholly = next.trim();
    if (highlightQuery(wholly, { kind }).errors.length > 0) {
      batch(() => {
        isTried.value = true;
        isOpen.value = false;
      });
      return;
    }
    batch(() => {
      text.value = wholly;
      caret.value = wholly.length;
      isUntouched.value = true;
      isOpen.value = false;
      at.value = -1;
    });
    search(wholly);
  }

  function take(suggestion: Suggestion): void {
    const next = taken(text.peek(), suggestion);
    if (suggestion.isWhole) submit(next.text);
    else type(next.text, next.caret);
  }

  return {
    text,
    caret,
    isOpen,
    at,
    isAsking,
    highlight,
    faults,
    isShown,
    suggestions,
    type,
    take,
    /** The caret moved without a change of the text. */
    place(next: number): void {
      if (next === caret.peek()) return;
      batch(() => {
        caret.value = next;
        at.value = -1;
      });
    },
    focus(): void {
      prepare();
      batch(() => {
        isFocused.value = true;
        isUntouched.value = true;
        isOpen.value = true;
        at.value = -1;
      });
    },
    blur(): void {
      batch(() => {
        isFocused.value = false;
        isOpen.value = false;
      });
    },
    open(): void {
      batch(() => {
        isOpen.value = true;
        isUntouched.value = false;
      });
    },
    close(): void {
      batch(() => {
        isOpen.value = false;
        at.value = -1;
      });
    },
    /** Moves through the suggestions, and by way of none round to the other end. */
    move(steps: number): void {
      const count = suggestions.peek().length + 1;
      at.value = ((at.peek() + 1 + steps + count) % count) - 1;
    },
    /** What Enter does. */
    enter(): void {
      const chosen = suggestions.peek()[at.peek()];
      if (chosen) take(chosen);
      else submit(text.peek());
    },
    /** What Tab takes: what is chosen, else the first of what was begun. Null where it should go on to the next field. */
    tabbed(): Suggestion | null {
      const [all, place] = [suggestions.peek(), completion.peek()];
      const hasBegun = !isUntouched.peek() && place.type !== 'nothing' && (place.prefix !== '' || place.type !== 'key');
      return all[at.peek()] ?? (hasBegun ? (all[0] ?? null) : null);
    },
    /** Puts back what the screen shows. */
    reset(): void {
      batch(() => {
        text.value = query.peek();
        caret.value = query.peek().length;
        isTried.value = false;
      });
    },
    clear: () => submit(''),
    stop(): void {
      clearTimeout(timer);
      asked.abort();
      stopFollowing();
      stopAsking();
    },
  };
}

export type SearchModel = ReturnType<typeof createSearchModel>;

function ofRecent(query: string): Suggestion {
  return {
    id: `recent-${query}`,
    group: 'Recent searches',
    label: query,
    about: null,
    count: null,
    insert: query,
    start: 0,
    end: Number.MAX_SAFE_INTEGER,
    isWhole: true,
  };
}
