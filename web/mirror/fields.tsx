import type { JSX } from 'preact';
import { EventText } from '../issue/event/text.tsx';

/** Headers and the like, name and value: hostile text. */
export function FieldList({ fields, label }: { fields: readonly (readonly [name: string, value: unknown])[]; label: string }): JSX.Element {
  if (fields.length === 0) return <p class="quiet-text">None.</p>;
  return (
    <dl class="pairs" aria-label={label}>
      {fields.map(([name, value], index) => (
        <div key={index}>
          <dt>
            <code>
              <EventText value={name} max={200} />
            </code>
          </dt>
          <dd>
            <code>
              <EventText value={typeof value === 'object' ? JSON.stringify(value) : value} max={500} />
            </code>
          </dd>
        </div>
      ))}
    </dl>
  );
}
