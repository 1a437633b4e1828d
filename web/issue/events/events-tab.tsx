import './events.css';
import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import type { JSX } from 'preact';
import type { EventSummary } from '../../../worker/api/contract/event.ts';
import type { Issue } from '../../../worker/api/contract/issue.ts';
import { listEvents } from '../../api.ts';
import type { Answer, Page } from '../../api.ts';
import { eventPath, exploreIssuePath } from '../../places.ts';
import { query, setQuery } from '../../router.ts';
import { Icon } from '../../ui/icon.tsx';
import { counted } from '../../ui/numbers.ts';
import { Bone, Empty, Failed, Loading } from '../../ui/states.tsx';
import { TimeAgo } from '../../ui/time-ago.tsx';
import { CutText } from '../event/text.tsx';
import { asLabel } from '../../../worker/reading/value.ts';
import { tagsOfIssue } from '../store.ts';
import { columnsOf } from './columns.ts';
import { EventsFilter } from './events-filter.tsx';
import { isFiltered, noEventsView, readEventsView } from './view.ts';

const pageSize = 50;
/** As far as the API counts what a search finds. */
const maxHits = 1_000;

interface EventsTabProps {
  org: string;
  issue: Issue;
  /** Events came in since they were asked for. */
  hasNewer: boolean;
  onNewest: () => void;
}

/** The events of an issue, newest first. What is looked for and which page stand in the address. */
export function EventsTab({ org, issue, hasNewer, onNewest }: EventsTabProps): JSX.Element {
  const answer = useSignal<Answer<Page<EventSummary>> | null>(null);
  const tries = useSignal(0);
  const view = readEventsView(query.value);
  const asked = JSON.stringify(view);
  useEffect(() => {
    const asking = new AbortController();
    const { cursor, environment, times } = view;
    void listEvents(org, issue.id, { query: view.query || null, environment, times, cursor, limit: pageSize }, asking.signal).then((reply) => {
      if (!asking.signal.aborted) answer.value = reply;
    });
    return () => asking.abort();
  }, [org, issue.id, asked, tries.value]);
  const tags = useMemo(() => tagsOfIssue.visit(org, issue.id), [org, issue.id]).value.value ?? [];
  const showNewest = (): void => {
    onNewest();
    if (view.cursor === null) tries.value += 1;
    else setQuery({ cursor: null });
  };
  const shown = answer.value;
  return (
    <>
      <EventsFilter view={view} tags={tags} failure={shown !== null && !shown.ok ? shown.failure : null} />
      <p class="events-found quiet-status" role="status">
        {shown?.ok && isFiltered(view) && shown.value.hits !== null && (
          <span class="faint-text">
            {shown.value.hits >= maxHits
              ? `${counted(maxHits, 'event')} or more match`
              : `${counted(shown.value.hits, 'event')} ${shown.value.hits === 1 ? 'matches' : 'match'}`}
          </span>
        )}
        {hasNewer && (
          <button class="button small" type="button" onClick={showNewest}>
            <Icon name="arrow-up" small />
            Show new events
          </button>
        )}
      </p>
      <Found org={org} issueId={issue.id} answer={shown} isFiltered={isFiltered(view)} retry={() => (tries.value += 1)} />
    </>
  );
}

interface FoundProps {
  org: string;
  issueId: string;
  answer: Answer<Page<EventSummary>> | null;
  isFiltered: boolean;
  retry: () => void;
}

function Found({ org, issueId, answer, isFiltered: isSearch, retry }: FoundProps): JSX.Element | null {
  if (answer === null) {
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
  if (!answer.ok) {
    // What is wrong with the query is said at the query.
    return answer.failure.reason === 'invalid' && isSearch ? null : <Failed title="The events could not be read" failure={answer.failure} retry={retry} />;
  }
  const { items, previous, next } = answer.value;
  if (items.length === 0 && isSearch) {
    const showAll = (
      <button class="button" type="button" onClick={() => setQuery(noEventsView)}>
        Show all events
      </button>
    );
    return (
      <Empty title="No event matches" action={showAll}>
        Of the events that are kept, none is like that.
      </Empty>
    );
  }
  if (items.length === 0) return <Empty title="No event is kept">The counts are exact, but the events themselves are no longer here.</Empty>;
  return (
    <>
      <EventTable org={org} issueId={issueId} events={items} />
      <p class="explore-link">
        <a class="link" href={exploreIssuePath(org, issueId)}>
          Ask more of these events in Explore
        </a>
      </p>
      {(previous !== null || next !== null) && (
        <nav class="pager" aria-label="Pages of events">
          <button class="button small" type="button" disabled={previous === null} onClick={() => setQuery({ cursor: previous })}>
            <Icon name="chevron-left" small />
            Newer
          </button>
          <button class="button small" type="button" disabled={next === null} onClick={() => setQuery({ cursor: next })}>
            Older
            <Icon name="chevron-right" small />
          </button>
        </nav>
      )}
    </>
  );
}

function EventTable({ org, issueId, events }: { org: string; issueId: string; events: readonly EventSummary[] }): JSX.Element {
  const { what, tags } = useMemo(() => columnsOf(events), [events]);
  // On a phone there is room for two of them beside the time.
  const narrow = new Set([what, ...tags].flatMap((column) => column?.key ?? []).slice(0, 2));
  return (
    <table class="table event-table">
      <thead>
        <tr>
          <th scope="col">Event</th>
          <th scope="col">When</th>
          {what !== null && <th scope="col">{what.label}</th>}
          {tags.map(({ key, label }) => (
            <th scope="col" key={key} class={narrow.has(key) ? '' : 'wide'}>
              {label}
            </th>
          ))}
          <th scope="col" class="wide">
            User
          </th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.eventID}>
            <td>
              <a class="open" href={eventPath(org, issueId, event.eventID)}>
                {event.eventID.slice(0, 8)}
              </a>
            </td>
            <td class="when">
              <TimeAgo at={event.dateCreated} />
            </td>
            {what !== null && (
              <td>
                <CutText value={what.textOf(event)} max={160} />
              </td>
            )}
            {tags.map((tag) => (
              <td key={tag.key} class={narrow.has(tag.key) ? '' : 'wide'}>
                <CutText value={tag.textOf(event) || '–'} max={60} />
              </td>
            ))}
            <td class="wide">
              <CutText value={userOf(event)} max={60} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function userOf({ user }: EventSummary): string {
  return asLabel(user?.email) ?? asLabel(user?.username) ?? asLabel(user?.name) ?? asLabel(user?.id) ?? asLabel(user?.ip_address) ?? '–';
}
