import { useComputed, useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { JSX } from 'preact';
import type { EventSummary } from '../../worker/api/contract/event.ts';
import { listEvents } from '../api.ts';
import type { Answer, Page } from '../api.ts';
import { eventPath } from '../places.ts';
import { query, setQuery } from '../router.ts';
import { Icon } from '../ui/icon.tsx';
import { Bone, Empty, Failed, Loading } from '../ui/states.tsx';
import { TimeAgo } from '../ui/time-ago.tsx';
import { CutText } from './event/text.tsx';
import { asLabel } from '../../worker/reading/value.ts';

const pageSize = 50;

interface EventsTabProps {
  org: string;
  issueId: string;
  /** Events came in since they were asked for. */
  hasNewer: boolean;
  onNewest: () => void;
}

/** The events of an issue, newest first. Which page is in the address. */
export function EventsTab({ org, issueId, hasNewer, onNewest }: EventsTabProps): JSX.Element {
  const answer = useSignal<Answer<Page<EventSummary>> | null>(null);
  const tries = useSignal(0);
  const cursor = useComputed(() => query.value.get('cursor'));
  useEffect(() => {
    const asking = new AbortController();
    void listEvents(org, issueId, { cursor: cursor.value, limit: pageSize }, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [org, issueId, cursor.value, tries.value]);

  const shown = answer.value;
  if (shown === null) {
    return (
      <Loading label="Loading the events">
        {Array.from({ length: 8 }, (_, index) => (
          <p class="bone-row" key={index}>
            <Bone wide="80%" />
          </p>
        ))}
      </Loading>
    );
  }
  if (!shown.ok) return <Failed title="The events could not be read" failure={shown.failure} retry={() => (tries.value += 1)} />;
  const { items, previous, next } = shown.value;
  if (items.length === 0) return <Empty title="No event is kept">The counts are exact, but the events themselves are no longer here.</Empty>;
  const showNewest = (): void => {
    onNewest();
    if (cursor.peek() === null) tries.value += 1;
    else setQuery({ cursor: null });
  };
  return (
    <>
      <p class="new-events quiet-status" role="status">
        {hasNewer && (
          <button class="button small" type="button" onClick={showNewest}>
            <Icon name="arrow-up" small />
            Show new events
          </button>
        )}
      </p>
      <table class="table event-table">
        <thead>
          <tr>
            <th scope="col">Event</th>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col" class="wide">
              Release
            </th>
            <th scope="col" class="wide">
              User
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((event) => (
            <tr key={event.eventID}>
              <td>
                <a class="open" href={eventPath(org, issueId, event.eventID)}>
                  {event.eventID.slice(0, 8)}
                </a>
              </td>
              <td>
                <TimeAgo at={event.dateCreated} />
              </td>
              <td>
                <CutText value={event.title} max={160} />
              </td>
              <td class="wide">
                <CutText value={tagOf(event, 'release')} max={60} />
              </td>
              <td class="wide">
                <CutText value={userOf(event)} max={60} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {(previous !== null || next !== null) && (
        <p class="pager">
          <button class="button small" type="button" disabled={previous === null} onClick={() => setQuery({ cursor: previous })}>
            <Icon name="chevron-left" small />
            Newer
          </button>
          <button class="button small" type="button" disabled={next === null} onClick={() => setQuery({ cursor: next })}>
            Older
            <Icon name="chevron-right" small />
          </button>
        </p>
      )}
    </>
  );
}

function tagOf(event: EventSummary, key: string): string {
  return event.tags.find((tag) => tag.key === key)?.value ?? '–';
}

function userOf({ user }: EventSummary): string {
  return asLabel(user?.email) ?? asLabel(user?.username) ?? asLabel(user?.name) ?? asLabel(user?.id) ?? asLabel(user?.ip_address) ?? '–';
}
