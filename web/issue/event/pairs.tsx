import type { JSX } from 'preact';
import { JsonValue } from './json-value.tsx';
import { EventText } from './text.tsx';

/** Names and values of an event. With `isPlain` strings stand without quotes. */
export function Pairs({
  pairs,
  isPlain = false,
  label,
  class: className,
}: {
  pairs: readonly [name: string, value: unknown][];
  isPlain?: boolean;
  label?: string;
  class?: string;
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
            <JsonValue value={value} quoted={!isPlain} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
