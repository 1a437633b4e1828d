import type { ComponentChildren, JSX } from 'preact';
import type { Event } from '../../worker/api/contract/event.ts';
import type { Failure } from '../api.ts';
import { Failed } from '../ui/states.tsx';
import { EventView } from './event/event-view.tsx';
import { Guard } from './event/part.tsx';
import { TraceSkeleton } from './skeleton.tsx';

interface EventTabProps {
  org: string;
  project: string;
  /** Null until the first one is here. */
  event: Event | null;
  /** It is the event before, while the one asked for is on its way. */
  isStale: boolean;
  failure: Failure | null;
  retry: () => void;
  /** What on narrow screens stands behind the stack trace. */
  aside?: ComponentChildren;
}

export function EventTab({ org, project, event, isStale, failure, retry, aside }: EventTabProps): JSX.Element {
  if (isStale && failure !== null) {
    const isGone = failure.reason === 'not_found';
    return (
      <Failed
        title={isGone ? 'This event is not here' : 'The event could not be read'}
        failure={
          isGone
            ? {
                reason: 'not_found',
                message: 'An event shows up within seconds of its arrival. Of an issue with very many events only some are kept; the counts are exact.',
              }
            : failure
        }
        retry={retry}
      />
    );
  }
  if (event === null) return <TraceSkeleton />;
  return (
    <div class="event-place" aria-busy={isStale}>
      <Guard>
        <EventView key={event.eventID} org={org} project={project} event={event} aside={aside} />
      </Guard>
    </div>
  );
}
