import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { JSX } from 'preact';
import type { Tag } from '../../../worker/api/contract/tag.ts';
import type { Failure } from '../../api.ts';
import { setQuery } from '../../router.ts';
import { Icon } from '../../ui/icon.tsx';
import { useKeys } from '../../ui/keyboard.ts';
import { type EventsView, periods } from './view.ts';

/** Which events are listed: a query, an environment and a time. `tags` are those of the issue, as far as they are known. */
export function EventsFilter({ view, tags, failure }: { view: EventsView; tags: readonly Tag[]; failure: Failure | null }): JSX.Element {
  const input = useRef<HTMLInputElement>(null);
  const text = useSignal(view.query);
  useEffect(() => {
    text.value = view.query;
  }, [view.query]);
  useKeys('Events', [{ keys: '/', label: 'Search the events', icon: 'search', run: () => input.current?.select() }]);
  const search = (query: string): void => setQuery({ query: query.trim() || null, cursor: null });
  const wrong = failure?.reason === 'invalid' && view.query !== '' ? failure : null;
  return (
    <search class="events-filter">
      <form
        class="events-query"
        onSubmit={(submit) => {
          submit.preventDefault();
          search(text.value);
        }}
      >
        <Icon name="search" small />
        <input
          ref={input}
          type="text"
          aria-label="Search the events of this issue"
          aria-invalid={wrong !== null}
          aria-describedby={wrong === null ? undefined : 'events-wrong'}
          placeholder="browser.name:Firefox, user.email:ada@example.com, or words"
          maxLength={1_000}
          spellcheck={false}
          autocomplete="off"
          autocapitalize="off"
          enterkeyhint="search"
          value={text}
          onInput={(event) => {
            text.value = event.currentTarget.value;
          }}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return;
            text.value = view.query;
            event.currentTarget.blur();
          }}
        />
        {text.value !== '' && (
          <button
            class="button quiet square small"
            type="button"
            aria-label="Clear the search"
            onClick={() => {
              text.value = '';
              search('');
              input.current?.focus();
            }}
          >
            <Icon name="x" small />
          </button>
        )}
      </form>
      <Environments view={view} tags={tags} />
      <Times view={view} />
      {wrong !== null && (
        <p class="events-wrong" id="events-wrong" role="alert">
          <Icon name="circle-alert" small />
          <span>{wrong.message}</span> <Place text={view.query} position={wrong.position ?? null} />
        </p>
      )}
    </search>
  );
}

function Environments({ view, tags }: { view: EventsView; tags: readonly Tag[] }): JSX.Element | null {
  const known = tags.find(({ key }) => key === 'environment')?.topValues.map(({ value }) => value) ?? [];
  const names = view.environment === null || known.includes(view.environment) ? known : [view.environment, ...known];
  if (names.length < 2 && view.environment === null) return null;
  return (
    <select
      class="select small"
      aria-label="Environment"
      onChange={({ currentTarget: { value } }) => setQuery({ environment: value === '*' ? null : value.slice(1), cursor: null })}
    >
      <option value="*" selected={view.environment === null}>
        All environments
      </option>
      {names.map((name) => (
        <option key={name} value={`=${name}`} selected={view.environment === name}>
          {name === '' ? '(none)' : name.slice(0, 60)}
        </option>
      ))}
    </select>
  );
}

function Times({ view: { times } }: { view: EventsView }): JSX.Element {
  const chosen = times !== null && 'period' in times ? times.period : null;
  const isOther = times !== null && !periods.some(({ period }) => period === chosen);
  return (
    <select
      class="select small"
      aria-label="Time range"
      onChange={({ currentTarget: { value } }) => value !== 'other' && setQuery({ statsPeriod: value || null, start: null, end: null, cursor: null })}
    >
      <option value="" selected={times === null}>
        Any time
      </option>
      {periods.map(({ period, label }) => (
        <option key={period} value={period} selected={period === chosen}>
          {label}
        </option>
      ))}
      {isOther && (
        <option value="other" selected>
          {chosen ?? rangeText(times)}
        </option>
      )}
    </select>
  );
}

function rangeText(times: EventsView['times']): string {
  if (times === null || 'period' in times) return '';
  const format = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit' });
  const [start, end] = [Date.parse(times.start), Date.parse(times.end)];
  return Number.isNaN(start) || Number.isNaN(end) ? 'These times' : format.formatRange(start, end);
}

/** The query with the part marked that cannot be read. */
function Place({ text, position }: { text: string; position: { start: number; end: number } | null }): JSX.Element | null {
  if (position === null || position.start >= position.end) return null;
  return (
    <code>
      {text.slice(Math.max(0, position.start - 40), position.start)}
      <mark>{text.slice(position.start, position.end)}</mark>
      {text.slice(position.end, position.end + 40)}
    </code>
  );
}
