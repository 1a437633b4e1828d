import { useComputed, useSignal } from '@preact/signals';
import { For } from '@preact/signals/utils';
import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { filterBreadcrumbs, offsetText } from './breadcrumbs.ts';
import type { Crumb } from './breadcrumbs.ts';
import { JsonValue } from './json-value.tsx';
import { metaAt, type Meta } from './meta.ts';
import { Part } from './part.tsx';
import { EventText } from './text.tsx';
import { ValueMarks } from './value-mark.tsx';

/** So many stand there at first: what led to the event, not its life. */
const firstCrumbs = 10;

/** What happened before the event, newest first. `meta` mirrors the breadcrumbs as they came. */
export function BreadcrumbsPart({ crumbs, meta }: { crumbs: readonly Crumb[]; meta: Meta }): JSX.Element {
  const text = useSignal('');
  const kind = useSignal('');
  const showsAll = useSignal(false);
  const kinds = [...new Set(crumbs.map((crumb) => crumb.kind))].toSorted();
  const found = useComputed(() => filterBreadcrumbs(crumbs, kind.value, text.value));
  const shown = useComputed(() => (showsAll.value ? found.value : found.value.slice(0, firstCrumbs)));
  const hidden = found.value.length - shown.value.length;
  const note =
    hidden > 0
      ? `last ${shown.value.length} of ${found.value.length}`
      : found.value.length === crumbs.length
        ? String(crumbs.length)
        : `${found.value.length} of ${crumbs.length}`;
  const controls = crumbs.length > 3 && (
    <>
      <input
        class="input crumb-filter"
        type="search"
        placeholder="Filter"
        aria-label="Filter breadcrumbs"
        value={text.value}
        onInput={(event) => (text.value = event.currentTarget.value)}
      />
      <select class="select small quiet" aria-label="Kind of breadcrumb" value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
        <option value="">All kinds</option>
        {kinds.slice(0, 100).map((name) => (
          <option key={name} value={name}>
            {name.slice(0, 60)}
          </option>
        ))}
      </select>
    </>
  );
  return (
    <Part id="breadcrumbs" title="Breadcrumbs" note={note} controls={controls}>
      <ol class="timeline">
        <For each={shown} getKey={(crumb) => crumb.index} fallback={<li>No breadcrumb matches.</li>}>
          {(crumb) => <CrumbRow crumb={crumb} meta={metaAt(meta, crumb.index)} />}
        </For>
      </ol>
      {hidden > 0 && (
        <button class="button small quiet more" type="button" onClick={() => (showsAll.value = true)}>
          Show {hidden.toLocaleString()} earlier
        </button>
      )}
    </Part>
  );
}

function CrumbRow({ crumb, meta }: { crumb: Crumb; meta: Meta }): JSX.Element {
  return (
    <li class={crumb.tone === 'plain' ? undefined : `is-${crumb.tone}`}>
      <span class="crumb-icon">
        <Icon name={crumb.icon} small />
      </span>
      <span class="cat">
        <EventText value={crumb.kind} max={60} />
        {crumb.tone !== 'plain' && <span class="visually-hidden">, {crumb.level}</span>}
      </span>
      <span class="msg">
        <span>
          {crumb.verb !== null && (
            <>
              <span class="verb">
                <EventText value={crumb.verb} max={20} />
              </span>{' '}
            </>
          )}
          <EventText value={crumb.text} max={1_000} lines={crumb.text.includes('\n')} />
          <ValueMarks meta={metaAt(meta, ...crumb.source)} />
          {crumb.status !== null && (
            <>
              {' '}
              <span class="badge">{crumb.status}</span>
            </>
          )}
        </span>
        {crumb.details.length > 0 && <JsonValue value={Object.fromEntries(crumb.details)} meta={metaAt(meta, 'data')} />}
      </span>
      {crumb.offsetMs === null ? (
        <span>
          <ValueMarks meta={metaAt(meta, 'timestamp')} />
        </span>
      ) : (
        <time dateTime={crumb.at ?? undefined} title={crumb.at ?? undefined}>
          {offsetText(crumb.offsetMs)}
        </time>
      )}
    </li>
  );
}
