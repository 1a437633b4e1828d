import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { Event } from '../../worker/api/contract/event.ts';
import { eventJsonUrl } from '../api.ts';
import { eventPath } from '../places.ts';
import { navigate } from '../router.ts';
import { CopyButton } from '../ui/copy-button.tsx';
import { Icon } from '../ui/icon.tsx';
import type { IconName } from '../ui/icon-names.ts';
import { useKeys } from '../ui/keyboard.ts';
import { lazily } from '../ui/lazy.tsx';
import { Menu } from '../ui/menu.tsx';
import { prefetching } from '../ui/prefetch.ts';
import { absoluteTime } from '../ui/times.ts';
import { CutText } from './event/text.tsx';
import { events } from './store.ts';

const EventIdDialog = lazily(async () => (await import('./event-id-dialog.tsx')).EventIdDialog);

interface EventBarProps {
  org: string;
  issueId: string;
  project: string;
  /** What the address asks for: `recommended`, `latest`, `oldest` or an id. */
  choice: string;
  /** Null while the first one loads. */
  event: Event | null;
  /** Events came in since it was asked for. */
  hasNewer: boolean;
  onNewest: () => void;
}

/** Which event is shown, and the way to the others. */
export function EventBar({ org, issueId, project, choice, event, hasNewer, onNewest }: EventBarProps): JSX.Element {
  const older = event?.previousEventID ?? null;
  const newer = event?.nextEventID ?? null;
  const isAsking = useSignal(false);
  const goTo = (target: string): void => navigate(eventPath(org, issueId, target), { stays: true });
  useKeys('Events', [
    { keys: '[', label: 'Older event', run: () => older !== null && goTo(older) },
    { keys: ']', label: 'Newer event', run: () => newer !== null && goTo(newer) },
    { keys: '{', label: 'Oldest event', run: () => older !== null && goTo('oldest') },
    { keys: 't r', label: 'Recommended event', run: () => choice !== 'recommended' && goTo('recommended') },
    { keys: 't i', label: 'Event by its id…', run: () => (isAsking.value = true) },
    { keys: '}', label: 'Latest event', run: () => (hasNewer ? onNewest() : newer !== null && goTo('latest')) },
  ]);
  const step = (icon: IconName, label: string, target: string | null): JSX.Element => (
    <Step
      icon={icon}
      label={label}
      href={target === null ? null : eventPath(org, issueId, target)}
      prefetch={() => target !== null && events.visit(org, issueId, target)}
    />
  );
  return (
    <div class="event-bar" role="group" aria-label="Event">
      <Menu
        class="button small quiet which"
        label="Which event"
        trigger={
          <>
            {choiceText(choice)}
            <Icon name="chevron-down" small />
          </>
        }
        items={[
          { label: 'Recommended event', keys: 't r', href: eventPath(org, issueId, 'recommended') },
          { label: 'Latest event', keys: '}', href: eventPath(org, issueId, 'latest') },
          { label: 'Oldest event', keys: '{', href: eventPath(org, issueId, 'oldest') },
          { label: 'By its id…', keys: 't i', run: () => (isAsking.value = true) },
        ]}
      />
      {event !== null && (
        <>
          <span class="event-id">
            <code title={event.eventID}>{event.eventID.slice(0, 8)}</code>
            <CopyButton text={event.eventID} label="Copy the event id" />
          </span>
          <span class="event-facts faint-text">
            <time dateTime={event.dateCreated} title={absoluteTime(Date.parse(event.dateCreated))}>
              {shortTime(Date.parse(event.dateCreated))}
            </time>
            {event.environment !== null && <CutText value={event.environment} max={60} />}
            <UserName event={event} />
          </span>
        </>
      )}
      <span class="spacer" />
      {event !== null && (
        <a class="button small quiet wide" href={eventJsonUrl(org, project, event.eventID)} target="_blank" rel="noopener noreferrer">
          <Icon name="braces" small />
          JSON
        </a>
      )}
      <span class="quiet-status" role="status">
        {hasNewer && (
          <button class="button small newer" type="button" title="Show it (})" onClick={onNewest}>
            <Icon name="arrow-up" small />
            <span>New event</span>
          </button>
        )}
      </span>
      <span class="button-group">
        {step('chevron-first', 'Oldest event', older === null ? null : 'oldest')}
        {step('chevron-left', 'Older event', older)}
        {step('chevron-right', 'Newer event', newer)}
        {step('chevron-last', 'Latest event', newer === null ? null : 'latest')}
      </span>
      {isAsking.value && (
        <EventIdDialog
          onGo={(eventId) => {
            isAsking.value = false;
            goTo(eventId);
          }}
          onClose={() => (isAsking.value = false)}
        />
      )}
    </div>
  );
}

/** A link that stays in its place when it leads nowhere. */
function Step({ icon, label, href, prefetch }: { icon: IconName; label: string; href: string | null; prefetch: () => void }): JSX.Element {
  if (href === null) {
    return (
      <button class="button small square" type="button" aria-label={label} disabled>
        <Icon name={icon} small />
      </button>
    );
  }
  return (
    <a class="button small square" href={href} aria-label={label} title={label} data-stays {...prefetching(prefetch)}>
      <Icon name={icon} small />
    </a>
  );
}

function UserName({ event }: { event: Event }): JSX.Element | null {
  const user = event.user;
  const name = user?.email ?? user?.username ?? user?.name ?? user?.id ?? user?.ip_address ?? null;
  return name === null ? null : <CutText value={name} max={60} />;
}

function choiceText(choice: string): string {
  switch (choice) {
    case 'recommended':
      return 'Recommended event';
    case 'latest':
      return 'Latest event';
    case 'oldest':
      return 'Oldest event';
    default:
      return 'This event';
  }
}

/** The day only where it is not today. */
function shortTime(at: number): string {
  const time = new Date(at);
  const isToday = time.toDateString() === new Date().toDateString();
  return isToday
    ? time.toLocaleTimeString()
    : time.toLocaleString(undefined, { month: 'short', day: 'numeric', hour: 'numeric', minute: '2-digit', second: '2-digit' });
}
