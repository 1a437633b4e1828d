import { useSignal, useSignalEffect } from '@preact/signals';
import type { ReadonlySignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { splitQuery } from './view.ts';

/** The query as text. `Enter` searches, `Esc` puts back what is shown. The layer behind paints what the words mean. */
export function SearchField({ query, onSearch }: { query: ReadonlySignal<string>; onSearch: (query: string) => void }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const ghost = useRef<HTMLDivElement>(null);
  const text = useSignal(query.peek());
  useSignalEffect(() => {
    text.value = query.value;
  });
  useKeys('Issues', [{ keys: '/', label: 'Search', icon: 'search', run: () => input.current?.select() }]);

  const search = (event: Event): void => {
    event.preventDefault();
    onSearch(text.value.trim());
  };
  /** The painted layer follows the text, which the browser scrolls as one writes. */
  const follow = (): void => {
    if (ghost.current !== null && input.current !== null) ghost.current.scrollLeft = input.current.scrollLeft;
  };

  return (
    <search class="search">
      <form class="search-field" onSubmit={search}>
        <Icon name="search" />
        <div class="query">
          <div class="ghost" aria-hidden="true" ref={ghost}>
            {splitQuery(text.value).map((part, index) =>
              part.kind === 'filter' ? (
                <span class="token" key={index}>
                  <Filter text={part.text} />
                </span>
              ) : (
                part.text
              ),
            )}
          </div>
          <input
            ref={input}
            type="text"
            aria-label="Search issues"
            placeholder="is:unresolved, or words of a title"
            maxLength={1_000}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            enterkeyhint="search"
            value={text}
            onInput={(event) => {
              text.value = event.currentTarget.value;
              follow();
            }}
            onScroll={follow}
            onKeyUp={follow}
            onBlur={follow}
            onKeyDown={(event) => {
              if (event.key !== 'Escape') return;
              text.value = query.peek();
              event.currentTarget.blur();
            }}
          />
        </div>
        <span class="hint">
          <kbd class="kbd">/</kbd>
        </span>
        {text.value !== '' && (
          <button
            class="button quiet square small"
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              text.value = '';
              onSearch('');
              input.current?.focus();
            }}
          >
            <Icon name="x" small />
          </button>
        )}
      </form>
    </search>
  );
}

/** `!is:resolved` in its three inks. */
function Filter({ text }: { text: string }): JSX.Element {
  const [, not = '', key = '', value = ''] = /^(!?)(is:)(.*)$/is.exec(text) ?? [];
  return (
    <>
      <span class="not">{not}</span>
      <span class="key">{key}</span>
      <span class="val">{value}</span>
    </>
  );
}
