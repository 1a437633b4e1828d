import type { JSX } from 'preact';
import { JsonValue } from './json-value.tsx';
import type { Meta } from './meta.ts';
import { EventText } from './text.tsx';

/** Names and values of an event. With `isPlain` strings stand without quotes. `metaOf` tells what happened to a value on its way in. */
export function Pairs({
  pairs,
  isPlain = false,
  label,
  class: className,
  metaOf,
}: {
  pairs: readonly [name: string, value: unknown][];
  isPlain?: boolean;
  label?: string;
  class?: string;
  metaOf?: ((name: string, index: number, value: unknown) => Meta) | undefined;
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
          </dd>
        </div>
      ))}
    </dl>
  );
}
