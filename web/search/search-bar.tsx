import './search.css';
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks';
import type { ComponentChildren, JSX } from 'preact';
import { maxQueryLength } from '../../worker/search/parse-query.ts';
import { announce } from '../ui/announce.ts';
import { Icon } from '../ui/icon.tsx';
import { useKeys } from '../ui/keyboard.ts';
import { Completion } from './completion.tsx';
import { marks, paint } from './paint.ts';
import type { Fault, SearchModel } from './search-model.ts';
import type { Suggestion } from './suggestion.ts';

interface SearchBarProps {
  model: SearchModel;
  /** Names the field: `Search issues`. */
  label: string;
  placeholder: string;
  /** What the API found wrong with what is shown, which it knows better than the field does. */
  refused: Fault | null;
  /** Stands at the end of the field. */
  children?: ComponentChildren;
}

/** A query as text, coloured by what its words mean. Typing suggests how to go on, `Enter` searches, `Esc` closes and then puts back what is shown. */
export function SearchBar({ model, label, placeholder, refused, children }: SearchBarProps): JSX.Element {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const layers = useRef<HTMLDivElement>(null);
  /** Where the caret has to go once the field has its new text. */
  const caretTo = useRef<number | null>(null);
  useKeys('Search', [{ keys: '/', label: `${label} by words and filters`, icon: 'search', run: () => input.current?.select() }]);
  useEffect(() => () => model.stop(), [model]);

  const faults = model.faults.value.length > 0 || refused === null || !model.isShown.value ? model.faults.value : [refused];
  const [fault] = faults;
  const said = fault === undefined ? '' : `${placeOf(fault)}: ${fault.message}`;
  useEffect(() => {
    if (said !== '') announce(said);
  }, [said]);

  useLayoutEffect(() => {
    if (caretTo.current !== null) input.current?.setSelectionRange(caretTo.current, caretTo.current);
    caretTo.current = null;
    follow();
  });
  /** The painted layers follow the text, which the browser scrolls as one writes. */
  const follow = (): void => {
    for (const layer of layers.current?.querySelectorAll('.layer') ?? []) layer.scrollLeft = input.current?.scrollLeft ?? 0;
  };
  const place = (): void => {
    follow();
    if (input.current !== null) model.place(input.current.selectionEnd ?? 0);
  };
  const take = (suggestion: Suggestion): void => {
    model.take(suggestion);
    caretTo.current = model.caret.peek();
    if (suggestion.isWhole) input.current?.blur();
    else input.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp':
        if (!model.isOpen.peek()) model.open();
        else model.move(event.key === 'ArrowDown' ? 1 : -1);
        break;
      case 'Enter': {
        const chosen = model.suggestions.peek()[model.at.peek()];
        if (chosen) take(chosen);
        else model.enter();
        break;
      }
      case 'Tab': {
        const next = event.shiftKey ? null : model.tabbed();
        if (next === null) return;
        take(next);
        break;
      }
      case 'Escape':
        if (model.isOpen.peek() && model.suggestions.peek().length > 0) model.close();
        else {
          model.reset();
          input.current?.blur();
        }
        break;
      case ' ':
        if (!event.ctrlKey) return;
        model.open();
        break;
      default:
        if (['ArrowLeft', 'ArrowRight', 'Home', 'End'].includes(event.key)) model.open();
        return;
    }
    event.preventDefault();
  };

  const text = model.text.value;
  const isOpen = model.isOpen.value && model.suggestions.value.length > 0;
  return (
    <search class="search">
      <form
        class={fault === undefined ? 'search-field' : 'search-field wrong'}
        onSubmit={(event) => {
          event.preventDefault();
          model.enter();
        }}
      >
        <Icon name="search" />
        <div class="query" ref={layers}>
          <div class="layer ghost" aria-hidden="true">
            {paint(text, model.highlight.value.spans).map(({ isFilter, pieces }, index) => (
              <span class={isFilter ? 'token' : undefined} key={index}>
                {pieces.map((piece, each) => (
                  <span class={piece.ink} key={each}>
                    {piece.text}
                  </span>
                ))}
              </span>
            ))}
          </div>
          <div class="layer wrongs" aria-hidden="true">
            {marks(text, faults).map((piece, index) => (piece.isWrong ? <mark key={index}>{piece.text}</mark> : piece.text))}
          </div>
          <input
            ref={input}
            type="text"
            role="combobox"
            aria-label={label}
            aria-expanded={isOpen}
            aria-controls={`${id}-list`}
            aria-activedescendant={isOpen && model.at.value >= 0 ? `${id}-${model.at.value}` : undefined}
            aria-autocomplete="list"
            aria-invalid={fault !== undefined}
            aria-describedby={fault === undefined ? undefined : `${id}-fault`}
            placeholder={placeholder}
            maxLength={maxQueryLength + 1}
            spellcheck={false}
            autocomplete="off"
            autocapitalize="off"
            enterkeyhint="search"
            value={text}
            onInput={(event) => model.type(event.currentTarget.value, event.currentTarget.selectionEnd ?? 0)}
            onKeyDown={onKeyDown}
            onKeyUp={place}
            onPointerUp={place}
            onScroll={follow}
            onFocus={() => model.focus()}
            onBlur={() => {
              model.blur();
              follow();
            }}
          />
        </div>
        <span class="hint">
          <kbd class="kbd">/</kbd>
        </span>
        {text !== '' && (
          <button
            class="button quiet square small"
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              model.clear();
              input.current?.focus();
            }}
          >
            <Icon name="x" small />
          </button>
        )}
        {children}
      </form>
      {/* Always there: the field names it, and what is not shown has no place. */}
      <Completion model={model} id={id} isOpen={isOpen} onTake={take} />
      {fault !== undefined && (
        <p class="fault" id={`${id}-fault`}>
          <Icon name="circle-alert" small />
          <span>
            <span class="at">{placeOf(fault)}</span> {fault.message}
          </span>
        </p>
      )}
    </search>
  );
}

/** `Column 12` */
function placeOf({ start }: Fault): string {
  return `Column ${start + 1}`;
}
