import type { JSX } from 'preact';
import { Icon } from '../../ui/icon.tsx';
import { JsonValue } from './json-value.tsx';
import type { Meta } from './meta.ts';
import { EventText } from './text.tsx';

/**
 * Names and values of an event. With `isPlain` strings stand without quotes. `metaOf` tells what happened to a value on its way in, `eventsOf` the address of the events
 * that have the same.
 */
export function Pairs({
  pairs,
  isPlain = false,
  label,
  class: className,
  metaOf,
  eventsOf,
}: {
  pairs: readonly [name: string, value: unknown][];
  isPlain?: boolean;
  label?: string;
  class?: string;
  metaOf?: ((name: string, index: number, value: unknown) => Meta) | undefined;
  eventsOf?: (name: string, value: unknown) => string | null;
}): JSX.Element {
  return (
    <dl class={className === undefined ? 'pairs' : `pairs ${className}`} aria-label={label}>
      {pairs.map(([name, value], index) => (
        <div key={`${index} ${name}`}>
          <dt>
            <code>
              <EventText value={name} max={200} />
            </code>
          </dt>
          <dd>
            <JsonValue value={value} quoted={!isPlain} meta={metaOf?.(name, index, value)} />
            <EventsLink name={name} href={eventsOf?.(name, value) ?? null} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

function EventsLink({ name, href }: { name: string; href: string | null }): JSX.Element | null {
  if (href === null) return null;
  const label = `Events of this issue with the same ${name.slice(0, 100)}`;
  return (
    <a class="same-events" href={href} aria-label={label} title={label}>
      <Icon name="search" small />
    </a>
  );
}
