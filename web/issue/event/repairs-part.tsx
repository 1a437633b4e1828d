import type { JSX } from 'preact';
import type { Event } from '../../../worker/api/contract/event.ts';
import { FoldedPart } from './part.tsx';
import { readErrors, readRemarks } from './repairs.ts';
import { EventText } from './text.tsx';

/** What of the event was dropped, cut or scrubbed on its way in. Nothing is drawn where it is whole. */
export function RepairsPart({ event }: { event: Event }): JSX.Element | null {
  const repairs = [...readErrors(event.errors), ...readRemarks(event._meta)];
  if (repairs.length === 0) return null;
  return (
    <FoldedPart id="repairs" title="What was repaired" note={repairs.length.toLocaleString()}>
      <p class="quiet-text">The event was kept; these fields of it were dropped, cut or scrubbed.</p>
      <ul>
        {repairs.map((repair, index) => (
          <li class="repair" key={index}>
            <code>
              <EventText value={repair.path ?? 'the event'} max={300} />
            </code>
            <span>
              <EventText value={repair.text} max={500} />
              {repair.original !== null && (
                <>
                  {', was '}
                  <code>
                    <EventText value={repair.original} max={200} />
                  </code>
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
    </FoldedPart>
  );
}
